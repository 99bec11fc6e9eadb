using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tests.Policy;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Licensing;

public sealed class CoverageRulesTests
{
    [Theory]
    [InlineData("2026-03-01 14:59:59.999", false)]
    [InlineData("2026-03-01 15:00", true)]
    [InlineData("2026-03-31 14:59:59.999", true)]
    [InlineData("2026-03-31 15:00", false)]
    public void B3_Thirty_days_end_at_the_hour_they_began(string askedAt, bool isCovered)
    {
        var license = Bought("CS-Cart Ultimate", "2026-03-01 15:00");

        Assert.Equal(At("2026-03-31 15:00"), license.End);
        Assert.Equal(
            isCovered ? CoverageBasis.SupportPeriod : CoverageBasis.Credits,
            CoverageRules.Decide(license, At(askedAt), Category.Question).Basis
        );
    }

    [Fact]
    public void B2_What_is_asked_within_the_period_is_covered_whenever_it_is_answered()
    {
        var license = Bought("CS-Cart Ultimate", "2026-03-01 15:00");

        // The answer's time is no input: only the instant of asking is.
        Assert.Equal(
            CoverageBasis.SupportPeriod,
            CoverageRules.Decide(license, At("2026-03-31 14:59:59"), Category.Configuration).Basis
        );
    }

    [Theory]
    [InlineData("CS-Cart Ultimate", "2026-03-01", "2026-03-01 00:00", "2026-04-01 00:00")]
    [InlineData("Multi-Vendor Ultimate", "2026-03-01", "2026-03-01 00:00", "2027-03-02 00:00")]
    [InlineData("Multi-Vendor Ultimate", "2028-02-29", "2028-02-29 00:00", "2029-03-01 00:00")]
    public void B3_With_a_date_only_both_whole_days_count(string edition, string on, string start, string end)
    {
        var interval = IntervalOf(edition, purchasedOn: on);

        Assert.Equal((At(start), At(end)), (interval!.Start, interval.End));
    }

    [Theory]
    [InlineData("2026-03-01 15:00", "2027-03-01 15:00")]
    [InlineData("2028-02-29 10:00", "2029-02-28 10:00")]
    public void B4_A_year_of_care_is_a_calendar_year(string purchasedAt, string end) =>
        Assert.Equal(At(end), IntervalOf("Multi-Vendor Ultimate", purchasedAt)?.End);

    [Fact]
    public void B4_The_calendar_year_is_that_of_the_business_zone()
    {
        // 23:30 in UTC on 28 February is 03:30 on the 29th where the vendor is.
        var benefit = new Benefit(new(0), 0, 1);
        var purchasedAt = new DateTimeOffset(2028, 2, 28, 23, 30, 0, TimeSpan.Zero);

        var interval = CoverageRules.IntervalOf(Business.Policy, benefit, purchasedAt, null);

        Assert.Equal(At("2029-02-28 03:30"), interval?.End);
    }

    [Fact]
    public void A5_Credits_bring_no_interval_that_could_end()
    {
        Assert.Null(IntervalOf("CS-Cart", "2026-03-01 15:00"));
        Assert.Null(Bought("CS-Cart", "2026-03-01 15:00").End);
    }

    [Theory]
    [InlineData(Category.Question, CoverageBasis.SupportPeriod)]
    [InlineData(Category.Configuration, CoverageBasis.SupportPeriod)]
    [InlineData(Category.ComplexModification, CoverageBasis.Credits)]
    [InlineData(Category.Investigation, CoverageBasis.Credits)]
    [InlineData(Category.Upgrade, CoverageBasis.Credits)]
    [InlineData(Category.SecurityBug, CoverageBasis.SecurityBug)]
    [InlineData(Category.ProductBug, CoverageBasis.ProductBug)]
    public void B5_B6_A_support_period_takes_in_questions_and_configuration(Category category, CoverageBasis basis) =>
        Assert.Equal(
            basis,
            CoverageRules.Decide(Bought("Multi-Vendor", "2026-03-01 15:00"), At("2026-03-10 10:00"), category).Basis
        );

    [Theory]
    [InlineData(Category.Question, CoverageBasis.Vip)]
    [InlineData(Category.Configuration, CoverageBasis.Vip)]
    [InlineData(Category.ComplexModification, CoverageBasis.Credits)]
    [InlineData(Category.Investigation, CoverageBasis.Vip)]
    [InlineData(Category.Upgrade, CoverageBasis.Credits)]
    [InlineData(Category.SecurityBug, CoverageBasis.SecurityBug)]
    [InlineData(Category.ProductBug, CoverageBasis.ProductBug)]
    public void B8_Care_takes_in_investigations_too(Category category, CoverageBasis basis) =>
        Assert.Equal(
            basis,
            CoverageRules
                .Decide(Bought("Multi-Vendor Ultimate", "2026-03-01 15:00"), At("2026-03-10 10:00"), category)
                .Basis
        );

    [Theory]
    [InlineData(Category.SecurityBug, CoverageBasis.SecurityBug)]
    [InlineData(Category.ProductBug, CoverageBasis.ProductBug)]
    [InlineData(Category.Question, CoverageBasis.Credits)]
    public void B1_G1_Bugs_are_free_without_any_cover(Category category, CoverageBasis basis) =>
        Assert.Equal(
            basis,
            CoverageRules.Decide(Bought("CS-Cart", "2026-03-01 15:00"), At("2026-03-10 10:00"), category).Basis
        );

    [Fact]
    public void B1_Care_pays_before_a_support_period_where_both_run()
    {
        var license = new LicenseCoverage([
            new(CoverageBasis.SupportPeriod, At("2026-03-01 00:00"), At("2026-06-01 00:00")),
            new(CoverageBasis.Vip, At("2026-04-01 00:00"), At("2027-04-01 00:00")),
        ]);

        CoverageBasis Basis(string askedAt) => CoverageRules.Decide(license, At(askedAt), Category.Question).Basis;

        Assert.Equal(CoverageBasis.SupportPeriod, Basis("2026-03-31 23:59:59"));
        Assert.Equal(CoverageBasis.Vip, Basis("2026-04-01 00:00"));
        Assert.Equal(CoverageBasis.Credits, Basis("2027-04-01 00:00"));
    }

    [Theory]
    [InlineData("2026-03-09 11:59:59.999", CoverageBasis.SupportPeriod)]
    [InlineData("2026-03-09 12:00", CoverageBasis.Credits)]
    public void B3_A_period_ends_with_a_revoked_license(string askedAt, CoverageBasis basis)
    {
        var license = Bought("Multi-Vendor", "2026-03-01 15:00", revokedAt: "2026-03-09 12:00");

        Assert.Equal(At("2026-03-09 12:00"), license.End);
        Assert.Equal(basis, CoverageRules.Decide(license, At(askedAt), Category.Question).Basis);
    }

    [Fact]
    public void B3_Revoking_after_the_period_changes_nothing_about_its_end() =>
        Assert.Equal(
            At("2026-04-15 15:00"),
            Bought("Multi-Vendor", "2026-03-01 15:00", revokedAt: "2026-05-01 12:00").End
        );

    [Fact]
    public void E6_A_license_without_care_is_served_on_its_own_terms()
    {
        var care = Bought("Multi-Vendor Ultimate", "2026-03-01 15:00");
        var second = Bought("CS-Cart", "2026-03-01 15:00");

        Assert.True(care.IsVipAt(At("2026-03-10 10:00")));
        Assert.False(second.IsVipAt(At("2026-03-10 10:00")));
        Assert.Equal(
            CoverageBasis.Credits,
            CoverageRules.Decide(second, At("2026-03-10 10:00"), Category.Question).Basis
        );
    }

    [Fact]
    public void A6_A_customer_has_one_credit_account()
    {
        var customer = CustomerId.For(new CommandId("customer-1"));

        Assert.Equal(customer.Account, CustomerId.From(customer.Value).Account);
        Assert.Equal(customer, customer.Account.Customer);
    }

    [Theory]
    [InlineData("2026-03-01 15:00", null, null)]
    [InlineData(null, "2026-03-01", null)]
    [InlineData(null, null, "purchasedAt")]
    [InlineData("2026-03-01 15:00", "2026-03-01", "purchasedAt")]
    [InlineData("9999-12-31 15:00", null, "purchasedAt")]
    [InlineData(null, "0001-01-01", "purchasedOn")]
    public void B3_A_purchase_is_known_by_its_instant_or_its_date(string? at, string? on, string? wrongField) =>
        Assert.Equal(
            wrongField,
            CoverageRules
                .RefusePurchase(at is null ? null : At(at), on is null ? null : DateOnly.Parse(on))
                ?.Facts.Single()
                .Text
        );

    private static CoverageInterval? IntervalOf(string edition, string? purchasedAt = null, string? purchasedOn = null)
    {
        var benefit = PlanRules.BenefitOf(Business.Policy, edition, LicenseKind.First).Value!;
        return CoverageRules.IntervalOf(
            Business.Policy,
            benefit,
            purchasedAt is null ? null : At(purchasedAt),
            purchasedOn is null ? null : DateOnly.Parse(purchasedOn)
        );
    }
}
