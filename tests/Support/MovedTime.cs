namespace Tallydesk.Tests.Support;

/// <summary>The system's clock, moved on by days that a test can't wait for. Timers run as ever.</summary>
public sealed class MovedTime : TimeProvider
{
    private long moved;

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan time) => Interlocked.Add(ref moved, time.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref moved));
}
