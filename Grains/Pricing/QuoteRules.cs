using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Hours;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Pricing;

/// <summary>What a ticket comes to before anything is done.</summary>
/// <param name="Priced">What it costs, and who pays.</param>
/// <param name="Settlement">How it would go on, and what is missing.</param>
/// <param name="Deadline">When an answer is due; null without VIP care (Policy E2).</param>
/// <param name="Rules">The ids of the rules that decided, in their order.</param>
public sealed record Quote(
    PricedAssessment Priced,
    Settlement Settlement,
    DateTimeOffset? Deadline,
    ImmutableArray<string> Rules
)
{
    /// <summary>Whether the customer would be asked first, given what was agreed to in advance.</summary>
    public bool ConsentNeeded => Settlement.Outcome == AssessmentOutcome.AwaitingConsent;

    /// <summary>Whether that consent would have to acknowledge the upgrade's terms (Policy C7).</summary>
    public bool AcknowledgementNeeded => ConsentNeeded && Priced.AcknowledgementNeeded;
}

/// <summary>Quotes for a ticket before it is opened, using the rules that assess it later.</summary>
public static class QuoteRules
{
    /// <summary>
    /// What a new ticket would come to. What others of the account wait for is theirs first, since nothing overtakes the
    /// line (Policy D5).
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="asked">The ticket.</param>
    /// <param name="agreement">How far the customer agrees in advance (Policy D3).</param>
    /// <param name="account">The customer's account.</param>
    /// <remarks>
    /// Refused, in this order: <see cref="RefusalCode.InvalidField"/> for a ceiling out of its range,
    /// <see cref="RefusalCode.LicenseRevoked"/> (Policy A8), then whatever <see cref="PriceRules.Assess"/> refuses.
    /// </remarks>
    public static Answer<Quote> ForNewTicket(
        SupportPolicy policy,
        AssessmentCase asked,
        PriorAgreement agreement,
        AccountView account
    )
    {
        if (CreditAmount.Refuse("preAgreedUpTo", agreement.Ceiling) is { } malformed)
        {
            return malformed;
        }

        return asked.License.RevokedAt is null
            ? Of(policy, asked, agreement, account.Balance, account.WaitingCredits)
            : Revoked;
    }

    /// <summary>What a ticket would come to.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="asked">The ticket.</param>
    /// <param name="agreement">How far the customer agrees in advance (Policy D3).</param>
    /// <param name="balance">The account's balance.</param>
    /// <param name="waitingBefore">Credits that go to other waiting tickets first.</param>
    /// <remarks>
    /// Refused, in this order: <see cref="RefusalCode.LicenseRevoked"/> when it is asked at the revocation or later (Policy
    /// A8), then whatever <see cref="PriceRules.Assess"/> refuses.
    /// </remarks>
    internal static Answer<Quote> Of(
        SupportPolicy policy,
        AssessmentCase asked,
        PriorAgreement agreement,
        CreditAmount balance,
        CreditAmount waitingBefore
    )
    {
        if (asked.License.RevokedAt <= asked.AskedAt)
        {
            return Revoked;
        }

        var answer = PriceRules.Assess(policy, asked);
        if (!answer.Ok)
        {
            return answer.Refusal;
        }

        var priced = answer.Value;
        var settlement = AgreementRules.Settle(priced, agreement, charged: CreditAmount.Zero, balance, waitingBefore);
        var deadline = DeadlineOf(policy, asked);
        return new Quote(
            priced,
            settlement,
            deadline,
            [.. priced.Rules, .. AgreementRuleIds(priced, agreement, settlement.Outcome), .. PromiseRuleIds(deadline)]
        );
    }

    private static Refusal Revoked => new(RefusalCode.LicenseRevoked, "The license has been revoked.");

    /// <summary>When an answer would be due under VIP care (Policy E2); null without.</summary>
    internal static DateTimeOffset? DeadlineOf(SupportPolicy policy, AssessmentCase asked) =>
        asked.License.IsVipAt(asked.AskedAt)
            ? WorkingHours.Deadline(
                policy.Calendar,
                asked.AskedAt,
                TimeSpan.FromHours(policy.Care.AnswerWithinWorkingHours)
            )
            : null;

    private static ImmutableArray<string> PromiseRuleIds(DateTimeOffset? deadline) => deadline is null ? [] : ["E2"];

    // A missing acceptance of terms is C7, which is part of the price's own rules.
    private static ImmutableArray<string> AgreementRuleIds(
        PricedAssessment priced,
        PriorAgreement agreement,
        AssessmentOutcome outcome
    )
    {
        ImmutableArray<string> agreed =
            !priced.ConsentNeeded ? []
            : agreement.Ceiling is null ? ["D2"]
            : ["D3"];
        return outcome != AssessmentOutcome.AwaitingCredits ? agreed
            : priced.ConsentNeeded ? agreed.Add("D5")
            : ["D6"];
    }
}
