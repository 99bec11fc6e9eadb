using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Refusals;
using Tallydesk.Tests.Policy;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Licensing;

public sealed class BoughtCoverageTests
{
    private const string Ultimate = "Multi-Vendor Ultimate";
    private static readonly Actor Shop = new("shop", "Shop", Role.System);

    [Theory]
    [InlineData(Ultimate, CoverageBasis.Vip, 1, "2026-06-01 10:00", "2027-03-01 15:00", "2028-03-01 15:00")]
    [InlineData(Ultimate, CoverageBasis.Vip, 1, "2027-03-01 15:00", "2027-03-01 15:00", "2028-03-01 15:00")]
    [InlineData(Ultimate, CoverageBasis.Vip, 1, "2027-04-01 09:30", "2027-04-01 09:30", "2028-04-01 09:30")]
    [InlineData(
        "Multi-Vendor",
        CoverageBasis.SupportPeriod,
        30,
        "2026-03-20 10:00",
        "2026-04-15 15:00",
        "2026-05-15 15:00"
    )]
    [InlineData(
        "Multi-Vendor",
        CoverageBasis.SupportPeriod,
        90,
        "2026-05-01 10:00",
        "2026-05-01 10:00",
        "2026-07-30 10:00"
    )]
    public void A9_It_begins_when_the_running_one_ends_else_at_purchase(
        string edition,
        CoverageBasis basis,
        int amount,
        string purchasedAt,
        string start,
        string end
    )
    {
        var license = Bought(Issued(edition), basis, amount, At(purchasedAt));

        Assert.Equal(new CoverageInterval(basis, At(start), At(end)), license.Coverage.Intervals[^1]);
        Assert.Equal(At(end), license.Coverage.End);
    }

    [Fact]
    public void A9_Bought_on_a_day_it_takes_in_the_whole_last_day()
    {
        var command = Buy(CoverageBasis.SupportPeriod, 30) with { PurchasedOn = new DateOnly(2026, 6, 1) };
        var license = Do(Issued("Multi-Vendor"), command);

        Assert.Equal(At("2026-07-02 00:00"), license.Coverage.End);
    }

    [Fact]
    public void A9_Without_an_instant_it_is_bought_now()
    {
        var license = Do(Issued("Multi-Vendor"), Buy(CoverageBasis.SupportPeriod, 30));

        Assert.Equal(Now, license.Coverage.Intervals[^1].Start);
    }

    [Fact]
    public void A9_An_order_counts_once()
    {
        var license = Bought(Issued(Ultimate), CoverageBasis.Vip, 1, Now);

        Assert.Empty(Decide(license, Buy(CoverageBasis.Vip, 1)).Value!.Events);
        var refused = Decide(license, Buy(CoverageBasis.SupportPeriod, 30)).Refusal;
        Assert.Equal(RefusalCode.IdempotencyKeyReused, refused?.Code);
    }

    [Theory]
    [InlineData("CS-Cart", CoverageBasis.Vip, 1, RefusalCode.CareNotSold)]
    [InlineData("Multi-Vendor Plus", CoverageBasis.Vip, 1, RefusalCode.CareNotSold)]
    [InlineData("CS-Cart", CoverageBasis.SupportPeriod, 30, RefusalCode.PeriodNotSold)]
    [InlineData(Ultimate, CoverageBasis.SupportPeriod, 30, RefusalCode.PeriodNotSold)]
    [InlineData("Multi-Vendor", CoverageBasis.SupportPeriod, 31, RefusalCode.InvalidField)]
    [InlineData(Ultimate, CoverageBasis.Vip, 0, RefusalCode.InvalidField)]
    public void A9_Only_what_the_plan_brings_and_the_policy_offers_is_sold(
        string edition,
        CoverageBasis basis,
        int amount,
        RefusalCode code
    ) => Assert.Equal(code, Decide(Issued(edition), Buy(basis, amount)).Refusal?.Code);

    [Fact]
    public void A8_A9_Nothing_is_bought_for_a_revoked_license()
    {
        var issued = Issued(Ultimate);
        var revoked = issued with { Coverage = issued.Coverage with { RevokedAt = Now } };

        Assert.Equal(RefusalCode.LicenseRevoked, Decide(revoked, Buy(CoverageBasis.Vip, 1)).Refusal?.Code);
        var subscription = LicenseRules.ChangeUpgradeSubscription(revoked, Shop, new(UpgradeSubscription.Lifetime));
        Assert.Equal(RefusalCode.LicenseRevoked, subscription.Refusal?.Code);
    }

    [Fact]
    public void A9_Engineers_and_leads_sell_nothing()
    {
        var lead = new Actor("lead", "Lea", Role.Lead);
        var refused = BoughtCoverageRules.Buy(Issued(Ultimate), lead, Buy(CoverageBasis.Vip, 1), Business.Policy, Now);

        Assert.Equal(RefusalCode.Forbidden, refused.Refusal?.Code);
    }

    [Fact]
    public void E4_An_upgrade_subscription_begins_and_is_renewed()
    {
        var license = Issued(Ultimate);
        foreach (var until in (string[])["2026-09-01 00:00", "2027-09-01 00:00"])
        {
            var changed = LicenseRules.ChangeUpgradeSubscription(
                license,
                Shop,
                new(UpgradeSubscription.ActiveUntil(At(until)))
            );
            license = changed.Value!.Events.Aggregate(license, License.Apply);
            Assert.True(license.Coverage.UpgradeSubscription.IsActiveAt(At(until).AddTicks(-1)));
            Assert.False(license.Coverage.UpgradeSubscription.IsActiveAt(At(until)));
        }
    }

    private static DateTimeOffset Now => At("2026-06-01 10:00");

    private static BuyCoverage Buy(CoverageBasis basis, int amount) => new(basis, amount, "order-1", null, null);

    private static License Bought(License license, CoverageBasis basis, int amount, DateTimeOffset at) =>
        Do(license, Buy(basis, amount) with { PurchasedAt = at });

    private static License Do(License license, BuyCoverage command) =>
        Decide(license, command).Value!.Events.Aggregate(license, License.Apply);

    private static Answer<Journal.Decision<LicenseEvent>> Decide(License license, BuyCoverage command) =>
        BoughtCoverageRules.Buy(license, Shop, command, Business.Policy, Now);

    private static License Issued(string edition)
    {
        var coverage = Business.Bought(edition, "2026-03-01 15:00");
        var registration = new RegisterLicense(Number("A-1"), edition, At("2026-03-01 15:00"), null, null, default);
        return new()
        {
            Issue = new(new CustomerId("cus-1"), registration, LicenseKind.First, new(0), coverage),
            Coverage = coverage,
        };
    }
}
