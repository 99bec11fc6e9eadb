using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>Who works on a ticket, and how urgent it is.</summary>
internal static class AssignmentRules
{
    /// <summary>Takes the ticket; whoever has it keeps it.</summary>
    public static Answer<Decision<TicketEvent>> Claim(Ticket ticket, Actor actor)
    {
        if (TicketTable.Refuse(ticket, TicketAction.Claim, actor) is { } refusal)
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

    /// <summary>Gives the ticket back: one's own, or a lead anyone's.</summary>
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

    /// <summary>Gives the ticket to somebody.</summary>
    public static Answer<Decision<TicketEvent>> Assign(Ticket ticket, Actor actor, AssignTicket command)
    {
        var refusal =
            TicketTable.Refuse(ticket, TicketAction.Assign, actor)
            ?? Fields.Text("engineer", command.Engineer, 100)
            ?? Fields.Text("engineerName", command.EngineerName, 200);
        if (refusal is not null)
        {
            return refusal;
        }

        return ticket.Assignee?.Id == command.Engineer
            ? Decision<TicketEvent>.Nothing
            : Decision<TicketEvent>.Of(new TicketAssigned(new(command.Engineer, command.EngineerName)));
    }

    /// <summary>Marks the ticket as clearly more urgent than others of its tier, or not, with a reason (Policy E1).</summary>
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

    private static Refusal Taken(Ticket ticket, Assignee assignee) =>
        new Refusal(RefusalCode.AlreadyClaimed, $"{assignee.Name} works on ticket {ticket.Number}.").With(
            "assignee",
            assignee.Name
        );
}
