using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>How tickets end (Policy D12).</summary>
internal static class EndingRules
{
    private const int LongestNote = 2_000;

    /// <summary>
    /// Ends the work. A duplicate costs nothing, by a new revision at price 0; in all other cases what was charged stays and
    /// what waited ends.
    /// </summary>
    public static Answer<Decision<TicketEvent>> Resolve(
        Ticket ticket,
        Origin origin,
        ResolveTicket command,
        DateTimeOffset now
    )
    {
        var refusal =
            TicketTable.Refuse(ticket, TicketAction.Resolve, origin.Actor)
            ?? Fields.OptionalText("note", command.Note, LongestNote)
            ?? SettlementRules.RefuseInFlight(ticket);
        if (refusal is not null)
        {
            return refusal;
        }

        var resolved = new TicketResolved(command.Outcome, StatusOf(command.Outcome), command.Note, origin, now);
        return
            command.Outcome == TicketOutcome.Duplicate
            && ticket.Agreed is { } agreed
            && (agreed.Price > 0 || agreed.FreeModification is not null)
            ? Decision<TicketEvent>.Of(
                new AssessmentAgreed(Free(ticket, agreed, origin.Actor, now), AgreementBasis.Duplicate, origin, now),
                resolved
            )
            : Decision<TicketEvent>.Of(resolved);
    }

    /// <summary>The customer takes the ticket back: what was pending ends, a charge stays.</summary>
    public static Answer<Decision<TicketEvent>> Withdraw(Ticket ticket, Origin origin, DateTimeOffset now)
    {
        var refusal =
            TicketTable.Refuse(ticket, TicketAction.Withdraw, origin.Actor) ?? SettlementRules.RefuseInFlight(ticket);
        return refusal is not null ? refusal : Decision<TicketEvent>.Of(new TicketWithdrawn(origin, now));
    }

    /// <summary>Closes a solved ticket.</summary>
    public static Answer<Decision<TicketEvent>> Close(Ticket ticket, Actor actor) =>
        TicketTable.Refuse(ticket, TicketAction.Close, actor) is { } refusal
            ? refusal
            : Decision<TicketEvent>.Of(new TicketClosed(Author.Of(actor)));

    private static Assessment Free(Ticket ticket, Assessment agreed, Actor actor, DateTimeOffset now) =>
        agreed with
        {
            Revision = ticket.LastRevision + 1,
            Price = 0,
            Rules = ["D12"],
            By = Author.Of(actor),
            At = now,
        };

    private static TicketStatus StatusOf(TicketOutcome outcome) =>
        outcome switch
        {
            TicketOutcome.Solved => TicketStatus.Solved,
            TicketOutcome.Duplicate or TicketOutcome.CannotBeSolved => TicketStatus.Closed,
            TicketOutcome.ReferredToCustomDevelopment => TicketStatus.ReferredToCustomDevelopment,
            _ => throw new InvalidOperationException($"{outcome} is no outcome."),
        };
}
