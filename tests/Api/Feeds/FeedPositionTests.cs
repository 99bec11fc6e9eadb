using Tallydesk.Feeds;
using Xunit;

namespace Tallydesk.Tests.Feeds;

public sealed class FeedPositionTests
{
    [Theory]
    [InlineData("a", 6, false, DeltaEffect.Applied, 6)]
    [InlineData("a", 5, false, DeltaEffect.Known, 5)]
    [InlineData("a", 5, true, DeltaEffect.Known, 5)]
    [InlineData("a", 6, true, DeltaEffect.Gap, 5)]
    [InlineData("a", 7, false, DeltaEffect.Gap, 5)]
    [InlineData("b", 6, false, DeltaEffect.Gap, 5)]
    [InlineData("b", 5, true, DeltaEffect.Gap, 5)]
    public void Only_the_next_delta_of_the_epoch_goes_on(
        string epoch,
        long seq,
        bool isHeartbeat,
        DeltaEffect effect,
        long then
    )
    {
        var position = new FeedPosition();
        position.Reset("a", 5);

        Assert.Equal(effect, position.Advance(epoch, seq, isHeartbeat));
        Assert.Equal(("a", then), (position.Epoch, position.Seq));
    }

    [Fact]
    public void Before_the_first_snapshot_everything_is_a_gap() =>
        Assert.Equal(DeltaEffect.Gap, new FeedPosition().Advance("a", 1, isHeartbeat: false));
}
