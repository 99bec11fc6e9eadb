using Tallydesk.Journal;
using Tallydesk.Licensing;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Licensing;

public sealed class UpgradeSubscriptionTests
{
    [Theory]
    [InlineData("none", false, false)]
    [InlineData("lifetime", true, true)]
    [InlineData("2026-06-01T00:00:00+04:00", true, false)]
    [InlineData("2026-05-31T20:00:00Z", true, false)]
    public void E4_It_is_active_until_its_end_and_not_at_it(string text, bool before, bool atEnd)
    {
        Assert.True(UpgradeSubscription.TryParse(text, out var subscription));

        Assert.Equal(before, subscription.IsActiveAt(At("2026-05-31 23:59:59.999")));
        Assert.Equal(atEnd, subscription.IsActiveAt(At("2026-06-01 00:00")));
    }

    [Theory]
    [InlineData("forever")]
    [InlineData("")]
    [InlineData("2026-06-01")]
    [InlineData("2026-06-01T00:00:00")]
    public void Anything_else_is_no_subscription(string text) =>
        Assert.False(UpgradeSubscription.TryParse(text, out _));

    [Theory]
    [InlineData("none")]
    [InlineData("lifetime")]
    [InlineData("2026-06-01T00:00:00.0000000+04:00")]
    public void It_is_stored_as_its_text(string text)
    {
        Assert.True(UpgradeSubscription.TryParse(text, out var subscription));

        var json = StateJson.Write(subscription);

        Assert.Equal($"\"{text}\"", json);
        Assert.Equal(subscription, StateJson.Read<UpgradeSubscription>(json));
    }
}
