using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>
/// Merging a duplicate into another ticket of the same customer (Policy F5). The merged one ends at net 0 and is final, the
/// other keeps its own charge; a charge is never moved.
/// </summary>
/// <remarks>
/// Only the merged ticket decides that it is merged, in one commit: it records the pending merge, the other one is asked, and
/// it ends if the merge is still pending then. A ticket with a pending merge accepts no others, with one exception: if two
/// are to be merged into each other, the older one cancels its merge. So a ticket that is asked survives, or starts its own merge
/// after it was asked. In a ring, each ticket would have to start after the next one, so there can be no rings.
/// </remarks>
internal static class MergeRules
{
    /// <summary>
    /// Records that a ticket is to be merged into another. Changes nothing if the same command did so already. Refused:
    /// <see cref="RefusalCode.InvalidField"/>, <see cref="RefusalCode.MergeInFlight"/>, <see cref="RefusalCode.ChargeInFlight"/>.
    /// </summary>
    public static Answer<Decision<TicketEvent>> Begin(
        Ticket ticket,
        Origin origin,
        MergeTicket command,
        DateTimeOffset now
    )
    {
        if (TicketTable.Refuse(ticket, TicketAction.Merge, origin.Actor) is { } refusal)
        {
            return refusal;
        }

        if (command.Into is not { } into || command.Number == ticket.Number)
        {
            return Fields.Invalid(
                "into",
                $"Enter the number of another ticket: there is no other ticket {command.Number}."
            );
        }

        if (ticket.Merge is { } pending)
        {
            return IsOf(pending, origin, command) ? Decision<TicketEvent>.Nothing : InFlight(ticket.Number);
        }

        return RefuseUnfinished(ticket) is { } unfinished
            ? unfinished
            : Decision<TicketEvent>.Of(new MergeStarted(new(into, command.Number, now, origin)));
    }

    /// <summary>
    /// Another ticket asks whether it can be merged into this one. Refused: <see cref="RefusalCode.InvalidField"/> for another
    /// customer's, <see cref="RefusalCode.AlreadyMerged"/>, <see cref="RefusalCode.NotInThisStatus"/>, and
    /// <see cref="RefusalCode.MergeInFlight"/> if this one has a pending merge itself; of two tickets that are to be merged
    /// into each other, only the newer one refuses.
    /// </summary>
    public static Answer<Decision<TicketEvent>> Ask(Ticket ticket, Actor actor, MergeRequest request)
    {
        if (ticket.Exists && ticket.Customer != request.Customer)
        {
            return Fields.Invalid("into", "Only tickets of the same customer can be merged.");
        }

        if (TicketTable.Refuse(ticket, TicketAction.Merge, actor) is { } refusal)
        {
            return refusal;
        }

        return ticket.Merge switch
        {
            null => Decision<TicketEvent>.Nothing,
            var own when own.Number == request.Number && request.Number > ticket.Number => Decision<TicketEvent>.Of(
                new MergeDropped(own.Number)
            ),
            _ => InFlight(ticket.Number),
        };
    }

    /// <summary>
    /// The other ticket has answered: this one is merged into it, with a new revision at price 0. Refused as the other one did,
    /// or with <see cref="RefusalCode.MergeInFlight"/> if the merge is no longer pending.
    /// </summary>
    /// <param name="ticket">The ticket to merge.</param>
    /// <param name="origin">Who sends the command.</param>
    /// <param name="command">The command.</param>
    /// <param name="refused">The other ticket's refusal; null if it agreed.</param>
    /// <param name="now">The current time.</param>
    public static Answer<Decision<TicketEvent>> End(
        Ticket ticket,
        Origin origin,
        MergeTicket command,
        Refusal? refused,
        DateTimeOffset now
    )
    {
        var refusal =
            refused ?? TicketTable.Refuse(ticket, TicketAction.Merge, origin.Actor) ?? RefuseUnfinished(ticket);
        if (refusal is not null)
        {
            return refusal;
        }

        if (ticket.Merge is not { } merge || !IsOf(merge, origin, command))
        {
            return InFlight(ticket.Number);
        }

        var told = $"This ticket is a duplicate and was merged into ticket {merge.Number}. Please continue there.";
        return new Decision<TicketEvent>([
            .. Free(ticket, origin, now),
            new TicketMerged(merge.Into, merge.Number, origin, now),
            new MessagePosted(now, Author.Of(Actor.Desk), told),
        ]);
    }

    /// <summary>Whether a command caused a pending merge.</summary>
    public static bool IsOf(PendingMerge merge, Origin origin, MergeTicket command) =>
        (merge.Origin.Command, merge.Into, merge.Number) == (origin.Command, command.Into, command.Number);

    /// <summary>A duplicate has been merged into this ticket: links it and informs the customer; does nothing if it is already linked.</summary>
    public static ImmutableArray<TicketEvent> TakeIn(Ticket ticket, long duplicate, DateTimeOffset now) =>
        ticket.Duplicates.Contains(duplicate)
            ? []
            :
            [
                new DuplicateTakenIn(duplicate),
                new MessagePosted(
                    now,
                    Author.Of(Actor.Desk),
                    $"Ticket {duplicate} is a duplicate and was merged into this ticket."
                ),
            ];

    private static ImmutableArray<TicketEvent> Free(Ticket ticket, Origin origin, DateTimeOffset now) =>
        ticket.Agreed is { } agreed && (agreed.Price > CreditAmount.Zero || agreed.FreeModification is not null)
            ?
            [
                new AssessmentAgreed(
                    agreed with
                    {
                        Revision = ticket.LastRevision + 1,
                        Price = CreditAmount.Zero,
                        Rules = ["F5"],
                        By = Author.Of(origin.Actor),
                        At = now,
                    },
                    AgreementBasis.Merged,
                    origin,
                    now
                ),
            ]
            : [];

    private static Refusal? RefuseUnfinished(Ticket ticket) =>
        SettlementRules.RefuseInFlight(ticket)
        ?? (
            ticket.Split is null
                ? null
                : new(RefusalCode.ChargeInFlight, "A split of this ticket is in progress. Try again shortly.")
        );

    private static Refusal InFlight(long number) =>
        new Refusal(
            RefusalCode.MergeInFlight,
            $"Ticket {number} is part of another merge. Reload it and try again."
        ).With("ticket", number);
}
