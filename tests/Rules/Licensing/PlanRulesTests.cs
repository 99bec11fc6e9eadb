using System.Globalization;
using Tallydesk.Amounts;
using Tallydesk.Licensing;
using Tallydesk.Refusals;
using Tallydesk.Tests.Policy;
using Xunit;

namespace Tallydesk.Tests.Licensing;

public sealed class PlanRulesTests
{
    [Theory]
    [InlineData("CS-Cart", "50 credits", "30 credits", "30 credits")]
    [InlineData("CS-Cart Ultimate", "30 days", "30 days", "-")]
    [InlineData("Multi-Vendor", "45 days", "45 days", "-")]
    [InlineData("Multi-Vendor Plus", "90 days", "90 days", "-")]
    [InlineData("Multi-Vendor Ultimate", "1 years", "1 years", "-")]
    public void A1_A4_Edition_and_kind_decide_what_a_license_brings(
        string edition,
        string first,
        string additional,
        string storefront
    )
    {
        Assert.Equal(first, Bring(edition, LicenseKind.First));
        Assert.Equal(additional, Bring(edition, LicenseKind.Additional));
        Assert.Equal(storefront, Bring(edition, LicenseKind.Storefront));
    }

    [Fact]
    public void A2_Every_license_brings_exactly_one_of_credits_period_and_care()
    {
        foreach (var edition in Business.Policy.Editions)
        {
            foreach (var kind in Enum.GetValues<LicenseKind>())
            {
                var benefit = PlanRules.BenefitOf(Business.Policy, edition.Name, kind);
                Assert.Equal(benefit.Ok, HasExactlyOne(benefit.Value));
            }
        }
    }

    [Fact]
    public void A4_A_kind_that_is_not_sold_is_refused()
    {
        var refusal = PlanRules.BenefitOf(Business.Policy, "Multi-Vendor", LicenseKind.Storefront).Refusal;

        Assert.Equal(RefusalCode.KindNotSold, refusal?.Code);
        Assert.Contains("Multi-Vendor", refusal?.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CS-Cart Infinite")]
    [InlineData("cs-cart")]
    [InlineData("")]
    public void A3_An_unknown_edition_is_refused(string edition) =>
        Assert.Equal(
            RefusalCode.UnknownEdition,
            PlanRules.BenefitOf(Business.Policy, edition, LicenseKind.First).Refusal?.Code
        );

    private static bool HasExactlyOne(Benefit? benefit) =>
        benefit is not null
        && new[] { benefit.Credits > CreditAmount.Zero, benefit.PeriodDays > 0, benefit.CareYears > 0 }.Count(brought =>
            brought
        ) == 1;

    private static string Bring(string edition, LicenseKind kind) =>
        PlanRules.BenefitOf(Business.Policy, edition, kind).Value switch
        {
            { Credits.Value: > 0 } benefit => string.Create(CultureInfo.InvariantCulture, $"{benefit.Credits} credits"),
            { PeriodDays: > 0 } benefit => string.Create(CultureInfo.InvariantCulture, $"{benefit.PeriodDays} days"),
            { CareYears: > 0 } benefit => string.Create(CultureInfo.InvariantCulture, $"{benefit.CareYears} years"),
            _ => "-",
        };
}
