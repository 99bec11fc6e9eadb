using Tallydesk.Amounts;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Refusals;
using Tallydesk.Tests.Policy;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Pricing;

public sealed class PriceRulesTests
{
    private static readonly AssessmentCase ForCredits = new(
        Category.Question,
        Bought("CS-Cart", "2026-03-01 15:00"),
        At("2026-03-10 10:00")
    );

    private static readonly AssessmentCase InPeriod = ForCredits with
    {
        License = Bought("Multi-Vendor", "2026-03-01 15:00"),
    };

    private static readonly AssessmentCase UnderCare = ForCredits with
    {
        License = Bought("Multi-Vendor Ultimate", "2026-03-01 15:00"),
    };

    [Theory]
    [InlineData(Category.Question, 5, false)]
    [InlineData(Category.Configuration, 10, true)]
    [InlineData(Category.Investigation, 20, true)]
    [InlineData(Category.SecurityBug, 0, false)]
    [InlineData(Category.ProductBug, 0, false)]
    public void C1_C5_D2_G3_Each_category_has_its_price_and_all_but_a_question_need_consent(
        Category category,
        long price,
        bool consentNeeded
    )
    {
        var priced = Assess(ForCredits with { Category = category });

        Assert.Equal((price, consentNeeded), (priced.Price.Value, priced.ConsentNeeded));
        Assert.Equal(Business.Policy.Version, priced.PolicyVersion);
    }

    [Theory]
    [InlineData("4.3.1", "4.3.2", 20)]
    [InlineData("4.3.1", "4.3.3", 20)]
    [InlineData("4.3.1", "4.3.4", 25)]
    [InlineData("4.3.1", "4.3.9", 50)]
    [InlineData("4.3.1", "4.3.9.SP2", 50)]
    [InlineData("4.3.8.SP1", "4.3.9", 20)]
    [InlineData("4.3.9", "4.4.1", 20)]
    [InlineData("4.3.9.SP1", "4.3.9.SP2", 20)]
    [InlineData("4.2.1", "4.2.5", 30)]
    public void C2_C3_C4_An_upgrade_costs_20_and_5_for_each_release_beyond_two(string from, string to, long price)
    {
        var priced = Assess(ForCredits with { Category = Category.Upgrade, Upgrade = new(from, to) });

        Assert.Equal((price, true, true), (priced.Price.Value, priced.ConsentNeeded, priced.AcknowledgementNeeded));
    }

    [Fact]
    public void C2_An_upgrade_without_its_releases_is_refused() =>
        Assert.Equal(RefusalCode.UpgradePathRequired, Refusal(ForCredits with { Category = Category.Upgrade }));

    [Theory]
    [InlineData(null, RefusalCode.PriceRequired)]
    [InlineData(19L, RefusalCode.PriceTooLow)]
    [InlineData(0L, RefusalCode.PriceTooLow)]
    [InlineData(-20L, RefusalCode.PriceTooLow)]
    public void C6_C8_Changing_code_has_a_price_of_20_or_more(long? credits, RefusalCode code)
    {
        var modification = ForCredits with { Category = Category.ComplexModification, Credits = credits.Credits() };

        Assert.Equal(code, Refusal(modification));
        Assert.Equal(code, Refusal(modification with { MinorModification = true }));
        Assert.Equal(code, Refusal(modification with { License = InPeriod.License, MinorModification = true }));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(400)]
    public void C6_The_engineers_price_holds_from_20_on(long credits)
    {
        var priced = Assess(ForCredits with { Category = Category.ComplexModification, Credits = new(credits) });

        Assert.Equal((credits, true), (priced.Price.Value, priced.ConsentNeeded));
    }

    [Fact]
    public void C6_No_other_category_takes_a_named_price() =>
        Assert.Equal(
            RefusalCode.PriceNotAllowed,
            Refusal(ForCredits with { Category = Category.Investigation, Credits = new(40) })
        );

    [Theory]
    [InlineData(Category.Question, CoverageBasis.SupportPeriod, 0)]
    [InlineData(Category.Configuration, CoverageBasis.SupportPeriod, 0)]
    [InlineData(Category.Investigation, CoverageBasis.Credits, 20)]
    public void B5_B6_B7_What_a_period_takes_in_is_free_and_the_rest_has_its_price(
        Category category,
        CoverageBasis basis,
        long price
    )
    {
        var priced = Assess(InPeriod with { Category = category });

        Assert.Equal((basis, price, price > 0), (priced.Coverage.Basis, priced.Price.Value, priced.ConsentNeeded));
        Assert.Equal(At("2026-04-15 15:00"), priced.Coverage.Interval?.End);
    }

    [Fact]
    public void B1_The_rules_that_decided_are_told()
    {
        Assert.Equal("B3 B5", Rules(InPeriod));
        Assert.Equal("B3 B6 C1", Rules(InPeriod with { Category = Category.Investigation }));
        Assert.Equal("B1 B3 C1", Rules(InPeriod with { AskedAt = At("2026-05-01 10:00") }));
        Assert.Equal("B1 C1", Rules(ForCredits));
        Assert.Equal("B4 B8", Rules(UnderCare));
        Assert.Equal(
            "B1 C2 C3 C7",
            Rules(ForCredits with { Category = Category.Upgrade, Upgrade = new("4.3.1", "4.3.9") })
        );
    }

    [Theory]
    [InlineData(Category.Question, 0)]
    [InlineData(Category.Configuration, 0)]
    [InlineData(Category.Investigation, 0)]
    public void B8_Care_takes_no_credits(Category category, long price) =>
        Assert.Equal(price, Assess(UnderCare with { Category = category }).Price.Value);

    [Fact]
    public void B8_A_complex_modification_is_not_free_under_care()
    {
        var priced = Assess(UnderCare with { Category = Category.ComplexModification, Credits = new(60) });

        Assert.Equal((60, CoverageBasis.Credits), (priced.Price.Value, priced.Coverage.Basis));
    }

    private static string Rules(AssessmentCase asked) => string.Join(' ', Assess(asked).Rules);

    private static PricedAssessment Assess(AssessmentCase asked) =>
        PriceRules.Assess(Business.Policy, asked).Value
        ?? throw new InvalidOperationException(PriceRules.Assess(Business.Policy, asked).Refusal?.Detail);

    private static RefusalCode? Refusal(AssessmentCase asked) =>
        PriceRules.Assess(Business.Policy, asked).Refusal?.Code;
}
