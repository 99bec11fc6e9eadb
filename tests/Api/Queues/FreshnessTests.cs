using Microsoft.Extensions.Time.Testing;
using Tallydesk.Queues;
using Xunit;
using static Tallydesk.Tests.Queues.Rows;

namespace Tallydesk.Tests.Queues;

public sealed class FreshnessTests
{
    private readonly FakeTimeProvider time = new(Monday);
    private readonly Freshness freshness;

    public FreshnessTests() => freshness = new(time) { Connected = true };

    [Fact]
    public void Silence_makes_the_board_stale_within_five_seconds_even_on_a_standing_connection()
    {
        freshness.Heard();
        Assert.Equal(LinkState.Live, freshness.State);

        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(LinkState.Stale, freshness.State);
        Assert.Equal(Monday, freshness.HeardAt);

        freshness.Heard();
        Assert.Equal(LinkState.Live, freshness.State);
    }

    [Fact]
    public void A_lost_connection_is_told_before_the_board_is_stale()
    {
        freshness.Connected = false;
        Assert.Equal(LinkState.Reconnecting, freshness.State);
    }

    [Fact]
    public void A_snapshot_of_a_gateway_that_has_lost_the_queue_is_stale_from_the_start()
    {
        freshness.Heard(Snapshot("a", 1) with { SentAt = Monday.AddSeconds(30) });
        Assert.Equal(LinkState.Stale, freshness.State);
    }

    [Fact]
    public void Waiting_is_counted_by_the_servers_clock()
    {
        var sent = Monday.AddHours(1);
        freshness.Heard(Snapshot("a", 1) with { At = sent, SentAt = sent });

        Assert.Equal(sent, freshness.Now);
        Assert.Equal(LinkState.Live, freshness.State);
    }
}
