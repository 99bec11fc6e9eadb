using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Xunit;

namespace Tallydesk.Tests.Pricing;

public sealed class AgreementRulesTests
{
    private const AssessmentOutcome Charged = AssessmentOutcome.Charged;
    private const AssessmentOutcome AwaitingConsent = AssessmentOutcome.AwaitingConsent;
    private const AssessmentOutcome AwaitingCredits = AssessmentOutcome.AwaitingCredits;

    [Fact]
    public void D2_A_question_is_charged_without_consent() =>
        Assert.Equal(new Settlement(Charged, 5, 0), Settle(Category.Question, 5, new(), balance: 5));

    [Fact]
    public void D5_A_question_waits_for_credits_too() =>
        Assert.Equal(new Settlement(AwaitingCredits, 5, 2), Settle(Category.Question, 5, new(), balance: 3));

    [Theory]
    [InlineData(50, 0)]
    [InlineData(3, 17)]
    public void D2_Consent_is_asked_before_the_balance_matters_and_the_shortage_is_shown(long balance, long missing) =>
        Assert.Equal(new Settlement(AwaitingConsent, 20, missing), Settle(Category.Investigation, 20, new(), balance));

    [Theory]
    [InlineData(20, 20, AssessmentOutcome.Charged)]
    [InlineData(20, 21, AssessmentOutcome.AwaitingConsent)]
    [InlineData(20, 50, AssessmentOutcome.AwaitingConsent)]
    [InlineData(0, 10, AssessmentOutcome.AwaitingConsent)]
    public void D3_A_ceiling_agrees_to_what_does_not_exceed_it(long ceiling, long price, AssessmentOutcome outcome) =>
        Assert.Equal(outcome, Settle(Category.Investigation, price, new(Ceiling: ceiling), balance: 1_000).Outcome);

    [Fact]
    public void D5_With_too_little_the_agreement_stands_and_the_ticket_waits() =>
        Assert.Equal(
            new Settlement(AwaitingCredits, 20, 13),
            Settle(Category.Investigation, 20, new(Ceiling: 20), balance: 7)
        );

    [Theory]
    [InlineData(5, 5, 20, AssessmentOutcome.AwaitingConsent, 15)]
    [InlineData(20, 20, 10, AssessmentOutcome.Charged, 0)]
    [InlineData(10, 10, 20, AssessmentOutcome.AwaitingConsent, 10)]
    [InlineData(20, 20, 20, AssessmentOutcome.Charged, 0)]
    [InlineData(20, 0, 10, AssessmentOutcome.Charged, 10)]
    public void D7_Consent_is_asked_again_only_when_the_price_rises(
        long agreedPrice,
        long charged,
        long price,
        AssessmentOutcome outcome,
        long required
    )
    {
        var settlement = AgreementRules.Settle(
            Priced(Category.Investigation, price),
            new PriorAgreement(AgreedPrice: agreedPrice),
            charged,
            balance: 1_000,
            waitingBefore: 0
        );

        Assert.Equal(new Settlement(outcome, required, 0), settlement);
    }

    [Theory]
    [InlineData(10, 0, 0)]
    [InlineData(3, 0, 7)]
    [InlineData(10, 20, 20)]
    [InlineData(15, 20, 15)]
    [InlineData(0, 60, 70)]
    public void D5_Missing_is_what_has_to_arrive_for_the_ticket_and_for_those_before_it(
        long balance,
        long waitingBefore,
        long missing
    )
    {
        var settlement = AgreementRules.Settle(
            Priced(Category.Question, 10),
            new PriorAgreement(),
            charged: 0,
            balance,
            waitingBefore
        );

        Assert.Equal(missing, settlement.Missing);
        Assert.Equal(missing > 0, settlement.Outcome == AssessmentOutcome.AwaitingCredits);
    }

    [Theory]
    [InlineData(0, null, false, AssessmentOutcome.AwaitingConsent)]
    [InlineData(0, null, true, AssessmentOutcome.Charged)]
    [InlineData(20, 20L, false, AssessmentOutcome.AwaitingConsent)]
    [InlineData(20, 20L, true, AssessmentOutcome.Charged)]
    [InlineData(20, null, true, AssessmentOutcome.AwaitingConsent)]
    public void C7_An_upgrade_waits_until_its_terms_are_acknowledged(
        long price,
        long? ceiling,
        bool acknowledged,
        AssessmentOutcome outcome
    ) =>
        Assert.Equal(
            outcome,
            Settle(Category.Upgrade, price, new(ceiling, Acknowledged: acknowledged), balance: 1_000).Outcome
        );

    private static Settlement Settle(Category category, long price, PriorAgreement agreement, long balance) =>
        AgreementRules.Settle(Priced(category, price), agreement, charged: 0, balance, waitingBefore: 0);

    private static PricedAssessment Priced(Category category, long price) =>
        new(
            "test",
            category,
            new Coverage(CoverageBasis.Credits, null, []),
            price,
            ConsentNeeded: price > 0 && category != Category.Question,
            AcknowledgementNeeded: category == Category.Upgrade,
            []
        );
}
