using Tallydesk.Amounts;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Refusals;
using Tallydesk.Tests.Policy;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Pricing;

public sealed class CareRulesTests
{
    private const string Edition = "Multi-Vendor Ultimate";

    private static readonly LicenseCoverage Care = Bought(Edition, "2026-03-01 15:00", UpgradeSubscription.Lifetime);

    private static readonly AssessmentCase Minor = new(Category.ComplexModification, Care, At("2026-03-10 10:00"))
    {
        MinorModification = true,
    };

    [Theory]
    [InlineData(0, null, 0, CoverageBasis.Vip)]
    [InlineData(6, null, 0, CoverageBasis.Vip)]
    [InlineData(7, 20L, 20, CoverageBasis.Credits)]
    [InlineData(7, 45L, 45, CoverageBasis.Credits)]
    public void Minor_modifications_within_the_quota_are_free(int used, long? credits, long price, CoverageBasis basis)
    {
        var priced = PriceRules
            .Assess(
                Business.Policy,
                Minor with
                {
                    HasFreeModification = used < Business.Policy.Care.MinorModificationsPerMonth,
                    Credits = credits.Credits(),
                }
            )
            .Value;

        Assert.Equal((price, basis), (priced!.Price.Value, priced.Coverage.Basis));
    }

    [Fact]
    public void The_eighth_minor_modification_needs_a_quote() =>
        Assert.Equal(
            RefusalCode.PriceRequired,
            PriceRules.Assess(Business.Policy, Minor with { HasFreeModification = false }).Refusal?.Code
        );

    [Fact]
    public void Accepted_after_care_has_ended_a_modification_is_not_free() =>
        Assert.Equal(
            RefusalCode.PriceRequired,
            PriceRules
                .Assess(
                    Business.Policy,
                    Minor with
                    {
                        HasFreeModification = true,
                        AskedAt = At("2027-03-01 14:00"),
                        AcceptedAt = At("2027-03-01 15:00"),
                    }
                )
                .Refusal?.Code
        );

    [Theory]
    [InlineData("4.18.2", "4.18.3", 0, CoverageBasis.Vip)]
    [InlineData("4.18.2", "4.18.3.SP1", 0, CoverageBasis.Vip)]
    [InlineData("4.18.3", "4.18.3.SP1", 0, CoverageBasis.Vip)]
    [InlineData("4.18.1", "4.18.3", 20, CoverageBasis.Credits)]
    [InlineData("4.18.1", "4.18.2", 20, CoverageBasis.Credits)]
    [InlineData("4.3.1", "4.3.9", 50, CoverageBasis.Credits)]
    public void E4_From_the_previous_to_the_current_version_is_free(
        string from,
        string to,
        long price,
        CoverageBasis basis
    )
    {
        var priced = PriceRules.Assess(Business.Policy, Upgrade(from, to, Care)).Value!;

        Assert.Equal((price, basis), (priced.Price.Value, priced.Coverage.Basis));
        Assert.Equal((price > 0, true), (priced.ConsentNeeded, priced.AcknowledgementNeeded));
    }

    [Theory]
    [InlineData("none", RefusalCode.UpgradeSubscriptionRequired)]
    [InlineData("2026-03-10T10:00:00+04:00", RefusalCode.UpgradeSubscriptionRequired)]
    [InlineData("2026-03-10T10:00:01+04:00", null)]
    [InlineData("lifetime", null)]
    public void E4_Care_upgrades_with_an_active_subscription_only(string subscription, RefusalCode? refusal)
    {
        Assert.True(UpgradeSubscription.TryParse(subscription, out var parsed));
        var license = Bought(Edition, "2026-03-01 15:00", parsed);

        Assert.Equal(refusal, PriceRules.Assess(Business.Policy, Upgrade("4.18.2", "4.18.3", license)).Refusal?.Code);
    }

    [Fact]
    public void E4_Care_upgrades_between_listed_releases_only() =>
        Assert.Equal(
            RefusalCode.QuoteByHand,
            PriceRules.Assess(Business.Policy, Upgrade("4.2.1", "4.2.2", Care)).Refusal?.Code
        );

    [Fact]
    public void E4_Outside_care_the_policy_says_whether_a_subscription_is_needed()
    {
        var upgrade = Upgrade("4.18.2", "4.18.3", Bought("CS-Cart", "2026-03-01 15:00"));
        var strict = Business.Policy with { UpgradeNeedsSubscription = SubscriptionNeed.All };

        Assert.Equal(20, PriceRules.Assess(Business.Policy, upgrade).Value?.Price.Value);
        Assert.Equal(RefusalCode.UpgradeSubscriptionRequired, PriceRules.Assess(strict, upgrade).Refusal?.Code);
    }

    private static AssessmentCase Upgrade(string from, string to, LicenseCoverage license) =>
        new(Category.Upgrade, license, At("2026-03-10 10:00")) { Upgrade = new(from, to) };
}
