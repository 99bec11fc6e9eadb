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
        }

        await Console.Out.WriteLineAsync("On SQLite: filling, then warming up.");
        await using (var tallydesk = await subjects.TallydeskOnSqliteAsync())
        {
            await TakeTurnsAsync(meter, options, figures, tallydesk);
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

        foreach (var subject in subjects)
        {
            figures.Books.Add(await CheckAsync(subject));
        }
    }

    private static async Task<CheckedBooks> CheckAsync(TicketSubject subject)
    {
        var books = await subject.ReadBooksAsync();
        var finding = books.FindingBeside(subject.AcknowledgedCharges, subject.Errors);
        await Console.Out.WriteLineAsync($"  {subject.Name}: {finding ?? "the books agree"}");
        return new(subject.Name, books.ChargedTickets, subject.AcknowledgedCharges, subject.Errors, finding);
    }
}
