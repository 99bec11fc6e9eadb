using Tallydesk.Amounts;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Refusals;

namespace Tallydesk.Evaluations;

/// <summary>
/// What-if: what a policy makes of a license and a new ticket, by the very functions that decide real ones, and without
/// touching any. A license that is revoked by then is refused, as on a new ticket (Policy A8).
/// </summary>
public static class EvaluationRules
{
    /// <summary>
    /// Evaluates a case: the license's benefits and their end, who pays, the price, and the outcome with this agreement
    /// and balance.
    /// </summary>
    public static Evaluation Evaluate(SupportPolicy policy, EvaluationCase asked)
    {
        if (Check(asked) is { } malformed)
        {
            return Refuse(malformed, asked);
        }

        var granted = PlanRules.BenefitOf(policy, asked.Edition, asked.Kind);
        return granted.Ok ? Evaluate(policy, asked, granted.Value) : Refuse(granted.Refusal, asked);
    }

    /// <summary>A case that could not be read.</summary>
    /// <param name="refusal">Why; its fact <c>field</c> names the field.</param>
    public static Evaluation Refuse(Refusal refusal) =>
        new(EvaluationOutcome.Refused, []) { Refusal = refusal, Field = FactOf(refusal, "field") };

    private static Evaluation Evaluate(SupportPolicy policy, EvaluationCase asked, Benefit granted)
    {
        var license = CoverageRules.CoverageOf(
            policy,
            granted,
            asked.PurchasedAt,
            asked.PurchasedOn,
            asked.UpgradeSubscription
        ) with
        {
            RevokedAt = asked.RevokedAt,
        };
        var ticket = new AssessmentCase(asked.Category, license, asked.AskedAt)
        {
            Credits = asked.Credits,
            Upgrade = asked.Upgrade,
            MinorModification = asked.MinorModification,
            HasFreeModification = asked.VipQuotaUsed < policy.Care.MinorModificationsPerMonth,
            AcceptedAt = asked.AcceptedAt,
        };
        var agreement = new PriorAgreement(asked.PreAgreedUpTo, Acknowledged: asked.Acknowledged);
        var quote = QuoteRules.Of(policy, ticket, agreement, asked.Balance, waitingBefore: CreditAmount.Zero);
        var evaluation = quote.Ok ? Of(quote.Value) : Refuse(quote.Refusal, asked);
        return evaluation with
        {
            Granted = granted,
            CoveredUntil = license.End?.ToOffset(policy.Calendar.UtcOffset),
            Deadline = QuoteRules.DeadlineOf(policy, ticket),
            Rules = ["A1", .. evaluation.Rules],
        };
    }

    private static Evaluation Of(Quote quote) =>
        new(OutcomeOf(quote.Settlement.Outcome), quote.Rules)
        {
            Coverage = quote.Priced.Coverage.Basis,
            Price = quote.Priced.Price,
            Priced = quote.Priced,
            ConsentNeeded = quote.ConsentNeeded,
            AcknowledgementNeeded = quote.AcknowledgementNeeded,
            Missing = quote.Settlement.Missing,
        };

    private static EvaluationOutcome OutcomeOf(AssessmentOutcome outcome) =>
        outcome switch
        {
            AssessmentOutcome.Charged => EvaluationOutcome.Charged,
            AssessmentOutcome.AwaitingConsent => EvaluationOutcome.AwaitingConsent,
            AssessmentOutcome.AwaitingCredits => EvaluationOutcome.AwaitingCredits,
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
        };

    private static Refusal? Check(EvaluationCase asked) =>
        CoverageRules.RefusePurchase(asked.PurchasedAt, asked.PurchasedOn)
        ?? (asked.VipQuotaUsed < 0 ? Fields.Invalid("vipQuotaUsed", "vipQuotaUsed must be 0 or more.") : null)
        ?? CreditAmount.Refuse("preAgreedUpTo", asked.PreAgreedUpTo)
        ?? CreditAmount.Refuse("balance", asked.Balance, default, CreditAmount.MostHeld);

    private static Evaluation Refuse(Refusal refusal, EvaluationCase asked)
    {
        var (field, rule) = refusal.Code switch
        {
            RefusalCode.UnknownEdition => ("edition", "A3"),
            RefusalCode.KindNotSold => ("kind", "A4"),
            RefusalCode.LicenseRevoked => ("revokedAt", "A8"),
            RefusalCode.PriceRequired => ("credits", asked.MinorModification ? "C8" : "C6"),
            RefusalCode.PriceTooLow or RefusalCode.PriceNotAllowed => ("credits", "C6"),
            RefusalCode.UpgradePathRequired => ("upgrade", "C2"),
            RefusalCode.UnknownRelease => (UnknownRelease(refusal, asked), "C3"),
            RefusalCode.QuoteByHand => ("upgrade", "C3"),
            RefusalCode.SameRelease or RefusalCode.Downgrade => ("upgrade", "C4"),
            RefusalCode.UpgradeSubscriptionRequired => ("upgradeSubscription", "E4"),
            _ => (FactOf(refusal, "field"), null),
        };
        return new(EvaluationOutcome.Refused, rule is null ? [] : [rule]) { Refusal = refusal, Field = field };
    }

    private static string UnknownRelease(Refusal refusal, EvaluationCase asked) =>
        FactOf(refusal, "release") == asked.Upgrade?.From ? "upgrade.from" : "upgrade.to";

    private static string? FactOf(Refusal refusal, string name) =>
        refusal.Facts.FirstOrDefault(fact => fact.Name == name).Text;
}
