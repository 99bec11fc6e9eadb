using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>Messages and internal notes. A ticket costs the same with 1 reply or 40 (Policy C5).</summary>
internal static class ConversationRules
{
    /// <summary>
    /// Adds a message or a note. A customer's message to a solved ticket reopens it (Policy F4), unless its resolution is still
    /// in progress; for closed tickets see <see cref="ReopeningRules.Reply"/>.
    /// </summary>
    public static Answer<Decision<TicketEvent>> Post(
        Ticket ticket,
        Actor actor,
        PostMessage command,
        DateTimeOffset now
    )
    {
        var action = command.Internal ? TicketAction.Note : TicketAction.Post;
        var refusal =
            TicketTable.Refuse(ticket, action, actor)
            ?? OpeningRules.CheckBody(command.Body)
            ?? (ticket.IsLive || command.Internal ? null : SettlementRules.RefuseInFlight(ticket));
        if (refusal is not null)
        {
            return refusal;
        }

        var author = Author.Of(actor);
        return Decision<TicketEvent>.Of(
            command.Internal
                ? new NoteAdded(author, command.Body) { Attachments = command.Attachments }
                : new MessagePosted(now, author, command.Body) { Attachments = command.Attachments }
        );
    }
}
