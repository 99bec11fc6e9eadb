using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;

namespace Tallydesk.Tickets;

/// <summary>Something that happened to a ticket.</summary>
public abstract record TicketEvent;

/// <summary>Who wrote something, as it is shown for ever.</summary>
public sealed record Author(string Id, string Name, Role Role)
{
    /// <summary>The author that an actor is.</summary>
    public static Author Of(Actor actor) => new(actor.Id, actor.Name, actor.Role);
}

/// <summary>The ticket was opened, by its customer, by staff for them, by a split, or from a chat.</summary>
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

    /// <summary>The address that is told of replies as well.</summary>
    public string? RepliesTo { get; init; }
}

/// <summary>A public message. A customer's waits for an answer; staff's is one.</summary>
[Stored("messagePosted")]
public sealed record MessagePosted(DateTimeOffset At, Author Author, string Body) : TicketEvent, IDatedEvent
{
    /// <summary>Whether it was said in the chat from which the ticket comes: then the ticket still waits for its answer (Policy E5).</summary>
    public bool InChat { get; init; }

    /// <summary>Its files; null for none.</summary>
    public ImmutableArray<Attachment>? Attachments { get; init; }
}

/// <summary>An answer that VIP care had promised was given, in time or late (Policy E2).</summary>
[Stored("promisedAnswerGiven")]
public sealed record PromisedAnswerGiven(AnsweredPromise Promise) : TicketEvent;

/// <summary>An internal note.</summary>
[Stored("noteAdded")]
internal sealed record NoteAdded(Author Author, string Body) : TicketEvent
{
    /// <summary>Its files; null for none.</summary>
    public ImmutableArray<Attachment>? Attachments { get; init; }
}

/// <summary>An engineer took the ticket, or a lead gave it to one.</summary>
[Stored("ticketAssigned")]
public sealed record TicketAssigned(Assignee Assignee) : TicketEvent;

/// <summary>Nobody works on the ticket any more.</summary>
[Stored("ticketReleased")]
public sealed record TicketReleased(string By) : TicketEvent;

/// <summary>The urgency was changed (Policy E1).</summary>
[Stored("urgencyChanged")]
public sealed record UrgencyChanged(bool Urgent, string Reason, string By) : TicketEvent
{
    /// <summary>Who changed it, as it is shown.</summary>
    public Author? Author { get; init; }
}

/// <summary>Staff proposed a category and price; the customer's agreement is asked for (Policy D2).</summary>
/// <param name="Assessment">What was proposed.</param>
/// <param name="Balance">The customer's balance then; null when the account did not answer.</param>
/// <param name="Origin">The command behind it.</param>
/// <param name="At">When.</param>
[Stored("assessmentProposed")]
public sealed record AssessmentProposed(Assessment Assessment, CreditAmount? Balance, Origin Origin, DateTimeOffset At)
    : TicketEvent;

/// <summary>An assessment took effect: agreed, agreed in advance, or needing no agreement. The charge follows (Policy D7).</summary>
[Stored("assessmentAgreed")]
public sealed record AssessmentAgreed(Assessment Assessment, AgreementBasis Basis, Origin Origin, DateTimeOffset At)
    : TicketEvent
{
    /// <summary>Why the price was taken away, for a waiver or coverage applied later.</summary>
    public string? Reason { get; init; }
}

/// <summary>Staff waived the price of a category, or applied coverage to it (Policy D6, B9).</summary>
[Stored("reliefGiven")]
internal sealed record ReliefGiven(Relief Relief, Author By) : TicketEvent;

/// <summary>The customer declined a first assessment (Policy D8).</summary>
[Stored("assessmentDeclined")]
public sealed record AssessmentDeclined(int Revision, Author By, DateTimeOffset At) : TicketEvent;

/// <summary>The account took a step towards what the ticket is to cost.</summary>
internal interface ISettlementStepEvent
{
    /// <summary>Whether this step completes the settlement. After rows of earlier releases, a <c>settlementFinished</c> row says so instead.</summary>
    bool Finishes { get; }
}

/// <summary>The account took the credits.</summary>
[Stored("chargeSettled")]
internal sealed record ChargeSettled(string Charge, ImmutableArray<LotSlice> Lots, DateTimeOffset At)
    : TicketEvent,
        ISettlementStepEvent
{
    /// <inheritdoc/>
    public bool Finishes { get; init; }

    /// <summary>Whether the ticket had ended before it knew that they were taken; then they go back (Policy D12).</summary>
    public bool AfterEnd { get; init; }
}

/// <summary>The charge waits in the account's line (Policy D5).</summary>
[Stored("chargeWaits")]
public sealed record ChargeWaits(string Charge, CreditAmount Required, CreditAmount Available) : TicketEvent
{
    /// <summary>Credits that other tickets waited for and get first; null where the row does not tell.</summary>
    public CreditAmount? WaitingBefore { get; init; }

    /// <summary>Credits that had to arrive; null where the row does not tell.</summary>
    [JsonIgnore]
    public CreditAmount? Missing =>
        WaitingBefore is { } before ? Shortage.Of(Required, Available, before).Missing : null;
}

/// <summary>The waiting charge was taken out of the account's line.</summary>
[Stored("chargeWithdrawn")]
internal sealed record ChargeWithdrawn(string Charge) : TicketEvent, ISettlementStepEvent
{
    /// <inheritdoc/>
    public bool Finishes { get; init; }
}

/// <summary>The account gave credits back (Policy D7).</summary>
[Stored("chargeRefunded")]
internal sealed record ChargeRefunded(string Refund, CreditAmount Credits) : TicketEvent, ISettlementStepEvent
{
    /// <inheritdoc/>
    public bool Finishes { get; init; }
}

/// <summary>The charge is as the assessment says already. Earlier releases also wrote this after the last step.</summary>
[Stored("settlementFinished")]
internal sealed record SettlementFinished : TicketEvent;

/// <summary>Messages are on their way into a ticket of their own (Policy F1).</summary>
[Stored("splitStarted")]
internal sealed record SplitStarted(PendingSplit Split) : TicketEvent;

/// <summary>The split-off ticket is there.</summary>
[Stored("splitFinished")]
internal sealed record SplitFinished(long Child) : TicketEvent;

/// <summary>The work ended (Policy D12).</summary>
[Stored("ticketResolved")]
public sealed record TicketResolved(
    TicketOutcome Outcome,
    TicketStatus Status,
    string? Note,
    Origin Origin,
    DateTimeOffset At
) : TicketEvent
{
    /// <summary>The release with the bug's fix (Policy G2).</summary>
    public string? FixedIn { get; init; }
}

/// <summary>The customer took the ticket back (Policy D12).</summary>
[Stored("ticketWithdrawn")]
public sealed record TicketWithdrawn(Origin Origin, DateTimeOffset At) : TicketEvent;

/// <summary>The ticket was closed.</summary>
[Stored("ticketClosed")]
public sealed record TicketClosed(Author By, DateTimeOffset At) : TicketEvent;

/// <summary>Work on a ticket that was solved or closed goes on, at no new charge (Policy F4).</summary>
[Stored("ticketReopened")]
public sealed record TicketReopened(Author By, DateTimeOffset At) : TicketEvent;

/// <summary>A late reply to a closed ticket is on its way into a ticket of its own (Policy F4).</summary>
[Stored("followUpStarted")]
internal sealed record FollowUpStarted(PendingFollowUp Reply) : TicketEvent;

/// <summary>The ticket that a late reply became is there.</summary>
[Stored("followUpFinished")]
internal sealed record FollowUpFinished(FollowUp FollowUp) : TicketEvent;

/// <summary>The ticket wants to be merged into another one, which is asked (Policy F5).</summary>
[Stored("mergeStarted")]
internal sealed record MergeStarted(PendingMerge Merge) : TicketEvent;

/// <summary>The ticket is not merged into the one that it wanted to be merged into.</summary>
[Stored("mergeDropped")]
internal sealed record MergeDropped(long Number) : TicketEvent;

/// <summary>The ticket was merged into another one (Policy F5).</summary>
[Stored("ticketMerged")]
public sealed record TicketMerged(TicketId Into, long Number, Origin Origin, DateTimeOffset At) : TicketEvent;

/// <summary>A duplicate was merged into this ticket (Policy F5).</summary>
[Stored("duplicateTakenIn")]
internal sealed record DuplicateTakenIn(long Number) : TicketEvent;
