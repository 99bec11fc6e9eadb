using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Chats;

/// <summary>Reads lists of chats, and transcripts. The caller has made sure that the reader may see them.</summary>
public sealed class ChatQueries(IJournalReader journal)
{
    private static ImmutableArray<ChatStatus> Open { get; } = [ChatStatus.Waiting, ChatStatus.Taken];

    private static ImmutableArray<ChatStatus> Ended { get; } = [.. Enum.GetValues<ChatStatus>().Except(Open)];

    /// <summary>A page of chats, the newest first.</summary>
    /// <param name="customer">Only tickets of this customer; null for all.</param>
    /// <param name="statuses">Only tickets in one of these statuses; empty for all.</param>
    /// <param name="limit">The maximum number.</param>
    /// <param name="after">Return those after this position; null for the beginning.</param>
    public Task<ImmutableArray<Listed<ChatView>>> PageAsync(
        string? customer,
        ImmutableArray<ChatStatus> statuses,
        int limit,
        ListPlace? after
    ) =>
        journal.ListAsync<ChatView>(
            new(CardKinds.Chat, limit)
            {
                Customer = customer,
                Statuses = [.. statuses.Select(StoredNames.Of)],
                Descending = true,
                After = after,
            }
        );

    /// <summary>The newest open chats, newest first.</summary>
    public async Task<ImmutableArray<ChatView>> OpenAsync(string? customer, int limit) =>
        (await PageAsync(customer, Open, limit, after: null)).Views();

    /// <summary>A page of the chats that have ended, the newest first.</summary>
    public Task<ImmutableArray<Listed<ChatView>>> EndedPageAsync(string? customer, int limit, ListPlace? after) =>
        PageAsync(customer, Ended, limit, after);

    /// <summary>One chat; null when there is none.</summary>
    public Task<ChatView?> FindAsync(ChatId chat) => ChatCards.FindAsync(journal, chat);

    /// <summary>A page of the transcript, oldest first.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="after">Return messages after this id; 0 for the beginning.</param>
    /// <param name="limit">The maximum number.</param>
    public Task<ImmutableArray<ChatMessage>> MessagesAfterAsync(ChatId chat, long after, int limit) =>
        ChatTranscript.ReadAsync(journal, chat, after, limit);
}
