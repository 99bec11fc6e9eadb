using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Tickets;

/// <summary>A message of a ticket's conversation.</summary>
/// <param name="Id">The message's id within the ticket.</param>
/// <param name="At">When it was written.</param>
/// <param name="Author">The author's name.</param>
/// <param name="AuthorRole">customer, engineer, lead, admin, or system for what the desk itself tells.</param>
/// <param name="Body">Markdown.</param>
/// <param name="Internal">Whether only staff see it.</param>
public sealed record ConversationMessage(
    long Id,
    DateTimeOffset At,
    string Author,
    Role AuthorRole,
    string Body,
    bool Internal
)
{
    /// <summary>The author's actor id.</summary>
    public string AuthorId { get; init; } = "";

    /// <summary>Its files.</summary>
    public ImmutableArray<Attachment> Attachments { get; init; } = [];
}

/// <summary>Reads conversations out of the history. The caller has made sure that the actor sees the ticket.</summary>
internal static class Conversation
{
    private static readonly string Message = HistoryRows.KindOf(typeof(MessagePosted));
    private static readonly string Note = HistoryRows.KindOf(typeof(NoteAdded));

    /// <summary>A page of the conversation, oldest first; internal notes are in it for staff only.</summary>
    /// <param name="reader">The journal.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="after">Messages after this id; 0 from the start.</param>
    /// <param name="limit">At most so many.</param>
    public static async Task<ImmutableArray<ConversationMessage>> ReadAsync(
        IJournalReader reader,
        TicketId ticket,
        Actor actor,
        long after,
        int limit
    )
    {
        var rows = await reader.ReadHistoryAsync(ticket.Value, after, limit, KindsFor(actor));
        return [.. rows.Select(MessageOf)];
    }

    /// <summary>The newest messages before one, oldest first; internal notes are among them for staff only.</summary>
    /// <param name="reader">The journal.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="before">Messages before this id.</param>
    /// <param name="limit">At most so many.</param>
    public static async Task<ImmutableArray<ConversationMessage>> ReadBeforeAsync(
        IJournalReader reader,
        TicketId ticket,
        Actor actor,
        long before,
        int limit
    )
    {
        var rows = await reader.ReadHistoryBeforeAsync(ticket.Value, before, limit, KindsFor(actor));
        return [.. rows.Select(MessageOf)];
    }

    /// <summary>The messages among rows of a ticket's history; other rows are left out.</summary>
    public static ImmutableArray<ConversationMessage> MessagesAmong(ImmutableArray<HistoryRow> rows) =>
        [.. rows.Where(row => row.Kind == Message || row.Kind == Note).Select(MessageOf)];

    private static ImmutableArray<string> KindsFor(Actor actor) => actor.IsStaff ? [Message, Note] : [Message];

    /// <summary>A message on its way into a split-off ticket.</summary>
    public static SplitMessage MovedOf(HistoryRow row)
    {
        var message = StateJson.Read<MessagePosted>(row.Body);
        return new(row.Seq, row.At, message.Author.Id, message.Author.Name, message.Body)
        {
            Attachments = message.Attachments,
        };
    }

    /// <summary>The message of a row of kind messagePosted or noteAdded.</summary>
    public static ConversationMessage MessageOf(HistoryRow row)
    {
        if (row.Kind == Note)
        {
            var note = StateJson.Read<NoteAdded>(row.Body);
            return new(row.Seq, row.At, note.Author.Name, note.Author.Role, note.Body, Internal: true)
            {
                AuthorId = note.Author.Id,
                Attachments = note.Attachments ?? [],
            };
        }

        var message = StateJson.Read<MessagePosted>(row.Body);
        return new(row.Seq, row.At, message.Author.Name, message.Author.Role, message.Body, Internal: false)
        {
            AuthorId = message.Author.Id,
            Attachments = message.Attachments ?? [],
        };
    }
}
