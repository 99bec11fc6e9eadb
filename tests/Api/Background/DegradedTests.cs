using System.Net;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Background;

/// <summary>A desk whose background work stands still.</summary>
public sealed class DegradedTests
{
    [Fact]
    public async Task A_desk_whose_loops_do_not_succeed_is_degraded_and_still_ready()
    {
        var time = new Jumping();
        var desk = await DeskHost.StartAsync(time, DeskHost.Unlimited);
        try
        {
            Assert.Equal("ready", (await desk.Admin.GetAsync("/health/ready")).Must(HttpStatusCode.OK).Body);
            // Unclaimed files are looked for every ten minutes; what looks more often has soon succeeded again.
            time.Jump(TimeSpan.FromHours(1));
            await Eventually.HoldsAsync(
                async () =>
                    (await desk.Admin.GetAsync("/health/ready")).Must(HttpStatusCode.OK).Body
                        is "degraded: unclaimed files"
                            or "degraded: audit anchors, token uses, unclaimed files"
                            or "degraded: audit anchors, unclaimed files",
                () => "It is not degraded"
            );
        }
        finally
        {
            await desk.DisposeAsync();
        }
    }

    /// <summary>The system's clock, whose measure of spans jumps.</summary>
    private sealed class Jumping : TimeProvider
    {
        private long jumped;

        public void Jump(TimeSpan span) => Interlocked.Add(ref jumped, (long)(span.TotalSeconds * TimestampFrequency));

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref jumped);
    }
}
