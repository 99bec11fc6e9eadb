using System.Text.Json.Serialization;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Explanations;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Pricing;

namespace Tallydesk.Tickets;

/// <summary>Why a ticket cost what it cost.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="NetCharge">Credits charged minus credits refunded.</param>
/// <param name="ChargeInFlight">Whether a charge or refund is in progress.</param>
/// <param name="Entries">All charges and refunds, oldest first.</param>
/// <param name="Assessments">Every assessment, by rising revision; also those that moved no credits.</param>
/// <param name="Waiting">What the ticket waits for; null when for nothing.</param>
internal sealed record TicketChargesBody(
    long Number,
    CreditAmount NetCharge,
    bool ChargeInFlight,
    IReadOnlyList<ChargeEntryBody> Entries,
    IReadOnlyList<ExplainedAssessmentBody> Assessments,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] WaitingChargeBody? Waiting
)
{
    /// <summary>An explanation as its body.</summary>
    public static TicketChargesBody Of(ChargeExplanation explanation) =>
        new(
            explanation.Number,
            explanation.NetCharge,
            explanation.InFlight,
            [.. explanation.Entries.Select(ChargeEntryBody.Of)],
            [.. explanation.Assessments.Select(ExplainedAssessmentBody.Of)],
            WaitingChargeBody.Of(explanation)
        );
}

/// <summary>An entry of the customer's statement that belongs to the ticket.</summary>
/// <param name="Seq">Its place in the statement.</param>
/// <param name="At">When.</param>
/// <param name="Kind">charge or refund.</param>
/// <param name="Amount">Signed credits as they changed the balance: negative when charged.</param>
/// <param name="NetCharge">The ticket's net charge after it.</param>
/// <param name="Operation">The operation key: ticket, revision and kind.</param>
/// <param name="Rules">The rules behind it, with their sentences.</param>
/// <param name="Assessment">The assessment that it carries out.</param>
/// <param name="Lots">The lots that were spent or refunded, in order.</param>
/// <param name="Corrects">For a refund: the charges that it takes back, last spent first.</param>
/// <param name="Voided">Credits of a refund that were voided immediately because the license that granted them is revoked.</param>
/// <param name="Explanation">Why, in a sentence to the customer. Instants in it are UTC.</param>
internal sealed record ChargeEntryBody(
    long Seq,
    DateTimeOffset At,
    string Kind,
    CreditAmount Amount,
    CreditAmount NetCharge,
    string Operation,
    IReadOnlyList<ReasonBody> Rules,
    ExplainedAssessmentBody Assessment,
    IReadOnlyList<StatementLot> Lots,
    IReadOnlyList<Correction> Corrects,
    CreditAmount? Voided,
    string Explanation
)
{
    /// <summary>An entry as its body.</summary>
    public static ChargeEntryBody Of(ExplainedEntry explained) =>
        new(
            explained.Entry.Seq,
            explained.Entry.At,
            Journal.StoredNames.Of(explained.Entry.Kind),
            explained.Entry.Amount,
            explained.NetCharge,
            explained.Entry.Operation,
            [.. explained.Rules.Select(ReasonBody.Of)],
            ExplainedAssessmentBody.Of(explained.Assessment),
            [.. explained.Entry.Lots.Select(StatementLot.Of)],
            explained.Corrects,
            explained.Entry.Voided == CreditAmount.Zero ? null : explained.Entry.Voided,
            ChargeSentences.Of(explained, ReaderClock.Utc)
        );
}

/// <summary>An assessment with what became of it.</summary>
/// <param name="Revision">1, 2, 3, … within the ticket.</param>
/// <param name="Category">The category.</param>
/// <param name="Price">The whole ticket's price in credits.</param>
/// <param name="State">Its state.</param>
/// <param name="Coverage">Who pays, and the interval that was looked at.</param>
/// <param name="Rules">The rules behind the price, with their sentences.</param>
/// <param name="PolicyVersion">The policy that priced it.</param>
/// <param name="By">Who assessed.</param>
/// <param name="At">When.</param>
/// <param name="Note">A note to the customer.</param>
/// <param name="Upgrade">The upgrade's releases.</param>
/// <param name="Agreement">Why it took effect; null when it did not.</param>
/// <param name="Explanation">How the price is made up and who pays it, in a sentence to the customer. Instants in it are UTC.</param>
internal sealed record ExplainedAssessmentBody(
    int Revision,
    Category Category,
    CreditAmount Price,
    AssessmentState State,
    CoverageDecisionBody Coverage,
    IReadOnlyList<ReasonBody> Rules,
    string PolicyVersion,
    string By,
    DateTimeOffset At,
    string? Note,
    UpgradePath? Upgrade,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] AgreementBody? Agreement,
    string Explanation
)
{
    /// <summary>An assessment as its body.</summary>
    public static ExplainedAssessmentBody Of(ExplainedAssessment explained)
    {
        var assessment = explained.Assessment;
        return new(
            assessment.Revision,
            assessment.Category,
            assessment.Price,
            explained.State,
            CoverageDecisionBody.Of(assessment),
            [.. assessment.Rules.Select(ReasonBody.Of)],
            assessment.PolicyVersion,
            assessment.By.Name,
            assessment.At,
            assessment.Note,
            assessment.Upgrade,
            AgreementBody.Of(explained.Agreement),
            PriceSentences.Of(PriceFacts.Of(assessment), ReaderClock.Utc)
        );
    }
}

/// <summary>Who pays, and why.</summary>
/// <param name="Basis">Who pays.</param>
/// <param name="Interval">The support period or VIP care that was looked at; null when the license never had one.</param>
/// <param name="Applies">Whether that interval covers the ticket.</param>
internal sealed record CoverageDecisionBody(
    CoverageBasis Basis,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] CoverageInterval? Interval,
    bool Applies
)
{
    /// <summary>An assessment's coverage as its body.</summary>
    public static CoverageDecisionBody Of(Assessment assessment) =>
        new(assessment.Coverage, assessment.Interval, assessment.Interval?.Basis == assessment.Coverage);
}

/// <summary>Why an assessment took effect.</summary>
/// <param name="Basis">By what.</param>
/// <param name="Rule">The id of the rule that lets it take effect.</param>
/// <param name="Sentence">What that rule says.</param>
/// <param name="By">Who accepted it; absent if no one had to.</param>
/// <param name="At">When it was accepted; for a pre-approved price, when the ticket was opened.</param>
/// <param name="Revision">The revision that was agreed to, where one was named.</param>
/// <param name="Ceiling">The pre-approved amount, in credits.</param>
/// <param name="Reason">Why staff waived or covered the price. The customer sees it.</param>
internal sealed record AgreementBody(
    AgreementBasis Basis,
    string Rule,
    string Sentence,
    string? By,
    DateTimeOffset At,
    int? Revision,
    CreditAmount? Ceiling,
    string? Reason
)
{
    /// <summary>An agreement as its body.</summary>
    public static AgreementBody? Of(ExplainedAgreement? agreement)
    {
        if (agreement is null)
        {
            return null;
        }

        var rule = ReasonBody.Of(ExplanationRules.RuleOf(agreement.Basis));
        return new(
            agreement.Basis,
            rule.Rule,
            rule.Sentence,
            agreement.By,
            agreement.At,
            agreement.Revision,
            agreement.Ceiling,
            agreement.Reason
        );
    }
}

/// <summary>What the ticket waits for before it is charged.</summary>
/// <param name="For">The customer's consent, or credits.</param>
/// <param name="Revision">The assessment's revision.</param>
/// <param name="Required">Credits still to pay.</param>
/// <param name="Available">The balance; absent when nothing is to be paid, or the account did not answer.</param>
/// <param name="WaitingBefore">Credits that other tickets wait for and get first; absent like the balance.</param>
/// <param name="Missing">Credits that have to arrive, for this ticket and those ahead of it; absent when the account did not answer.</param>
/// <param name="Explanation">What it waits for, in a sentence to the customer.</param>
internal sealed record WaitingChargeBody(
    Awaited For,
    int Revision,
    CreditAmount Required,
    CreditAmount? Available,
    CreditAmount? WaitingBefore,
    CreditAmount? Missing,
    string Explanation
)
{
    /// <summary>What is waited for as its body.</summary>
    public static WaitingChargeBody? Of(ChargeExplanation explanation) =>
        explanation.Waiting is not { } waiting
            ? null
            : new(
                waiting.For,
                waiting.Revision,
                waiting.Required,
                waiting.Shortage?.Available,
                waiting.Shortage?.WaitingBefore,
                waiting.Required == CreditAmount.Zero ? CreditAmount.Zero : waiting.Shortage?.Missing,
                ChargeSentences.OfWaiting(waiting, explanation.Assessments[^1].Assessment)
            );
}
