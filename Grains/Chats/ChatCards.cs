using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Chats;

/// <summary>Reads chats as their cards show them.</summary>
public static class ChatCards
{
    private const int PageSize = 500;

    /// <summary>Every open chat.</summary>
    public static async Task<ImmutableArray<ChatView>> ReadOpenAsync(IJournalReader reader)
    {
        var open = ImmutableArray.CreateBuilder<ChatView>();
        foreach (var status in (ChatStatus[])[ChatStatus.Waiting, ChatStatus.Taken])
        {
            ListPlace? after = null;
            ImmutableArray<StoredCard> page;
            do
            {
                page = await reader.ListCardsAsync(
                    new CardQuery(CardKinds.Chat, PageSize) { Statuses = [StoredNames.Of(status)], After = after }
                );
                open.AddRange(page.Select(Of));
                after = page is [.., var last] ? new ListPlace(last.Card.Rank, last.GrainKey) : null;
            } while (page.Length == PageSize);
        }

        return open.ToImmutable();
    }

    /// <summary>One chat; null when there is none.</summary>
    public static async Task<ChatView?> FindAsync(IJournalReader reader, ChatId chat) =>
        await reader.FindCardAsync(chat.Value) is { } card ? Of(card) : null;

    private static ChatView Of(StoredCard card) => StateJson.Read<ChatView>(card.Card.Body);
}
