using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Tickets;

/// <summary>A message in a ticket's conversation, or the text of an action.</summary>
/// <param name="Id">The message's id within the ticket.</param>
/// <param name="At">When it was written.</param>
/// <param name="Author">The author's name.</param>
/// <param name="AuthorRole">customer, engineer, lead, admin, or system for messages by Tallydesk.</param>
/// <param name="Body">Markdown.</param>
/// <param name="Internal">Whether only staff can see it.</param>
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

    /// <summary>The action that the text belongs to; null for a message or note.</summary>
    public Occasion? Occasion { get; init; }

    /// <summary>Its files.</summary>
    public ImmutableArray<Attachment> Attachments { get; init; } = [];
}

/// <summary>Reads conversations from the history. The caller has checked that the actor can see the ticket.</summary>
public static class Conversation
{
    /// <summary>A page of the conversation, oldest first; staff texts are included for staff only.</summary>
    /// <param name="reader">The journal.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="actor">The reader.</param>
    /// <param name="after">Return messages after this id; 0 for the beginning.</param>
    /// <param name="limit">The maximum number.</param>
    public static async Task<ImmutableArray<ConversationMessage>> ReadAsync(
        IJournalReader reader,
        TicketId ticket,
        Actor actor,
        long after,
        int limit
    )
    {
        var kinds = ConversationWords.KindsFor(actor);
        var found = ImmutableArray.CreateBuilder<ConversationMessage>(limit);
        ImmutableArray<HistoryRow> rows;
        do
        {
            // Rows of these kinds can have no text, so a page may need more than one read.
            rows = await reader.ReadHistoryAsync(ticket.Value, after, limit, kinds);
            found.AddRange(MessagesAmong(rows).Take(limit - found.Count));
            after = rows.IsEmpty ? after : rows[^1].Seq;
        } while (rows.Length == limit && found.Count < limit);
        return found.DrainToImmutable();
    }

    /// <summary>The newest messages before one, oldest first; internal notes are included for staff only.</summary>
    /// <param name="reader">The journal.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="actor">The reader.</param>
    /// <param name="before">Return messages before this id.</param>
    /// <param name="limit">The maximum number.</param>
    public static async Task<ImmutableArray<ConversationMessage>> ReadBeforeAsync(
        IJournalReader reader,
        TicketId ticket,
        Actor actor,
        long before,
        int limit
    )
    {
        var kinds = ConversationWords.KindsFor(actor);
        var found = ImmutableArray<ConversationMessage>.Empty;
        ImmutableArray<HistoryRow> rows;
        do
        {
            rows = await reader.ReadHistoryBeforeAsync(ticket.Value, before, limit, kinds);
            found = found.InsertRange(0, MessagesAmong(rows));
            before = rows.IsEmpty ? before : rows[0].Seq;
        } while (rows.Length == limit && found.Length < limit);
        return [.. found.TakeLast(limit)];
    }

    /// <summary>The messages among rows of a ticket's history; other rows are skipped.</summary>
    public static ImmutableArray<ConversationMessage> MessagesAmong(ImmutableArray<HistoryRow> rows) =>
        [.. rows.Select(ConversationWords.Read).OfType<ConversationMessage>()];

    /// <summary>A message to move into a split-off ticket.</summary>
    public static SplitMessage MovedOf(HistoryRow row)
    {
        var message = StateJson.Read<MessagePosted>(row.Body);
        return new(row.Seq, row.At, message.Author.Id, message.Author.Name, message.Body)
        {
            Attachments = message.Attachments,
        };
    }
}
