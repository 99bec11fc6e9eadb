using Tallydesk.Amounts;
using Tallydesk.Credits;

namespace Tallydesk.Pricing;

/// <summary>How far a customer has agreed, before an assessment is looked at.</summary>
/// <param name="Ceiling">The agreement in advance, in credits for the whole ticket; null without one (Policy D3).</param>
/// <param name="AgreedPrice">The price of the ticket's agreed category so far, paid or waiting; 0 before any (Policy D7).</param>
/// <param name="Acknowledged">Whether the upgrade's terms were ticked with the agreement in advance (Policy C7).</param>
/// <param name="AgreedAcknowledged">Whether they were acknowledged for what is agreed so far.</param>
public sealed record PriorAgreement(
    CreditAmount? Ceiling = null,
    CreditAmount AgreedPrice = default,
    bool Acknowledged = false,
    bool AgreedAcknowledged = false
);

/// <summary>What becomes of a priced assessment.</summary>
/// <param name="Outcome">What happens next.</param>
/// <param name="Required">Credits still to pay: the price less what the ticket was charged, never negative (Policy D5).</param>
/// <param name="Missing">Credits that have to arrive for that (<see cref="Shortage.Of"/>); also set while acceptance is awaited (Policy D2).</param>
public sealed record Settlement(AssessmentOutcome Outcome, CreditAmount Required, CreditAmount Missing);

/// <summary>Agreement and payment: what an assessment needs before it takes effect (Policy D2, D3, D5, D7).</summary>
internal static class AgreementRules
{
    /// <summary>
    /// Whether the customer has agreed to the price already: none is needed, the ceiling covers it, or it is not above
    /// what was agreed before (Policy D3, I3). An upgrade is agreed only with its terms acknowledged, whatever it costs
    /// (Policy C7).
    /// </summary>
    internal static bool IsAgreed(PricedAssessment priced, PriorAgreement agreement) =>
        (!priced.AcknowledgementNeeded || IsAcknowledged(priced, agreement))
        && (
            !priced.ConsentNeeded
            || priced.Price <= CreditAmount.Max(agreement.Ceiling ?? CreditAmount.Zero, agreement.AgreedPrice)
        );

    /// <summary>
    /// Whether the upgrade's terms have been acknowledged already: for what is agreed so far, or in advance, which counts
    /// where the price lies under the ceiling (Policy C7).
    /// </summary>
    internal static bool IsAcknowledged(PricedAssessment priced, PriorAgreement agreement) =>
        agreement.AgreedAcknowledged
        || (agreement.Acknowledged && priced.Price <= (agreement.Ceiling ?? CreditAmount.Zero));

    /// <summary>What becomes of an assessment: charged, or what it waits for, and what is missing (Policy D2, D5, D7).</summary>
    /// <param name="priced">The assessment.</param>
    /// <param name="agreement">How far the customer has agreed.</param>
    /// <param name="charged">The ticket's net charge so far.</param>
    /// <param name="balance">The account's balance.</param>
    /// <param name="waitingBefore">Credits that go to other waiting tickets first.</param>
    internal static Settlement Settle(
        PricedAssessment priced,
        PriorAgreement agreement,
        CreditAmount charged,
        CreditAmount balance,
        CreditAmount waitingBefore
    )
    {
        var required = CreditAmount.Max(CreditAmount.Zero, priced.Price - charged);
        var missing = Shortage.Of(required, balance, waitingBefore).Missing;
        var outcome =
            !IsAgreed(priced, agreement) ? AssessmentOutcome.AwaitingConsent
            : missing > CreditAmount.Zero ? AssessmentOutcome.AwaitingCredits
            : AssessmentOutcome.Charged;
        return new(outcome, required, missing);
    }
}
