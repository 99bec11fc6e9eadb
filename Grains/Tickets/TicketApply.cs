using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Identity;

namespace Tallydesk.Tickets;

/// <summary>How each event changes a ticket.</summary>
internal static class TicketApply
{
    /// <summary>The ticket after an event.</summary>
    public static Ticket Apply(Ticket ticket, TicketEvent happened)
    {
        var next = happened switch
        {
            TicketOpened opened => Opened(opened),
            MessagePosted message => Posted(ticket, message),
            PromisedAnswerGiven given => ticket with
            {
                PromisesMet = ticket.PromisesMet + (given.Promise.IsMet ? 1 : 0),
                PromisesBreached = ticket.PromisesBreached + (given.Promise.IsMet ? 0 : 1),
                LastPromise = given.Promise,
            },
            NoteAdded => ticket,
            TicketAssigned assigned => ticket with { Assignee = assigned.Assignee },
            TicketReleased => ticket with { Assignee = null },
            UrgencyChanged urgency => ticket with { Urgent = urgency.Urgent, UrgencyReason = urgency.Reason },
            AssessmentProposed proposed => Proposed(ticket, proposed),
            AssessmentAgreed agreed => Agreed(ticket, agreed),
            AssessmentDeclined declined => ticket with
            {
                Proposed = null,
                Declined = ticket.Proposed,
                Status = TicketStatus.New,
                WaitingSince = ticket.WaitingSince ?? declined.At,
            },
            ReliefGiven given => ticket with { Reliefs = Relief.With(ticket.Reliefs, given.Relief) },
            ChargeSettled settled => Settled(ticket, settled),
            ChargeWaits waits => ticket with
            {
                Waiting = new(waits.Charge, waits.Required),
                Settlement = null,
                Status = ticket.IsLive ? TicketStatus.AwaitingCredits : ticket.Status,
                WaitingSince = AskedBeforeAgreeing(ticket),
            },
            ChargeWithdrawn => Unpaid(ticket),
            ChargeRefunded refunded => ticket with
            {
                Charged = ticket.Charged - refunded.Credits,
                Spent = CreditLots.WithoutLast(ticket.Spent, refunded.Credits),
            },
            SettlementFinished => ticket with { Settlement = null },
            ModificationRequested requested => ticket with { Modification = requested.Modification },
            ModificationRefused => ticket with { Modification = null },
            ModificationUnused unused => ticket with
            {
                Return = unused.Return,
                ModificationsUnused = ticket.ModificationsUnused + 1,
            },
            ModificationGivenBack => ticket with { FreeModification = null, Return = null },
            SplitStarted started => ticket with { Split = started.Split },
            SplitFinished finished => ticket with
            {
                Splits = ticket.Splits.Add(new(ticket.Split!.Messages, finished.Child)),
                Split = null,
            },
            TicketResolved resolved => Ended(ticket, resolved.Status, resolved.Origin, resolved.At) with
            {
                Outcome = resolved.Outcome,
                ResolutionNote = resolved.Note,
                FixedIn = resolved.FixedIn,
            },
            TicketWithdrawn withdrawn => Ended(ticket, TicketStatus.Withdrawn, withdrawn.Origin, withdrawn.At),
            MergeStarted started => ticket with { Merge = started.Merge },
            MergeDropped => ticket with { Merge = null },
            TicketMerged merged => Ended(ticket, TicketStatus.Merged, merged.Origin, merged.At) with
            {
                Merge = null,
                MergedInto = merged.Number,
            },
            DuplicateTakenIn taken => ticket with { Duplicates = ticket.Duplicates.Add(taken.Number) },
            TicketClosed closed => ticket with { Status = TicketStatus.Closed, EndedAt = closed.At },
            TicketReopened reopened => Reopened(ticket) with
            {
                WaitingSince = reopened.By.Role == Role.Customer ? reopened.At : null,
            },
            FollowUpStarted started => ticket with { Reply = started.Reply },
            FollowUpFinished finished => ticket with
            {
                FollowUps = ticket.FollowUps.Add(finished.FollowUp),
                Reply = null,
            },
            _ => throw new InvalidOperationException($"{happened.GetType().Name} is not a ticket event."),
        };
        if (happened is ISettlementStepEvent { Finishes: true })
        {
            next = next with { Settlement = null };
        }

        var isPaid = next.Charged == next.Agreed?.Price;
        var seq = ticket.HistorySeq + 1;
        return next with
        {
            HistorySeq = seq,
            ShownSeq = happened is NoteAdded or UrgencyChanged ? ticket.ShownSeq : seq,
            Earlier = isPaid ? null : next.Earlier,
            Replaced = next.Settlement is null ? null : next.Replaced,
        };
    }

    private static Ticket Opened(TicketOpened opened) =>
        new()
        {
            Number = opened.Number,
            Status = TicketStatus.New,
            Customer = opened.Customer,
            CustomerName = opened.CustomerName,
            License = opened.License,
            Edition = opened.Edition,
            Desk = opened.Desk,
            Subject = opened.Subject,
            AskedAt = opened.AskedAt,
            Coverage = opened.Coverage,
            CategoryHint = opened.CategoryHint,
            PreAgreedUpTo = opened.PreAgreedUpTo,
            Acknowledged = opened.Acknowledged,
            Parent = opened.Parent,
            Chat = opened.Chat,
            RepliesTo = opened.RepliesTo,
            WaitingSince = opened.AskedAt,
        };

    private static Ticket Posted(Ticket ticket, MessagePosted message)
    {
        var posted = ticket.FirstMessage == 0 ? ticket with { FirstMessage = ticket.HistorySeq + 1 } : ticket;
        if (message.InChat)
        {
            return posted;
        }

        return message.Author.Role switch
        {
            Role.Customer => Asked(posted) with { WaitingSince = ticket.WaitingSince ?? message.At },

            // Messages by Tallydesk don't count as answers (Policy E2), and a question entered by staff waits for one.
            Role.System => posted,
            _ when ticket.FirstMessage == 0 => posted,
            _ => posted with
            {
                WaitingSince = null,
                Status = ticket.Status == TicketStatus.Open ? TicketStatus.Pending : ticket.Status,
            },
        };
    }

    /// <summary>After a customer's message, the ticket waits for staff.</summary>
    private static Ticket Asked(Ticket ticket) =>
        ticket.Status switch
        {
            TicketStatus.Pending => ticket with { Status = TicketStatus.Open },
            TicketStatus.Solved => Reopened(ticket),
            _ => ticket,
        };

    private static Ticket Proposed(Ticket ticket, AssessmentProposed proposed) =>
        ticket with
        {
            LastRevision = proposed.Assessment.Revision,
            Proposed = proposed.Assessment,
            Modification = null,
            Declined = null,
            Status = TicketStatus.AwaitingConsent,
            WaitingSince = null,
            Settlement = LeaveTheLine(ticket, proposed.Assessment.Revision, proposed.Origin, proposed.At),
        };

    private static Ticket Agreed(Ticket ticket, AssessmentAgreed agreed)
    {
        var assessment = agreed.Assessment;
        var due = assessment.Price - ticket.Charged;
        var isAsItShallBe = due == (ticket.Waiting?.Required ?? CreditAmount.Zero);
        var isCustomersWord = agreed.Basis is AgreementBasis.Consent or AgreementBasis.IncreaseDeclined;
        var isRelief = agreed.Basis is AgreementBasis.Waiver or AgreementBasis.CoverageApplied;
        var waited = ticket.Status is TicketStatus.AwaitingConsent or TicketStatus.AwaitingCredits;
        return ticket with
        {
            LastRevision = assessment.Revision,
            Proposed = null,
            Declined = null,
            Agreed = assessment,
            Earlier = ticket.Agreed?.Price == ticket.Charged ? ticket.Agreed : ticket.Earlier,
            Replaced = ticket.Waiting is null ? null : ticket.Agreed,
            Status =
                !ticket.IsLive ? ticket.Status
                : isAsItShallBe && due > CreditAmount.Zero ? TicketStatus.AwaitingCredits
                : ticket.Status == TicketStatus.Pending ? TicketStatus.Pending
                : TicketStatus.Open,

            // Staff have decided in place of the customer: the ticket waits for staff.
            WaitingSince = ticket.WaitingSince ?? (isCustomersWord || (isRelief && waited) ? agreed.At : null),
            Settlement = isAsItShallBe ? null : new(assessment.Revision, assessment.Price, agreed.At, agreed.Origin),
            Modification = null,
            FreeModification = ticket.FreeModification ?? assessment.FreeModification,
            Return = ModificationRules.ReturnOf(ticket, agreed),
        };
    }

    private static Ticket Settled(Ticket ticket, ChargeSettled settled)
    {
        // After the awaited payment, the ticket waits for staff, also if a lower price made the payment possible (Policy E1).
        var waited = ticket is { IsLive: true, Proposed: null, Waiting: not null };
        var charged = ticket.Charged + CreditAmount.Sum(settled.Lots.Select(lot => lot.Credits));
        var paid = ticket with
        {
            Charged = charged,
            Earlier = ticket.Replaced?.Price == charged ? ticket.Replaced : ticket.Earlier,
            Spent = ticket.Spent.AddRange(settled.Lots),
            Waiting = null,
            Status = ticket.Status == TicketStatus.AwaitingCredits ? TicketStatus.Open : ticket.Status,
            WaitingSince = waited ? ticket.WaitingSince ?? settled.At : ticket.WaitingSince,
        };
        return settled.AfterEnd
            ? Unpaid(paid) with
            {
                Settlement = ticket.Settlement! with { Target = ticket.Charged },
            }
            : paid;
    }

    /// <summary>A question that the customer wrote before accepting still waits for its answer; the acceptance itself waits for credits.</summary>
    private static DateTimeOffset? AskedBeforeAgreeing(Ticket ticket) =>
        ticket.Settlement is { Origin.Actor.Role: Role.Customer } settlement && ticket.WaitingSince < settlement.Since
            ? ticket.WaitingSince
            : null;

    /// <summary>
    /// A ticket that has ended keeps what was paid: an acceptance that still waited for credits ends with it, unless the
    /// latest one defines what the ticket costs.
    /// </summary>
    private static Ticket Unpaid(Ticket ticket) =>
        ticket with
        {
            Waiting = null,
            Agreed =
                ticket.IsLive || ticket.Settlement is { Target: not null } ? ticket.Agreed : EarlierThatHolds(ticket),
        };

    /// <summary>The previously paid assessment, unless it is based on a free modification that was returned (Policy E3).</summary>
    private static Assessment? EarlierThatHolds(Ticket ticket) =>
        ticket.Earlier is { FreeModification: { } held }
        && (ticket.FreeModification != held || ticket.Return is not null)
            ? null
            : ticket.Earlier;

    /// <summary>A ticket closed as a duplicate has no accepted price of its own, so it has to be reassessed.</summary>
    private static Ticket Reopened(Ticket ticket)
    {
        var agreed = ticket.Outcome == TicketOutcome.Duplicate ? null : ticket.Agreed;
        return ticket with
        {
            Agreed = agreed,
            Status = agreed is null ? TicketStatus.New : TicketStatus.Open,
            Outcome = null,
            ResolutionNote = null,
            FixedIn = null,
            EndedAt = null,
        };
    }

    private static Ticket Ended(Ticket ticket, TicketStatus status, Journal.Origin origin, DateTimeOffset at)
    {
        var ended = ticket with
        {
            Status = status,
            Proposed = null,
            WaitingSince = null,
            EndedAt = at,
            Settlement = ticket.Settlement ?? LeaveTheLine(ticket, ticket.LastRevision, origin, at),
        };

        // An acceptance whose charge was withdrawn for a more expensive proposal is unpaid, too.
        var isUnpaid = ended.Settlement is null && ticket.Charged != (ticket.Agreed?.Price ?? CreditAmount.Zero);
        return isUnpaid ? Unpaid(ended) : ended;
    }

    private static PendingSettlement? LeaveTheLine(
        Ticket ticket,
        int revision,
        Journal.Origin origin,
        DateTimeOffset at
    ) => ticket.Waiting is null ? null : new(revision, Target: null, at, origin);
}
