using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tallydesk.Background;

/// <summary>
/// Periodic background work: runs at startup, then after a jittered period, or immediately when its bell rings. An
/// exception is counted and logged, and the next run waits longer after each failure in a row; it never ends the host. A ring
/// does not shorten that wait. A run takes no input, so a lost ring only delays.
/// </summary>
/// <param name="name">Its name in health, metrics and the log.</param>
/// <param name="period">How long after a run the next one begins, up to a fifth shorter or longer.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
/// <param name="bell">Wakes it; a bell of its own when absent.</param>
public abstract partial class BackgroundLoop(
    string name,
    TimeSpan period,
    TimeProvider time,
    ILogger log,
    Bell? bell = null
) : BackgroundService
{
    private const double Jitter = 0.2;

    /// <summary>The wait after the first failure in a row, when the period is not longer.</summary>
    public static TimeSpan FirstPause { get; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// The maximum delay of most loops: short enough that work resumes soon after a database is back, long enough that one
    /// that is down is not queried constantly.
    /// </summary>
    public static TimeSpan LongestPause { get; } = TimeSpan.FromSeconds(15);

    private readonly LoopMetrics metrics = new(name);

    /// <summary>Loops that this one started, and that end with it; empty for most.</summary>
    public virtual IEnumerable<BackgroundLoop> Parts => [];

    /// <summary>The longest wait after failures, when the period is not longer.</summary>
    protected virtual TimeSpan MostPause => LongestPause;

    /// <summary>How long after a run the next one begins.</summary>
    protected TimeSpan Period { get; } = period;

    /// <summary>The clock.</summary>
    protected TimeProvider Time { get; } = time;

    /// <summary>The log.</summary>
    protected ILogger Log { get; } = log;

    /// <summary>How its runs went.</summary>
    public LoopRecord Record { get; } = new(name, period, time);

    /// <summary>Rung when there is work.</summary>
    public Bell Bell { get; } = bell ?? new();

    /// <inheritdoc/>
    public override void Dispose()
    {
        metrics.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Does what there is to do now.</summary>
    /// <param name="stopping">Requested when the host stops.</param>
    protected abstract Task RunAsync(CancellationToken stopping);

    /// <summary>Does what is left to do when the host stops.</summary>
    protected virtual Task EndAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Record.Begin();
        metrics.Watch(Record);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (await TryAsync(() => RunAsync(stoppingToken), stoppingToken))
                {
                    await Bell.WaitAsync(Jittered(Period), Time, stoppingToken);
                }
                else
                {
                    await Task.Delay(Jittered(Pause), Time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }

        await TryAsync(EndAsync, CancellationToken.None);
    }

    private TimeSpan Pause
    {
        get
        {
            var first = Period > FirstPause ? Period : FirstPause;
            var longest = Period > MostPause ? Period : MostPause;
            var pause = first * Math.Pow(2, Math.Min(Record.FailuresInARow - 1, 30));
            return pause < longest ? pause : longest;
        }
    }

    private async Task<bool> TryAsync(Func<Task> run, CancellationToken stopping)
    {
        try
        {
            await run();
            Record.Succeed();
            metrics.Count(succeeded: true);
            return true;
        }
#pragma warning disable CA1031 // Whatever it was, the next run may succeed, and the host goes on.
        catch (Exception failure) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Record.Fail(failure);
            metrics.Count(succeeded: false);
            LogFailed(Log, failure, Record.Name, Record.FailuresInARow);
            return false;
        }
    }

    private static TimeSpan Jittered(TimeSpan span) => span * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble()));

    [LoggerMessage(
        BackgroundEvents.RunFailed,
        LogLevel.Warning,
        "Background loop {Loop} failed {Failures} times in a row. It will retry."
    )]
    private static partial void LogFailed(ILogger log, Exception failure, string loop, long failures);
}
