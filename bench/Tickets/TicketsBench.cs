using System.Security.Cryptography;
using Tallydesk.Bench.Load;
using Tallydesk.Bench.Machine;
using Tallydesk.Tests.Support;

namespace Tallydesk.Bench.Tickets;

/// <summary>Compares the life of a ticket in Tallydesk with services that write their own SQL, on one PostgreSQL.</summary>
internal static class TicketsBench
{
    /// <summary>Measures, prints the report, and writes it to <c>bench/results/tickets.md</c>.</summary>
    /// <returns>0; 1 when a service's books are wrong.</returns>
    public static async Task<int> RunAsync(TicketsOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("tallydesk-bench-");
        try
        {
            var figures = await MeasureAsync(options, folder.FullName);
            await Reports.WriteAsync("tickets.md", new TicketsReport(options, figures).Write());
            return figures.Books.All(books => books.Finding is null) ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<TicketsFigures> MeasureAsync(TicketsOptions options, string folder)
    {
        var figures = new TicketsFigures { MachineState = await MachineState.ReadAsync(folder) };
        var token = $"tdk_bench_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
        var subjects = new TicketSubjects(options.Accounts, token, folder);
        await using var postgres = await PostgresServer.StartAsync();
        await using var server = await ServerCounters.StartAsync(postgres);
        await using var load = new LoadClient();
        var meter = new SliceMeter(load, server);
        figures.PostgresVersion = server.Version;

        await Console.Out.WriteLineAsync("On PostgreSQL: filling, then warming up.");
        await using (var tallydesk = await subjects.TallydeskAsync(await postgres.CreateDatabaseAsync()))
        await using (var baseline = await subjects.BaselineAsync(await postgres.CreateDatabaseAsync(), batched: false))
        await using (var batched = await subjects.BaselineAsync(await postgres.CreateDatabaseAsync(), batched: true))
        {
            await TakeTurnsAsync(meter, options, figures, tallydesk, baseline, batched);
            await CountRowsAsync(meter, options, figures, tallydesk, baseline, batched);
            if (options.Knee)
            {
                await FindKneesAsync(meter, options, figures, tallydesk, baseline);
            }

            await CheckAsync(figures, tallydesk, baseline, batched);
        }

        await Console.Out.WriteLineAsync("On SQLite: filling, then warming up.");
        await using (var tallydesk = await subjects.TallydeskOnSqliteAsync())
        {
            await TakeTurnsAsync(meter, options, figures, tallydesk);
            await CheckAsync(figures, tallydesk);
        }

        return figures;
    }

    /// <summary>Rounds are outermost: what grows meanwhile, such as the queue, meets every workload alike.</summary>
    private static async Task TakeTurnsAsync(
        SliceMeter meter,
        TicketsOptions options,
        TicketsFigures figures,
        params TicketSubject[] subjects
    )
    {
        foreach (var subject in subjects)
        {
            await meter.WarmUpAsync(subject, options.WarmUp);
        }

        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var connections in options.ConnectionCounts)
            {
                foreach (var workload in TicketWorkload.All)
                {
                    foreach (var subject in subjects)
                    {
                        figures.Slices.Add(
                            await meter.MeasureAsync(subject, workload, connections, round, options.Seconds, subjects)
                        );
                    }
                }
            }
        }
    }

    /// <summary>Counts what is written in slices of their own, since PostgreSQL's counts of rows come late.</summary>
    private static async Task CountRowsAsync(
        SliceMeter meter,
        TicketsOptions options,
        TicketsFigures figures,
        params TicketSubject[] subjects
    )
    {
        await Console.Out.WriteLineAsync("Counting rows.");
        figures.Idle = await meter.RestAsync(RowCounts.Delay, subjects);
        var before = await ReadCountsAsync(subjects);
        foreach (var workload in TicketWorkload.All.Where(w => w is { Skew: 0 }))
        {
            var completed = new long[subjects.Length];
            for (var at = 0; at < subjects.Length; at++)
            {
                completed[at] = await meter.LoadAsync(
                    subjects[at],
                    workload,
                    options.ConnectionCounts[0],
                    options.Seconds
                );
            }

            await Task.Delay(RowCounts.Delay);
            var after = await ReadCountsAsync(subjects);
            figures.Written.AddRange(
                subjects.Select((s, at) => RowsWritten.Between(s.Name, workload, before[at], after[at], completed[at]))
            );
            before = after;
        }
    }

    private static Task<RowCounts[]> ReadCountsAsync(TicketSubject[] subjects) =>
        Task.WhenAll(subjects.Select(subject => RowCounts.ReadAsync(subject.Database!)));

    private static async Task FindKneesAsync(
        SliceMeter meter,
        TicketsOptions options,
        TicketsFigures figures,
        params TicketSubject[] subjects
    )
    {
        await Console.Out.WriteLineAsync("Looking for the highest rates.");
        foreach (var subject in subjects)
        {
            figures.Knees.Add(await Knee.FindAsync(meter, subject, options.Seconds));
        }
    }

    private static async Task CheckAsync(TicketsFigures figures, params TicketSubject[] subjects)
    {
        foreach (var subject in subjects)
        {
            var books = await subject.ReadBooksAsync();
            var finding = books.FindingBeside(subject.AcknowledgedCharges, subject.Errors);
            await Console.Out.WriteLineAsync($"  {subject.Name}: {finding ?? "the books agree"}");
            figures.Books.Add(
                new(subject.Name, books.ChargedTickets, subject.AcknowledgedCharges, subject.Errors, finding)
            );
        }
    }
}
