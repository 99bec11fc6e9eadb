using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Tallydesk.Background;
using Tallydesk.Identity;

namespace Tallydesk.Tickets;

/// <summary>Cards of changed tickets whose queue has to be notified; only the newest card of each ticket.</summary>
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
            // Also after an update that came after the card's removal.
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

    /// <summary>Removes and returns a ticket's newest card, if it was not taken yet.</summary>
    public bool TryTake(TicketId id, [MaybeNullWhen(false)] out TicketCard card) => cards.TryRemove(id, out card);
}
