using System.Text;
using Tallydesk.Bench.Machine;

namespace Tallydesk.Bench.Charges;

/// <summary>The medians of one service under one workload.</summary>
/// <param name="Subject">The service's name.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Median">The median of each figure.</param>
internal sealed record Measurement(string Subject, Workload Workload, Slice Median);

/// <summary>The results as Markdown. Machines differ and are noisy, so the ratios are what may be compared.</summary>
internal sealed class ChargesReport(
    ChargesOptions options,
    string postgresVersion,
    SliceRunner runner,
    IReadOnlyList<Measurement> measured
)
{
    /// <summary>Writes the page.</summary>
    public string Write()
    {
        var page = new StringBuilder();
        page.AppendLine("# Charges: Tallydesk and a service without grains").AppendLine();
        page.AppendLine(
            $"{MachineName.Describe()}, PostgreSQL {postgresVersion} with `fsync` and `synchronous_commit` on."
        );
        page.AppendLine("Services, database and load share the machine. How it is measured: [README](../README.md).")
            .AppendLine();
        page.AppendLine(
            $"Adjustments of -5 over HTTP with a bearer token and an `Idempotency-Key`, {options.Connections} connections, "
                + $"medians of {options.Rounds} slices of {options.Seconds} s in turn. {Noise()}"
        );
        WriteTable(page, Workload.Spread, $"Spread over {options.Accounts:N0} accounts", aim: 2.5, atLeast: 1.5);
        WriteTable(page, Workload.Single, "On one account", aim: 10, atLeast: 5);
        return page.ToString();
    }

    private string Noise() =>
        $"Slices in which others used more than {SliceRunner.ForeignCoresAllowed} cores are measured again: {runner.Discarded} were"
        + (
            runner.Disturbed == 0
                ? "."
                : $", and {runner.Disturbed} were kept although others were busy in every attempt."
        );

    private void WriteTable(StringBuilder page, Workload workload, string title, double aim, double atLeast)
    {
        var rows = measured.Where(m => m.Workload == workload).ToArray();
        page.AppendLine().AppendLine($"## {title}").AppendLine();
        page.AppendLine("| | per second | median | p99 | CPU of the service | CPU of PostgreSQL | CPU in all |");
        page.AppendLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (var (subject, _, slice) in rows)
        {
            page.AppendLine(
                $"| {subject} | {slice.PerSecond:N0} | {slice.MedianMilliseconds:F1} ms | {slice.P99Milliseconds:F1} ms "
                    + $"| {slice.ApplicationMicroseconds:F0} µs | {slice.DatabaseMicroseconds:F0} µs | {slice.CpuMicroseconds:F0} µs |"
            );
        }

        var (ours, theirs) = (rows[0].Median, rows[1].Median);
        var ratio = ours.PerSecond / theirs.PerSecond;
        page.AppendLine()
            .AppendLine(
                $"**{ratio:F1} times the rate** of the baseline at {ours.CpuMicroseconds / theirs.CpuMicroseconds:P0} of its "
                    + $"processor time and {ours.P99Milliseconds / theirs.P99Milliseconds:P0} of its p99. "
                    + $"The aim is {aim} times the rate, at least {atLeast}: {Verdict(ratio, aim, atLeast)}."
            );
    }

    private static string Verdict(double ratio, double aim, double atLeast) =>
        ratio >= aim ? "reached"
        : ratio >= atLeast ? "the least is reached, the aim is missed"
        : "missed";
}
