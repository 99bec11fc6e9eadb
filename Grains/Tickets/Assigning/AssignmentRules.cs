using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>Assignment and urgency of a ticket.</summary>
internal static class AssignmentRules
{
    /// <summary>Claims the ticket, unless someone else already has it.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="actor">The engineer.</param>
    /// <param name="hasLeft">Whether the actor lost access during the request.</param>
    public static Answer<Decision<TicketEvent>> Claim(Ticket ticket, Actor actor, bool hasLeft = false)
    {
        var refusal = TicketTable.Refuse(ticket, TicketAction.Claim, actor) ?? (hasLeft ? HasLeft(actor.Name) : null);
        if (refusal is not null)
        {
            return refusal;
        }

        return ticket.Assignee switch
        {
            null => Decision<TicketEvent>.Of(new TicketAssigned(new(actor.Id, actor.Name))),
            var assignee when assignee.Id == actor.Id => Decision<TicketEvent>.Nothing,
            var assignee => Taken(ticket, assignee),
        };
    }

    /// <summary>Releases the ticket: the actor's own, or anyone's for leads.</summary>
    public static Answer<Decision<TicketEvent>> Release(Ticket ticket, Actor actor)
    {
        if (TicketTable.Refuse(ticket, TicketAction.Release, actor) is { } refusal)
        {
            return refusal;
        }

        return ticket.Assignee switch
        {
            null => Decision<TicketEvent>.Nothing,
            var assignee when assignee.Id == actor.Id || actor.IsLead => Decision<TicketEvent>.Of(
                new TicketReleased(actor.Id)
            ),
            var assignee => Taken(ticket, assignee),
        };
    }

    /// <summary>
    /// Returns the ticket to the queue with an explanatory note when its assignee has lost access. Does nothing for a ticket that is
    /// closed or has another assignee.
    /// </summary>
    public static ImmutableArray<TicketEvent> Return(Ticket ticket, string formerAssignee) =>
        ticket is { IsLive: true, Assignee: { } assignee } && assignee.Id == formerAssignee
            ?
            [
                new TicketReleased(Actor.Desk.Id),
                new NoteAdded(
                    Author.Of(Actor.Desk),
                    $"{assignee.Name} no longer has access. The ticket is back in the queue without an assignee."
                ),
            ]
            : [];

    /// <summary>Assigns the ticket.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="actor">Who assigns it.</param>
    /// <param name="command">The new assignee.</param>
    /// <param name="hasLeft">Whether the engineer has lost access.</param>
    public static Answer<Decision<TicketEvent>> Assign(
        Ticket ticket,
        Actor actor,
        AssignTicket command,
        bool hasLeft = false
    )
    {
        var refusal =
            TicketTable.Refuse(ticket, TicketAction.Assign, actor)
            ?? Fields.Text("engineer", command.Engineer, 100)
            ?? Fields.Text("engineerName", command.EngineerName, 200)
            ?? (hasLeft ? Fields.Invalid("engineer", $"{command.EngineerName} no longer has access.") : null);
        if (refusal is not null)
        {
            return refusal;
        }

        return ticket.Assignee?.Id == command.Engineer
            ? Decision<TicketEvent>.Nothing
            : Decision<TicketEvent>.Of(new TicketAssigned(new(command.Engineer, command.EngineerName)));
    }

    /// <summary>Sets or removes the urgent flag, with a reason (Policy E1).</summary>
    public static Answer<Decision<TicketEvent>> ChangeUrgency(Ticket ticket, Actor actor, ChangeUrgency command)
    {
        var refusal =
            TicketTable.Refuse(ticket, TicketAction.ChangeUrgency, actor) ?? Fields.Text("reason", command.Reason, 500);
        if (refusal is not null)
        {
            return refusal;
        }

        return ticket.Urgent == command.Urgent
            ? Decision<TicketEvent>.Nothing
            : Decision<TicketEvent>.Of(
                new UrgencyChanged(command.Urgent, command.Reason, actor.Id) { Author = Author.Of(actor) }
            );
    }

    /// <summary>Refuses work by someone who has lost access.</summary>
    public static Refusal HasLeft(string name) => new(RefusalCode.Forbidden, $"{name} no longer has access.");

    private static Refusal Taken(Ticket ticket, Assignee assignee) =>
        new Refusal(RefusalCode.AlreadyClaimed, $"{assignee.Name} is already working on ticket {ticket.Number}.").With(
            "assignee",
            assignee.Name
        );
}
