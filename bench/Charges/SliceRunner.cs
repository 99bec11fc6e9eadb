using Tallydesk.Bench.Load;
using Tallydesk.Bench.Machine;

namespace Tallydesk.Bench.Charges;

/// <summary>Puts load on one service at a time, and counts where the processors went.</summary>
/// <param name="load">The load process.</param>
/// <param name="options">How long and how hard.</param>
/// <param name="token">The bearer token.</param>
/// <param name="postmaster">PostgreSQL's first process.</param>
internal sealed class SliceRunner(LoadClient load, ChargesOptions options, string token, int postmaster)
{
    /// <summary>A slice during which others used more cores than this is measured again.</summary>
    public const double ForeignCoresAllowed = 0.15;

    private const string Body = """{"credits":-5,"reason":"Measured"}""";
    private const double WarmUpSeconds = 12;
    private const int WarmUpConnections = 64;
    private const int Attempts = 4;

    /// <summary>Slices that were measured again because others were busy.</summary>
    public int Discarded { get; private set; }

    /// <summary>Slices that were kept although others were busy in each attempt.</summary>
    public int Disturbed { get; private set; }

    /// <summary>Loads a service until every account was used and its code is compiled.</summary>
    public async Task WarmUpAsync(Subject subject)
    {
        long completed = 0;
        for (var stretch = 0; stretch < 2 || completed < subject.Accounts; stretch++)
        {
            completed += (await OrderAsync(subject, Workload.Spread, WarmUpConnections, WarmUpSeconds)).Completed;
        }

        await OrderAsync(subject, Workload.Single, WarmUpConnections, WarmUpSeconds);
    }

    /// <summary>Measures one slice, again while others are busy.</summary>
    /// <param name="subject">The service to load.</param>
    /// <param name="workload">Where the adjustments go.</param>
    /// <param name="connections">Over how many connections.</param>
    /// <param name="idle">The services that rest meanwhile.</param>
    public async Task<Slice> MeasureAsync(
        Subject subject,
        Workload workload,
        int connections,
        IReadOnlyList<Subject> idle
    )
    {
        int[] bench = [load.ProcessId, .. idle.Where(s => s != subject).Select(s => s.ProcessId)];
        var server = subject.HasServer ? postmaster : 0;
        for (var attempt = 1; ; attempt++)
        {
            var before = CpuTimes.Read(subject.ProcessId, server, bench);
            var result = await OrderAsync(subject, workload, connections, options.Seconds);
            var used = CpuTimes.Read(subject.ProcessId, server, bench) - before;
            var slice = SliceOf(result, used);
            await Console.Out.WriteLineAsync(
                $"  {subject.Name, -20} {workload, -7} {connections, 4} {slice.PerSecond, 8:F0}/s  p99 {slice.P99Milliseconds, 6:F1} ms"
                    + $"  {slice.CpuMicroseconds, 5:F0} µs  others {slice.ForeignCores:F2} cores"
            );
            if (slice.ForeignCores <= ForeignCoresAllowed)
            {
                return slice;
            }

            if (attempt == Attempts)
            {
                Disturbed++;
                return slice;
            }

            Discarded++;
        }
    }

    private static Slice SliceOf(LoadResult result, CpuTimes used) =>
        new(
            result.Completed / result.Seconds,
            result.MedianMilliseconds,
            result.P99Milliseconds,
            used.Application * 1e6 / result.Completed,
            used.Database * 1e6 / result.Completed,
            used.Foreign / result.Seconds
        );

    private async Task<LoadResult> OrderAsync(Subject subject, Workload workload, int connections, double seconds)
    {
        var result = await load.RunAsync(
            new(
                subject.Port,
                subject.PathsOf(workload),
                Skew: null,
                [new(token, "$0", Body)],
                load.NewKeyPrefix(),
                connections,
                seconds
            )
        );
        return result.Refused == 0
            ? result
            : throw new InvalidOperationException(
                $"{subject.Name} refused {result.Refused} of {result.Completed + result.Refused} adjustments, first: {result.FirstRefusal}"
            );
    }
}
