using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Tickets;

/// <summary>Cards of tickets that have changed and whose queue is to be told; of several cards of one ticket only the newest.</summary>
internal sealed class ChangedTickets
{
    private readonly ConcurrentDictionary<TicketId, TicketCard> cards = new();
    private readonly Outgoing<TicketId> changed = new();

    /// <summary>Adds a ticket's card, without waiting for the queue.</summary>
    public void Add(TicketCard card)
    {
        var isNew = false;
        cards.AddOrUpdate(
            card.Id,
            // Also after an update that lost to the card's removal.
            _ =>
            {
                isNew = true;
                return card;
            },
            (_, waiting) =>
            {
                isNew = false;
                return waiting.Version > card.Version ? waiting : card;
            }
        );
        if (isNew)
        {
            changed.Add(card.Id);
        }
    }

    /// <summary>Takes cards out as tickets change, until it is stopped.</summary>
    public async IAsyncEnumerable<TicketCard> TakeAsync([EnumeratorCancellation] CancellationToken stopping)
    {
        await foreach (var id in changed.TakeAsync(stopping))
        {
            if (cards.TryRemove(id, out var card))
            {
                yield return card;
            }
        }
    }
}
