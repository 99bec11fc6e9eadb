using System.Text;
using Tallydesk.Bench.Machine;

namespace Tallydesk.Bench.Charges;

/// <summary>How a service is loaded.</summary>
/// <param name="Workload">Where the adjustments go.</param>
/// <param name="Connections">Over how many connections.</param>
internal sealed record Load(Workload Workload, int Connections);

/// <summary>The slices of one service under one load.</summary>
/// <param name="Load">The load.</param>
/// <param name="Subject">The service's name.</param>
/// <param name="Slices">One for each round, in order.</param>
internal sealed record Measurement(Load Load, string Subject, IReadOnlyList<Slice> Slices)
{
    /// <summary>The median of each figure.</summary>
    public Slice Median => Slice.Median([.. Slices]);
}

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
            "Adjustments of -5 over HTTP with a bearer token and an `Idempotency-Key`, "
                + $"medians of {options.Rounds} slices of {options.Seconds} s in turn. {Noise()}"
        );
        foreach (var load in measured.Select(one => one.Load).Distinct())
        {
            WriteTable(page, load);
        }

        return page.ToString();
    }

    private string Noise() =>
        $"Slices in which others used more than {SliceRunner.ForeignCoresAllowed} cores are measured again: {runner.Discarded} were"
        + (
            runner.Disturbed == 0
                ? "."
                : $", and {runner.Disturbed} were kept although others were busy in every attempt."
        );

    private void WriteTable(StringBuilder page, Load load)
    {
        var rows = measured.Where(one => one.Load == load).ToArray();
        var where = load.Workload == Workload.Spread ? $"Spread over {options.Accounts:N0} accounts" : "On one account";
        page.AppendLine().AppendLine($"## {where}, {load.Connections} connections").AppendLine();
        page.AppendLine("| | per second | median | p99 | CPU of the service | CPU of PostgreSQL | CPU in all |");
        page.AppendLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (var (subject, slice) in rows.Select(one => (one.Subject, one.Median)))
        {
            page.AppendLine(
                $"| {subject} | {slice.PerSecond:N0} | {slice.MedianMilliseconds:F1} ms | {slice.P99Milliseconds:F1} ms "
                    + $"| {slice.ApplicationMicroseconds:F0} µs | {slice.DatabaseMicroseconds:F0} µs | {slice.CpuMicroseconds:F0} µs |"
            );
        }

        var (ours, theirs) = (rows[0].Median, rows[1].Median);
        var ratios = rows[0].Slices.Zip(rows[1].Slices, (one, other) => one.PerSecond / other.PerSecond).Order().ToArray();
        page.AppendLine()
            .AppendLine(
                $"Beside the baseline, within a round: **{ratios[ratios.Length / 2]:F1} times the rate** ({ratios[0]:F1}–{ratios[^1]:F1}) "
                    + $"at {ours.CpuMicroseconds / theirs.CpuMicroseconds:P0} of its processor time "
                    + $"and {ours.P99Milliseconds / theirs.P99Milliseconds:P0} of its p99."
            );
    }
}
