using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Tallydesk.Background;
using Tallydesk.Identity;

namespace Tallydesk.Tickets;

/// <summary>Cards of tickets that have changed and whose queue is to be told; of several cards of one ticket only the newest.</summary>
internal sealed class ChangedTickets
{
    private readonly ConcurrentDictionary<TicketId, TicketCard> cards = new();

    /// <summary>The tickets that have changed.</summary>
    public Outgoing<TicketId> Ids { get; } = new();

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
            Ids.Add(card.Id);
        }
    }

    /// <summary>Takes a ticket's newest card out, if it was not taken yet.</summary>
    public bool TryTake(TicketId id, [MaybeNullWhen(false)] out TicketCard card) => cards.TryRemove(id, out card);
}
