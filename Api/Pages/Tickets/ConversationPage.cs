using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Tickets;

namespace Tallydesk.Pages.Tickets;

/// <summary>The messages that a ticket's page shows, oldest first.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="HasEarlier">Whether there are messages before them.</param>
/// <param name="HasLater">Whether there are messages after them.</param>
public sealed record ConversationPage(ImmutableArray<ConversationMessage> Messages, bool HasEarlier, bool HasLater)
{
    private const int Size = 100;

    /// <summary>The first message's id; 0 without messages.</summary>
    public long First => Messages.IsEmpty ? 0 : Messages[0].Id;

    /// <summary>The last message's id; 0 without messages.</summary>
    public long Last => Messages.IsEmpty ? 0 : Messages[^1].Id;

    /// <summary>Reads the messages after one, the messages before one, or the newest ones.</summary>
    internal static async Task<ConversationPage> ReadAsync(
        TicketQueries queries,
        TicketId ticket,
        Actor actor,
        long? after,
        long? before
    )
    {
        if (after is { } start)
        {
            var later = await queries.MessagesAfterAsync(ticket, actor, start, Size + 1);
            return new([.. later.Take(Size)], HasEarlier: start > 0, HasLater: later.Length > Size);
        }

        var newest = await queries.MessagesBeforeAsync(ticket, actor, before ?? long.MaxValue, Size + 1);
        return new([.. newest.TakeLast(Size)], HasEarlier: newest.Length > Size, HasLater: before is not null);
    }
}
