using System.Text;
using Tallydesk.Bench.Charges;
using Tallydesk.Bench.Load;
using Tallydesk.Bench.Machine;

namespace Tallydesk.Bench.Tickets;

/// <summary>The results as Markdown. Machines differ and are noisy, so the ratios are what may be compared.</summary>
internal sealed class TicketsReport(TicketsOptions options, TicketsFigures figures)
{
    private readonly StringBuilder page = new();

    /// <summary>Writes the page.</summary>
    public string Write()
    {
        WriteHead();
        foreach (var workload in TicketWorkload.All)
        {
            foreach (var connections in options.ConnectionCounts)
            {
                WriteTable(workload, connections);
            }
        }

        WriteIdle();
        WriteRows();
        WriteKnees();
        WriteBooks();
        return page.ToString();
    }

    private void WriteHead()
    {
        var disturbed = figures.Slices.Count(slice => slice.ForeignCores > SliceRunner.ForeignCoresAllowed);
        page.AppendLine("# Tickets: Tallydesk and services with SQL by hand").AppendLine();
        page.AppendLine(
            $"{MachineName.Describe()}, PostgreSQL {figures.PostgresVersion} with `fsync` and `synchronous_commit` on."
        );
        page.AppendLine($"{figures.MachineState}")
            .AppendLine("Services, database and load share the machine. How it is measured: [README](../README.md).")
            .AppendLine();
        page.AppendLine(
            $"{options.Accounts:N0} accounts; medians of {options.Rounds} slices of {options.Seconds} s in turn. In {disturbed} of "
                + $"{figures.Slices.Count} slices others used more than {SliceRunner.ForeignCoresAllowed} cores."
        );
    }

    private void WriteTable(TicketWorkload workload, int connections)
    {
        var names = TicketWorkload.RequestsOf(workload.Job);
        var slices = figures.Slices.Where(s => s.Workload == workload && s.Connections == connections).ToArray();
        page.AppendLine().AppendLine($"## {workload.Name}, {connections} connections").AppendLine();
        page.AppendLine(
            $"| | per second | {string.Join(" | ", names.Select(name => $"{name} p50 / p99, ms"))} | errors "
                + "| CPU of the service | CPU of PostgreSQL | allocated | WAL | statements |"
        );
        page.AppendLine($"|---|---:|{string.Concat(names.Select(_ => "---:|"))}---:|---:|---:|---:|---:|---:|");
        foreach (var subject in slices.GroupBy(s => s.Subject))
        {
            WriteRow([.. subject], names.Count);
        }

        page.AppendLine();
        foreach (var other in slices.Select(s => s.Subject).Distinct().Where(s => s is "Baseline" or "Batched SQL"))
        {
            WriteRatio(slices, other);
        }
    }

    private void WriteRow(TicketSlice[] slices, int requests)
    {
        var times = Enumerable
            .Range(0, requests)
            .Select(at =>
                $"{Median(slices, s => s.Load.Requests[at].MedianMilliseconds):F1} / {Median(slices, s => s.Load.Requests[at].P99Milliseconds):F1}"
            );
        page.AppendLine(
            $"| {slices[0].Subject} | {Median(slices, s => s.PerSecond):N0} | {string.Join(" | ", times)} "
                + $"| {slices.Sum(s => s.Load.Refused)} | {Median(slices, s => s.ApplicationMicroseconds):N0} µs "
                + $"| {Median(slices, s => s.DatabaseMicroseconds):N0} µs | {Median(slices, s => s.AllocatedBytes) / 1000:N0} kB | {Median(slices, s => s.WalBytes):N0} B "
                + $"| {(slices[0].Statements is null ? "–" : $"{Median(slices, s => s.Statements ?? 0):F1}")} |"
        );
    }

    private void WriteRatio(TicketSlice[] slices, string other)
    {
        var theirs = slices.Where(s => s.Subject == other).ToDictionary(s => s.Round);
        var pairs = slices
            .Where(s => s.Subject == "Tallydesk")
            .Select(s => (Ours: s, Theirs: theirs[s.Round]))
            .ToArray();
        var rate = pairs.Select(p => p.Ours.PerSecond / p.Theirs.PerSecond).ToArray();
        var cpu = pairs.Select(p =>
            (p.Ours.ApplicationMicroseconds + p.Ours.DatabaseMicroseconds)
            / (p.Theirs.ApplicationMicroseconds + p.Theirs.DatabaseMicroseconds)
        );
        page.AppendLine(
            $"Beside {other}, within a round: **{Medians.Of(rate):F2} times the rate** ({rate.Min():F2}–{rate.Max():F2}) at {Medians.Of(cpu):F1} times the processor time."
        );
    }

    private void WriteRows()
    {
        page.AppendLine().AppendLine("## What an operation writes").AppendLine();
        page.AppendLine(
                "Rows of each table: `+` inserted, `~` updated, and how many of the updates touched no index (HOT). Background work is included."
            )
            .AppendLine();
        page.AppendLine("| | | commits | inserted | updated | HOT | tables |")
            .AppendLine("|---|---|---:|---:|---:|---:|---|");
        foreach (var (subject, workload, commits, tables) in figures.Written)
        {
            page.AppendLine(
                $"| {workload.Name} | {subject} | {commits:F2} | {tables.Sum(t => t.Inserted):F2} | {tables.Sum(t => t.Updated):F2} "
                    + $"| {tables.Sum(t => t.Hot):F2} | {string.Join(", ", tables.Select(Describe).OfType<string>())} |"
            );
        }
    }

    private void WriteIdle()
    {
        var cores = string.Join(", ", figures.Idle.Select(idle => $"{idle.Process} {idle.Cores:F3}"));
        page.AppendLine()
            .AppendLine(
                $"Cores in use after the slices above, while nothing is asked of any service for {RowCounts.Delay.TotalSeconds} s: {cores}."
            );
    }

    private static string? Describe(TableRows table)
    {
        const double Least = 0.05;
        var inserted = table.Inserted >= Least ? $" +{table.Inserted:F2}" : "";
        var updated = table.Updated >= Least ? $" ~{table.Updated:F2} ({table.Hot / table.Updated:P0} HOT)" : "";
        return inserted + updated is { Length: > 0 } rows ? $"{table.Name}{rows}" : null;
    }

    private void WriteKnees()
    {
        if (figures.Knees is [])
        {
            return;
        }

        page.AppendLine().AppendLine("## Highest rate kept up with: ceiling, spread").AppendLine();
        page.AppendLine(
                $"Operations fall due at a fixed rate over {Knee.Connections} connections and are timed from then on. The highest rate is "
                    + $"the one at which 99 of 100 end within {Pace.Latest.TotalMilliseconds} ms; the others count as dropped. Times are medians of {figures.Knees[0].AtPart.Count} slices."
            )
            .AppendLine();
        page.AppendLine($"| | highest rate | at {Knee.Part:P0} of it | p50 / p99, ms | of open | of assess | dropped |")
            .AppendLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (var (subject, perSecond, seen) in figures.Knees)
        {
            var requests = Enumerable
                .Range(0, seen[0].Requests.Count)
                .Select(at =>
                    $"{Medians.Of(seen.Select(s => s.Requests[at].MedianMilliseconds)):F1} / {Medians.Of(seen.Select(s => s.Requests[at].P99Milliseconds)):F1}"
                );
            page.AppendLine(
                $"| {subject} | {perSecond:N0} | {perSecond * Knee.Part:N0} "
                    + $"| {Medians.Of(seen.Select(s => s.MedianMilliseconds)):F1} / {Medians.Of(seen.Select(s => s.P99Milliseconds)):F1} "
                    + $"| {string.Join(" | ", requests)} | {seen.Sum(s => s.Offered - s.Completed):N0} of {seen.Sum(s => s.Offered):N0} |"
            );
        }
    }

    private void WriteBooks()
    {
        page.AppendLine().AppendLine("## Books").AppendLine();
        page.AppendLine("Warm-up included.").AppendLine();
        page.AppendLine("| | charged tickets | acknowledged charges | errors | |")
            .AppendLine("|---|---:|---:|---:|---|");
        foreach (var books in figures.Books)
        {
            page.AppendLine(
                $"| {books.Subject} | {books.ChargedTickets:N0} | {books.Acknowledged:N0} | {books.Errors:N0} | {books.Finding ?? "entries, balances and tickets agree"} |"
            );
        }
    }

    private static double Median(IEnumerable<TicketSlice> slices, Func<TicketSlice, double> figure) =>
        Medians.Of(slices.Select(figure));
}
