using System.Diagnostics;
using Tallydesk.Bench.Load;
using Tallydesk.Bench.Machine;

namespace Tallydesk.Bench.Tickets;

/// <summary>Puts load on one service at a time, and counts what it cost.</summary>
/// <param name="load">The load process.</param>
/// <param name="server">PostgreSQL's counters.</param>
internal sealed class SliceMeter(LoadClient load, ServerCounters server)
{
    /// <summary>Loads a service until every account was used and its code is compiled.</summary>
    public async Task WarmUpAsync(TicketSubject subject, double seconds)
    {
        const int Connections = 64;
        long completed = 0;
        foreach (var workload in TicketWorkload.All.Where(w => w is { Skew: 0, IsSingle: false }))
        {
            completed += (await OrderAsync(subject, workload, Connections, seconds)).Completed;
        }

        while (completed < subject.Accounts)
        {
            completed += (await OrderAsync(subject, TicketWorkload.All[0], Connections, seconds)).Completed;
        }
    }

    /// <summary>Measures one slice.</summary>
    /// <param name="subject">The service to load.</param>
    /// <param name="workload">The operations.</param>
    /// <param name="connections">How many connections.</param>
    /// <param name="round">The round, from 0.</param>
    /// <param name="seconds">For how long.</param>
    /// <param name="all">All services that run, of which the others rest.</param>
    public async Task<TicketSlice> MeasureAsync(
        TicketSubject subject,
        TicketWorkload workload,
        int connections,
        int round,
        double seconds,
        IReadOnlyList<TicketSubject> all
    )
    {
        int[] bench = [load.ProcessId, .. all.Where(s => s != subject).Select(s => s.ProcessId)];
        var postmaster = subject.Database is null ? 0 : server.Postmaster;
        var written = await CountAsync(subject);
        var allocated = await subject.AllocatedAsync();
        var before = CpuTimes.Read(subject.ProcessId, postmaster, bench);
        var result = await OrderAsync(subject, workload, connections, seconds);
        var used = CpuTimes.Read(subject.ProcessId, postmaster, bench) - before;
        var allocatedThen = await subject.AllocatedAsync();
        var writtenThen = await CountAsync(subject);
        double operations = Math.Max(1, result.Completed);
        var slice = new TicketSlice(
            subject.Name,
            workload,
            connections,
            round,
            result,
            used.Application * 1e6 / operations,
            used.Database * 1e6 / operations,
            (writtenThen.WalBytes - written.WalBytes) / operations,
            (writtenThen.Statements - written.Statements) / operations,
            (allocatedThen - allocated) / operations,
            used.Foreign / result.Seconds
        );
        await PrintAsync(slice);
        return slice;
    }

    /// <summary>Asks nothing of any service for a while.</summary>
    /// <returns>The cores that each of them used meanwhile, and PostgreSQL last.</returns>
    public async Task<IReadOnlyList<(string Process, double Cores)>> RestAsync(
        TimeSpan time,
        IReadOnlyList<TicketSubject> all
    )
    {
        CpuTimes[] Read() => [.. all.Select(s => CpuTimes.Read(s.ProcessId, server.Postmaster, []))];
        var (before, began) = (Read(), Stopwatch.GetTimestamp());
        await Task.Delay(time);
        CpuTimes[] used = [.. Read().Zip(before, (later, earlier) => later - earlier)];
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return
        [
            .. all.Zip(used, (subject, times) => (subject.Name, times.Application / seconds)),
            ("PostgreSQL", used[^1].Database / seconds),
        ];
    }

    /// <summary>Loads a service without measuring it.</summary>
    /// <returns>How many operations were completed.</returns>
    public async Task<long> LoadAsync(
        TicketSubject subject,
        TicketWorkload workload,
        int connections,
        double seconds
    ) => (await OrderAsync(subject, workload, connections, seconds)).Completed;

    /// <summary>Begins operations at a rate, whether or not others are answered.</summary>
    public Task<LoadResult> OfferAsync(
        TicketSubject subject,
        TicketWorkload workload,
        int connections,
        double seconds,
        double perSecond
    ) => OrderAsync(subject, workload, connections, seconds, perSecond);

    private async Task<(long WalBytes, long? Statements)> CountAsync(TicketSubject subject) =>
        subject.Database is { } database ? await server.ReadAsync(database) : default;

    private async Task<LoadResult> OrderAsync(
        TicketSubject subject,
        TicketWorkload workload,
        int connections,
        double seconds,
        double? perSecond = null
    )
    {
        var result = await load.RunAsync(
            new(
                subject.Port,
                subject.AccountsOf(workload),
                workload.Skew,
                workload.Requests(subject.Engineer),
                load.NewKeyPrefix(),
                connections,
                seconds,
                perSecond
            )
        );
        subject.AcknowledgedCharges += result.Requests[TicketWorkload.ChargingRequestOf(workload.Job)].Acknowledged;
        subject.Errors += result.Refused;
        if (result.FirstRefusal is { } refusal)
        {
            await Console.Out.WriteLineAsync($"  {subject.Name}: {result.Refused} errors, first: {refusal}");
        }

        return result;
    }

    private static Task PrintAsync(TicketSlice slice) =>
        Console.Out.WriteLineAsync(
            $"  {slice.Subject, -20} {slice.Workload.Name, -20} {slice.Connections, 4} {slice.PerSecond, 7:F0}/s"
                + $"  p99 {string.Join(" / ", slice.Load.Requests.Select(r => $"{r.P99Milliseconds:F0}"))} ms"
                + $"  {slice.ApplicationMicroseconds:F0} + {slice.DatabaseMicroseconds:F0} µs"
                + $"  WAL {slice.WalBytes:F0}  statements {slice.Statements:F1}"
                + $"  allocated {slice.AllocatedBytes / 1000:F0} kB  others {slice.ForeignCores:F2} cores"
        );
}
