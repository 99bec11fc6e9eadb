using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Tickets;

namespace Tallydesk.Chats;

/// <summary>Reads chats out of the history. The caller has made sure that the actor sees the chat.</summary>
public static class ChatTranscript
{
    private static readonly ImmutableArray<string> Message = [StoredNames.Of(typeof(ChatMessagePosted))];

    /// <summary>A page of the transcript, oldest first.</summary>
    /// <param name="reader">The journal.</param>
    /// <param name="chat">The chat.</param>
    /// <param name="after">Return messages after this id; 0 for the beginning.</param>
    /// <param name="limit">The maximum number.</param>
    public static async Task<ImmutableArray<ChatMessage>> ReadAsync(
        IJournalReader reader,
        ChatId chat,
        long after,
        int limit
    )
    {
        var rows = await reader.ReadHistoryAsync(chat.Value, after, limit, Message);
        return [.. rows.Select(row => MessageOf(row.Seq, StateJson.Read<ChatMessagePosted>(row.Body)))];
    }

    /// <summary>The whole transcript on its way into a ticket.</summary>
    public static async Task<ImmutableArray<SpokenMessage>> ReadWholeAsync(IJournalReader reader, ChatId chat)
    {
        var rows = await reader.ReadHistoryAsync(chat.Value, 0, ChatRules.MostMessages, Message);
        return [.. rows.Select(SpokenOf)];
    }

    /// <summary>A message as everybody in the chat sees it.</summary>
    public static ChatMessage MessageOf(long id, ChatMessagePosted message) =>
        new(id, message.At, message.Author.Name, message.Author.Role, message.Body);

    private static SpokenMessage SpokenOf(HistoryRow row)
    {
        var message = StateJson.Read<ChatMessagePosted>(row.Body);
        var author = message.Author;
        return new(row.Seq, message.At, author.Id, author.Name, author.Role, message.Body);
    }
}
