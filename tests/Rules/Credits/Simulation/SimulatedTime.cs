namespace Tallydesk.Tests.Credits.Simulation;

/// <summary>A clock that stands still until it is told to go on.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    private TimeSpan passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Pass(TimeSpan time) => passed += time;

    public override long GetTimestamp() => passed.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + passed;
}
