using Tallydesk.Amounts;
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
        Assert.Equal(new Settlement(Charged, new(5), new(0)), Settle(Category.Question, 5, new(), balance: 5));

    [Fact]
    public void D5_A_question_waits_for_credits_too() =>
        Assert.Equal(new Settlement(AwaitingCredits, new(5), new(2)), Settle(Category.Question, 5, new(), balance: 3));

    [Theory]
    [InlineData(50, 0)]
    [InlineData(3, 17)]
    public void D2_Consent_is_asked_before_the_balance_matters_and_the_shortage_is_shown(long balance, long missing) =>
        Assert.Equal(
            new Settlement(AwaitingConsent, new(20), new(missing)),
            Settle(Category.Investigation, 20, new(), balance)
        );

    [Theory]
    [InlineData(20, 20, AssessmentOutcome.Charged)]
    [InlineData(20, 21, AssessmentOutcome.AwaitingConsent)]
    [InlineData(20, 50, AssessmentOutcome.AwaitingConsent)]
    [InlineData(0, 10, AssessmentOutcome.AwaitingConsent)]
    public void D3_A_ceiling_agrees_to_what_does_not_exceed_it(long ceiling, long price, AssessmentOutcome outcome) =>
        Assert.Equal(
            outcome,
            Settle(Category.Investigation, price, new(Ceiling: new(ceiling)), balance: 1_000).Outcome
        );

    [Fact]
    public void D5_With_too_little_the_agreement_stands_and_the_ticket_waits() =>
        Assert.Equal(
            new Settlement(AwaitingCredits, new(20), new(13)),
            Settle(Category.Investigation, 20, new(Ceiling: new(20)), balance: 7)
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
            new PriorAgreement(AgreedPrice: new(agreedPrice)),
            new(charged),
            balance: new(1_000),
            waitingBefore: new(0)
        );

        Assert.Equal(new Settlement(outcome, new(required), new(0)), settlement);
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
            charged: new(0),
            new(balance),
            new(waitingBefore)
        );

        Assert.Equal(missing, settlement.Missing.Value);
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
            Settle(Category.Upgrade, price, new(ceiling.Credits(), Acknowledged: acknowledged), balance: 1_000).Outcome
        );

    private static Settlement Settle(Category category, long price, PriorAgreement agreement, long balance) =>
        AgreementRules.Settle(Priced(category, price), agreement, charged: new(0), new(balance), waitingBefore: new(0));

    private static PricedAssessment Priced(Category category, long price) =>
        new(
            "test",
            category,
            new Coverage(CoverageBasis.Credits, null, []),
            new(price),
            ConsentNeeded: price > 0 && category != Category.Question,
            AcknowledgementNeeded: category == Category.Upgrade,
            []
        );
}
