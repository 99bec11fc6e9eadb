namespace Tallydesk.Background;

/// <summary>How the runs of a background loop went, in this process.</summary>
/// <param name="name">The loop.</param>
/// <param name="period">Its period.</param>
/// <param name="time">The clock.</param>
public sealed class LoopRecord(string name, TimeSpan period, TimeProvider time)
{
    private const int Periods = 3;
    private readonly Lock gate = new();
    private long? since;

    /// <summary>The loop's name.</summary>
    public string Name => name;

    /// <summary>How long it may go without a success before it is degraded: several periods, and longer than a few waits after failures.</summary>
    public TimeSpan Patience => Periods * (period > BackgroundLoop.LongestPause ? period : BackgroundLoop.LongestPause);

    /// <summary>How many runs ended, failed ones included.</summary>
    public long Runs { get; private set; }

    /// <summary>How many runs failed.</summary>
    public long Failures { get; private set; }

    /// <summary>How many runs failed since the last success.</summary>
    public long FailuresInARow { get; private set; }

    /// <summary>When a run last succeeded; null for never.</summary>
    public DateTimeOffset? LastSuccess { get; private set; }

    /// <summary>The type of the newest failure since the last success; null for none. Its message may hold private text.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>How long ago a run last succeeded, or the loop began; null before it begins.</summary>
    public TimeSpan? SinceSuccess
    {
        get
        {
            lock (gate)
            {
                return since is { } instant ? time.GetElapsedTime(instant) : null;
            }
        }
    }

    /// <summary>Whether no run has succeeded for longer than <see cref="Patience"/>.</summary>
    public bool IsDegraded => SinceSuccess > Patience;

    /// <summary>The loop begins.</summary>
    internal void Begin()
    {
        lock (gate)
        {
            since = time.GetTimestamp();
        }
    }

    /// <summary>A run succeeded.</summary>
    internal void Succeed()
    {
        lock (gate)
        {
            Runs++;
            FailuresInARow = 0;
            LastFailure = null;
            LastSuccess = time.GetUtcNow();
            since = time.GetTimestamp();
        }
    }

    /// <summary>A run failed.</summary>
    internal void Fail(Exception failure)
    {
        lock (gate)
        {
            Runs++;
            Failures++;
            FailuresInARow++;
            LastFailure = failure.GetType().Name;
        }
    }
}
