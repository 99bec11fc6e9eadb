using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;

namespace Tallydesk.Tickets;

/// <summary>An event of a ticket.</summary>
public abstract record TicketEvent;

/// <summary>The author of a text, as it is permanently shown.</summary>
public sealed record Author(string Id, string Name, Role Role)
{
    /// <summary>The author for an actor.</summary>
    public static Author Of(Actor actor) => new(actor.Id, actor.Name, actor.Role);
}

/// <summary>The ticket was opened: by the customer, by staff on their behalf, by a split, or from a chat.</summary>
[Stored("ticketOpened")]
public sealed record TicketOpened(
    long Number,
    CustomerId Customer,
    string CustomerName,
    LicenseNumber License,
    string Edition,
    string Desk,
    string Subject,
    DateTimeOffset AskedAt,
    LicenseCoverage Coverage,
    Category? CategoryHint,
    CreditAmount? PreAgreedUpTo,
    bool Acknowledged,
    long? Parent
) : TicketEvent
{
    /// <summary>The chat it comes from (Policy E5).</summary>
    public ChatId? Chat { get; init; }

    /// <summary>The email address that is also notified of replies.</summary>
    public string? RepliesTo { get; init; }
}

/// <summary>A public message. A customer's message waits for an answer; a staff message is an answer.</summary>
[Stored("messagePosted")]
public sealed record MessagePosted(DateTimeOffset At, Author Author, string Body) : TicketEvent, IDatedEvent
{
    /// <summary>Whether it was written in the chat that the ticket comes from: then the ticket still waits for an answer (Policy E5).</summary>
    public bool InChat { get; init; }

    /// <summary>Its files; null for none.</summary>
    public ImmutableArray<Attachment>? Attachments { get; init; }
}

/// <summary>A message with a response target was answered, in time or late (Policy E2).</summary>
[Stored("promisedAnswerGiven")]
public sealed record PromisedAnswerGiven(AnsweredPromise Promise) : TicketEvent;

/// <summary>An internal note.</summary>
[Stored("noteAdded")]
internal sealed record NoteAdded(Author Author, string Body) : TicketEvent
{
    /// <summary>Its files; null for none.</summary>
    public ImmutableArray<Attachment>? Attachments { get; init; }
}

/// <summary>An engineer claimed the ticket, or a lead assigned it.</summary>
[Stored("ticketAssigned")]
public sealed record TicketAssigned(Assignee Assignee) : TicketEvent;

/// <summary>The ticket no longer has an assignee.</summary>
[Stored("ticketReleased")]
public sealed record TicketReleased(string By) : TicketEvent;

/// <summary>The urgent flag was changed (Policy E1).</summary>
[Stored("urgencyChanged")]
public sealed record UrgencyChanged(bool Urgent, string Reason, string By) : TicketEvent
{
    /// <summary>Who changed it, as shown to people.</summary>
    public Author? Author { get; init; }
}

/// <summary>Staff proposed a category and price, which the customer has to accept (Policy D2).</summary>
/// <param name="Assessment">The proposed assessment.</param>
/// <param name="Balance">The customer's balance at the time; null if the account did not respond.</param>
/// <param name="Origin">The command that caused it.</param>
/// <param name="At">When.</param>
[Stored("assessmentProposed")]
public sealed record AssessmentProposed(Assessment Assessment, CreditAmount? Balance, Origin Origin, DateTimeOffset At)
    : TicketEvent;

/// <summary>An assessment took effect: accepted, pre-approved, or without a need to accept it. The charge follows (Policy D7).</summary>
[Stored("assessmentAgreed")]
public sealed record AssessmentAgreed(Assessment Assessment, AgreementBasis Basis, Origin Origin, DateTimeOffset At)
    : TicketEvent
{
    /// <summary>Why the price was removed, for a waiver or coverage applied later.</summary>
    public string? Reason { get; init; }
}

/// <summary>Staff waived the price of a category, or applied coverage to it (Policy D6, B9).</summary>
[Stored("reliefGiven")]
internal sealed record ReliefGiven(Relief Relief, Author By) : TicketEvent;

/// <summary>The customer declined a first assessment (Policy D8).</summary>
[Stored("assessmentDeclined")]
public sealed record AssessmentDeclined(int Revision, Author By, DateTimeOffset At) : TicketEvent;

/// <summary>The account carried out a settlement step.</summary>
internal interface ISettlementStepEvent
{
    /// <summary>Whether this step completes the settlement. After rows of earlier releases, a <c>settlementFinished</c> row says so instead.</summary>
    bool Finishes { get; }
}

/// <summary>The account charged the credits.</summary>
[Stored("chargeSettled")]
public sealed record ChargeSettled(string Charge, ImmutableArray<LotSlice> Lots, DateTimeOffset At)
    : TicketEvent,
        ISettlementStepEvent
{
    /// <inheritdoc/>
    public bool Finishes { get; init; }

    /// <summary>Whether the ticket had ended before it learned about the payment; then it is refunded (Policy D12).</summary>
    public bool AfterEnd { get; init; }
}

/// <summary>The charge is waiting for credits (Policy D5).</summary>
[Stored("chargeWaits")]
public sealed record ChargeWaits(string Charge, CreditAmount Required, CreditAmount Available) : TicketEvent
{
    /// <summary>Credits that go to other waiting tickets first; null if the row doesn't contain it.</summary>
    public CreditAmount? WaitingBefore { get; init; }

    /// <summary>Credits that had to arrive; null if the row doesn't contain it.</summary>
    [JsonIgnore]
    public CreditAmount? Missing =>
        WaitingBefore is { } before ? Shortage.Of(Required, Available, before).Missing : null;
}

/// <summary>The waiting charge was withdrawn.</summary>
[Stored("chargeWithdrawn")]
internal sealed record ChargeWithdrawn(string Charge) : TicketEvent, ISettlementStepEvent
{
    /// <inheritdoc/>
    public bool Finishes { get; init; }
}

/// <summary>The account refunded credits (Policy D7).</summary>
[Stored("chargeRefunded")]
internal sealed record ChargeRefunded(string Refund, CreditAmount Credits) : TicketEvent, ISettlementStepEvent
{
    /// <inheritdoc/>
    public bool Finishes { get; init; }
}

/// <summary>The charge already matches the assessment. Earlier releases also wrote this after the last step.</summary>
[Stored("settlementFinished")]
internal sealed record SettlementFinished : TicketEvent;

/// <summary>A split was started (Policy F1).</summary>
[Stored("splitStarted")]
internal sealed record SplitStarted(PendingSplit Split) : TicketEvent;

/// <summary>The split was finished.</summary>
[Stored("splitFinished")]
internal sealed record SplitFinished(long Child) : TicketEvent;

/// <summary>The ticket was resolved (Policy D12).</summary>
[Stored("ticketResolved")]
public sealed record TicketResolved(
    TicketOutcome Outcome,
    TicketStatus Status,
    string? Note,
    Origin Origin,
    DateTimeOffset At
) : TicketEvent
{
    /// <summary>The release that fixes the bug (Policy G2).</summary>
    public string? FixedIn { get; init; }
}

/// <summary>The customer withdrew the ticket (Policy D12).</summary>
[Stored("ticketWithdrawn")]
public sealed record TicketWithdrawn(Origin Origin, DateTimeOffset At) : TicketEvent;

/// <summary>The ticket was closed.</summary>
[Stored("ticketClosed")]
public sealed record TicketClosed(Author By, DateTimeOffset At) : TicketEvent;

/// <summary>A solved or closed ticket was reopened at no extra charge (Policy F4).</summary>
[Stored("ticketReopened")]
public sealed record TicketReopened(Author By, DateTimeOffset At) : TicketEvent;

/// <summary>A follow-up ticket for a late reply was started (Policy F4).</summary>
[Stored("followUpStarted")]
internal sealed record FollowUpStarted(PendingFollowUp Reply) : TicketEvent;

/// <summary>The follow-up ticket exists.</summary>
[Stored("followUpFinished")]
internal sealed record FollowUpFinished(FollowUp FollowUp) : TicketEvent;

/// <summary>A merge into another ticket was started; the other ticket is asked (Policy F5).</summary>
[Stored("mergeStarted")]
internal sealed record MergeStarted(PendingMerge Merge) : TicketEvent;

/// <summary>The merge was canceled.</summary>
[Stored("mergeDropped")]
internal sealed record MergeDropped(long Number) : TicketEvent;

/// <summary>The ticket was merged into another one (Policy F5).</summary>
[Stored("ticketMerged")]
public sealed record TicketMerged(TicketId Into, long Number, Origin Origin, DateTimeOffset At) : TicketEvent;

/// <summary>A duplicate was merged into this ticket (Policy F5).</summary>
[Stored("duplicateTakenIn")]
internal sealed record DuplicateTakenIn(long Number) : TicketEvent;
