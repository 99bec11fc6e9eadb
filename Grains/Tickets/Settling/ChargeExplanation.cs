using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Credits;

namespace Tallydesk.Tickets;

/// <summary>Why a ticket cost what it cost: every credit taken or given back, and every assessment behind it.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="NetCharge">Credits taken less credits given back.</param>
/// <param name="Entries">Every entry of the ticket in the customer's statement, oldest first.</param>
/// <param name="Assessments">Every assessment, by rising revision; also those that moved no credits.</param>
/// <param name="Waiting">What the ticket waits for; null when for nothing.</param>
/// <param name="InFlight">Whether an entry of the newest assessment is under way this moment.</param>
public sealed record ChargeExplanation(
    long Number,
    CreditAmount NetCharge,
    ImmutableArray<ExplainedEntry> Entries,
    ImmutableArray<ExplainedAssessment> Assessments,
    AwaitedCharge? Waiting,
    bool InFlight
);

/// <summary>An entry of the ticket, as the ledger has it.</summary>
/// <param name="Seq">Its place in the account.</param>
/// <param name="At">When.</param>
/// <param name="Kind">Charge or refund.</param>
/// <param name="Amount">Signed credits: negative when taken.</param>
/// <param name="Operation">The operation key (Policy D10).</param>
/// <param name="Revision">The assessment's revision.</param>
/// <param name="Lots">The lots that were spent or refilled, in that order.</param>
/// <param name="Voided">Credits of a refund that were voided at once, since their license is revoked (Policy A8).</param>
public sealed record TicketEntry(
    long Seq,
    DateTimeOffset At,
    EntryKind Kind,
    CreditAmount Amount,
    string Operation,
    int Revision,
    ImmutableArray<LotSlice> Lots,
    CreditAmount Voided
);

/// <summary>An entry with its reasons.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="NetCharge">The ticket's net charge after it.</param>
/// <param name="Assessment">The assessment that it carries out.</param>
/// <param name="Rules">Ids of the rules behind it: of the price, of the agreement, of the movement.</param>
/// <param name="Corrects">For a refund: the charges it takes back, last spent first.</param>
public sealed record ExplainedEntry(
    TicketEntry Entry,
    CreditAmount NetCharge,
    ExplainedAssessment Assessment,
    ImmutableArray<string> Rules,
    ImmutableArray<Correction> Corrects
)
{
    /// <summary>Whether a refund takes back a charge that was made after the ticket had ended.</summary>
    public bool AfterEnd { get; init; }
}

/// <summary>A part of an earlier charge that was given back.</summary>
/// <param name="Seq">The charge's place in the statement.</param>
/// <param name="Credits">Credits of it, at least 1.</param>
public sealed record Correction(long Seq, CreditAmount Credits);

/// <summary>An assessment with what became of it.</summary>
/// <param name="Assessment">The assessment.</param>
/// <param name="State">How it stands.</param>
/// <param name="Agreement">Why it took effect; null when it did not.</param>
public sealed record ExplainedAssessment(Assessment Assessment, AssessmentState State, ExplainedAgreement? Agreement);

/// <summary>Why an assessment took effect.</summary>
/// <param name="Basis">By what.</param>
/// <param name="By">Whose word it was; null where nobody's was needed.</param>
/// <param name="At">When that was said: for an agreement in advance, when the ticket was opened.</param>
/// <param name="Revision">The revision that was agreed to, where an agreement names one (Policy D4).</param>
/// <param name="Ceiling">The agreement in advance, in credits.</param>
/// <param name="Reason">Why, for a waiver or applied coverage. It is meant for the customer as well.</param>
public sealed record ExplainedAgreement(
    AgreementBasis Basis,
    string? By,
    DateTimeOffset At,
    int? Revision = null,
    CreditAmount? Ceiling = null,
    string? Reason = null
);

/// <summary>What a ticket waits for before it is charged.</summary>
/// <param name="For">The customer's agreement, or credits.</param>
/// <param name="Revision">The assessment's revision.</param>
/// <param name="Required">Credits still to pay.</param>
/// <param name="Shortage">What has to arrive; null when nothing is to be paid, or the account did not answer.</param>
public sealed record AwaitedCharge(Awaited For, int Revision, CreditAmount Required, Shortage? Shortage);

/// <summary>What a charge can wait for.</summary>
public enum Awaited
{
    /// <summary>The customer's agreement (Policy D2).</summary>
    Consent,

    /// <summary>Credits (Policy D5).</summary>
    Credits,
}
