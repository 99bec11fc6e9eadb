using System.Collections.Frozen;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Tickets;

namespace Tallydesk.Explanations;

/// <summary>Who sees an event of a ticket as a line between the messages.</summary>
public enum TimelineAudience
{
    /// <summary>Nobody: it is a message itself, a step of a flow, or something else in the same commit says it.</summary>
    Nobody,

    /// <summary>Staff.</summary>
    Staff,

    /// <summary>Staff and the customer.</summary>
    Everyone,
}

/// <summary>What a line of a timeline is about.</summary>
public enum TimelineMark
{
    /// <summary>Who works on the ticket.</summary>
    Person,

    /// <summary>The urgent flag.</summary>
    Urgency,

    /// <summary>A category and its price.</summary>
    Assessment,

    /// <summary>The customer's yes.</summary>
    Accepted,

    /// <summary>The customer's no.</summary>
    Declined,

    /// <summary>Credits that were charged or refunded, or are waited for.</summary>
    Credits,

    /// <summary>Another ticket.</summary>
    Link,

    /// <summary>The end of the work.</summary>
    Ended,

    /// <summary>Work that continues.</summary>
    Reopened,
}

/// <summary>A line of a timeline.</summary>
/// <param name="Text">A sentence.</param>
/// <param name="Mark">What it is about.</param>
/// <param name="Ticket">The number of another ticket that the sentence names as <c>ticket 52</c>; null for none.</param>
public sealed record TimelineSentence(string Text, TimelineMark Mark, long? Ticket = null);

/// <summary>What a timeline says about an event of a ticket, in one line.</summary>
internal static class TimelineSentences
{
    private static readonly FrozenDictionary<Type, TimelineAudience> Audiences = new Dictionary<Type, TimelineAudience>
    {
        [typeof(TicketOpened)] = TimelineAudience.Everyone,
        [typeof(MessagePosted)] = TimelineAudience.Nobody,
        [typeof(PromisedAnswerGiven)] = TimelineAudience.Nobody,
        [typeof(NoteAdded)] = TimelineAudience.Nobody,
        [typeof(TicketAssigned)] = TimelineAudience.Staff,
        [typeof(TicketReleased)] = TimelineAudience.Staff,
        [typeof(UrgencyChanged)] = TimelineAudience.Staff,
        [typeof(AssessmentProposed)] = TimelineAudience.Everyone,
        [typeof(AssessmentAgreed)] = TimelineAudience.Everyone,
        [typeof(AssessmentDeclined)] = TimelineAudience.Everyone,
        // The assessment that follows it says that the price is waived, or what covers it.
        [typeof(ReliefGiven)] = TimelineAudience.Nobody,
        [typeof(ChargeSettled)] = TimelineAudience.Everyone,
        [typeof(ChargeWaits)] = TimelineAudience.Everyone,
        [typeof(ChargeWithdrawn)] = TimelineAudience.Everyone,
        [typeof(ChargeRefunded)] = TimelineAudience.Everyone,
        [typeof(SettlementFinished)] = TimelineAudience.Nobody,
        [typeof(ModificationRequested)] = TimelineAudience.Nobody,
        [typeof(ModificationRefused)] = TimelineAudience.Nobody,
        [typeof(ModificationUnused)] = TimelineAudience.Nobody,
        [typeof(ModificationGivenBack)] = TimelineAudience.Nobody,
        [typeof(SplitStarted)] = TimelineAudience.Nobody,
        [typeof(SplitFinished)] = TimelineAudience.Everyone,
        [typeof(TicketResolved)] = TimelineAudience.Everyone,
        [typeof(TicketWithdrawn)] = TimelineAudience.Everyone,
        [typeof(TicketClosed)] = TimelineAudience.Everyone,
        [typeof(TicketReopened)] = TimelineAudience.Everyone,
        [typeof(FollowUpStarted)] = TimelineAudience.Nobody,
        [typeof(FollowUpFinished)] = TimelineAudience.Everyone,
        [typeof(MergeStarted)] = TimelineAudience.Nobody,
        [typeof(MergeDropped)] = TimelineAudience.Nobody,
        [typeof(TicketMerged)] = TimelineAudience.Everyone,
        [typeof(DuplicateTakenIn)] = TimelineAudience.Everyone,
    }.ToFrozenDictionary();

    /// <summary>The kinds of events that a reader sees as lines.</summary>
    /// <param name="isStaff">Whether the reader is staff.</param>
    public static IEnumerable<Type> KindsFor(bool isStaff) =>
        Audiences
            .Where(kind => kind.Value == TimelineAudience.Everyone || (isStaff && kind.Value == TimelineAudience.Staff))
            .Select(kind => kind.Key);

    /// <summary>Who sees a kind of event; null if nobody has decided that.</summary>
    public static TimelineAudience? AudienceOf(Type kind) =>
        Audiences.TryGetValue(kind, out var audience) ? audience : null;

    /// <summary>
    /// The line of an event: <c>Noor Haddad assessed this ticket: Investigation, 20 credits.</c> Null for an event that says
    /// nothing to its readers.
    /// </summary>
    /// <param name="happened">The event.</param>
    /// <param name="by">The id of who caused it.</param>
    public static TimelineSentence? Of(TicketEvent happened, string by)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return happened switch
        {
            TicketOpened { Parent: { } parent } => OfTicket("Created from", parent),
            TicketOpened { Chat: not null } => new("Created from a chat.", TimelineMark.Link),
            TicketAssigned { Assignee: { } assignee } => new(
                assignee.Id == by
                    ? $"{Staff(assignee.Name)} claimed this ticket."
                    : $"Assigned to {Wording.Person(assignee.Name)}.",
                TimelineMark.Person
            ),
            TicketReleased => new("Released. This ticket has no assignee.", TimelineMark.Person),
            UrgencyChanged urgency => new(
                $"{Staff(urgency.Author?.Name)} {(urgency.Urgent ? "marked this ticket as urgent" : "removed the urgent flag")}.",
                TimelineMark.Urgency
            ),
            AssessmentProposed { Assessment: var proposed } => OfAssessment(proposed),
            AssessmentAgreed agreed => OfAgreed(agreed),
            AssessmentDeclined declined => new(
                $"{Customer(declined.By.Name)} declined the price. Nothing was charged for it.",
                TimelineMark.Declined
            ),
            ChargeSettled settled => OfCharge(settled),
            ChargeWaits waits => new(
                waits.Missing is { Value: > 0 } missing
                    ? $"Waiting for {Wording.More(missing)}."
                    : $"Waiting for {Wording.Credits(waits.Required)}.",
                TimelineMark.Credits
            ),
            ChargeWithdrawn => new("The waiting charge was canceled.", TimelineMark.Credits),
            ChargeRefunded refunded => new($"{Wording.Credits(refunded.Credits)} refunded.", TimelineMark.Credits),
            SplitFinished split => OfTicket("Split into", split.Child),
            TicketResolved resolved => new(OfResolution(resolved), TimelineMark.Ended),
            TicketWithdrawn withdrawn => new(
                $"{Customer(withdrawn.Origin.Actor.Name)} withdrew this ticket.",
                TimelineMark.Ended
            ),
            TicketClosed { By.Role: Role.System } => new("Closed automatically.", TimelineMark.Ended),
            TicketClosed closed => new($"{Who(closed.By)} closed this ticket.", TimelineMark.Ended),
            TicketReopened reopened => new($"{Who(reopened.By)} reopened this ticket.", TimelineMark.Reopened),
            FollowUpFinished finished => OfTicket("A later reply became", finished.FollowUp.Number),
            TicketMerged merged => OfTicket("Merged into", merged.Number),
            DuplicateTakenIn taken => OfTicket("Merged into this ticket:", taken.Number),
            _ => null,
        };
    }

    private static TimelineSentence OfTicket(string what, long ticket) =>
        new($"{what} ticket {ticket}.", TimelineMark.Link, ticket);

    private static TimelineSentence OfAssessment(Assessment assessment, string more = "") =>
        new(
            $"{Staff(assessment.By.Name)} assessed this ticket: {Wording.Name(assessment.Category, assessment.Upgrade)}, {PriceOf(assessment)}.{more}",
            TimelineMark.Assessment
        );

    private static TimelineSentence? OfAgreed(AssessmentAgreed agreed)
    {
        var assessment = agreed.Assessment;
        var category = Wording.Name(assessment.Category, assessment.Upgrade);
        return agreed.Basis switch
        {
            AgreementBasis.NoneNeeded => OfAssessment(assessment),
            AgreementBasis.EarlierAgreement => OfAssessment(
                assessment,
                " This is not more than the price accepted before."
            ),
            AgreementBasis.Ceiling => OfAssessment(assessment, " This is within the pre-approved amount."),
            AgreementBasis.Consent => new(
                assessment.Price == CreditAmount.Zero
                    ? $"{Customer(agreed.Origin.Actor.Name)} accepted the terms of {category}."
                    : $"{Customer(agreed.Origin.Actor.Name)} accepted {Wording.Credits(assessment.Price)} for {category}.",
                TimelineMark.Accepted
            ),
            AgreementBasis.IncreaseDeclined => new(
                $"{Customer(agreed.Origin.Actor.Name)} declined the new price. It stays at {Wording.Credits(assessment.Price)} for {category}.",
                TimelineMark.Declined
            ),
            AgreementBasis.Waiver => OfAssessment(assessment, " The price is waived."),
            AgreementBasis.CoverageApplied => OfAssessment(
                assessment,
                assessment.Interval is { } interval ? $" Covered by {Wording.Name(interval)}." : ""
            ),
            // The end of the ticket follows, and what is refunded.
            AgreementBasis.Duplicate or AgreementBasis.Merged => null,
            _ => throw new ArgumentOutOfRangeException(nameof(agreed), agreed.Basis, null),
        };
    }

    private static TimelineSentence OfCharge(ChargeSettled settled)
    {
        var credits = Wording.Credits(CreditAmount.Sum(settled.Lots.Select(lot => lot.Credits)));
        return new(
            settled.AfterEnd ? $"{credits} charged after the ticket had ended. A refund follows." : $"{credits} charged.",
            TimelineMark.Credits
        );
    }

    private static string OfResolution(TicketResolved resolved)
    {
        var who = Staff(resolved.Origin.Actor.Name);
        return resolved.Outcome switch
        {
            TicketOutcome.Solved => resolved.FixedIn is { } release
                ? $"{who} solved this ticket. Fixed in release {release}."
                : $"{who} solved this ticket.",
            TicketOutcome.Duplicate => $"{who} closed this ticket as a duplicate.",
            TicketOutcome.CannotBeSolved => $"{who} closed this ticket, because it can't be solved.",
            TicketOutcome.ReferredToCustomDevelopment => $"{who} referred this ticket to custom development.",
            _ => throw new ArgumentOutOfRangeException(nameof(resolved), resolved.Outcome, null),
        };
    }

    private static string PriceOf(Assessment assessment) =>
        assessment.Price == CreditAmount.Zero ? "free" : Wording.Credits(assessment.Price);

    private static string Who(Author author) =>
        author.Role == Role.Customer ? Customer(author.Name) : Staff(author.Name);

    // A name that was erased is empty.
    private static string Staff(string? name) => string.IsNullOrWhiteSpace(name) ? "Support" : name;

    private static string Customer(string? name) => string.IsNullOrWhiteSpace(name) ? "The customer" : name;
}
