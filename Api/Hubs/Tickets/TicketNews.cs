using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Queues;

namespace Tallydesk.Tickets;

/// <summary>Finds changes in a queue's deltas for the followers of a ticket.</summary>
internal sealed class TicketNews
{
    private Dictionary<long, QueueItem> known = [];

    /// <summary>Takes a whole queue: what was missed before it is not known.</summary>
    public void Reset(QueueSnapshot snapshot) => known = snapshot.Items.ToDictionary(item => item.Card.Number);

    /// <summary>Takes the next delta.</summary>
    /// <returns>What is news.</returns>
    public ImmutableArray<TicketChange> Take(QueueDelta delta) =>
        [.. delta.Changes.Select(Take).OfType<TicketChange>(), .. delta.Removed.Select(Leave)];

    private TicketChange? Take(QueueItem item)
    {
        var (card, before) = (item.Card, known.GetValueOrDefault(item.Card.Number));
        known[card.Number] = item;
        var hasChanged = card.Version != before?.Card.Version;
        var isReplyingNew = !item.Replying.SequenceEqual(before?.Replying ?? []);
        return hasChanged || isReplyingNew
            ? new(card.Number, card.Version)
            {
                HasChanged = hasChanged,
                IsForCustomer = hasChanged && card.ShownSeq != before?.Card.ShownSeq,
                Replying = isReplyingNew ? [.. item.Replying.Select(BoardProjection.Of)] : null,
            }
            : null;
    }

    // The state is not sent with it, so it is unknown whether a read includes it.
    private TicketChange Leave(long number)
    {
        known.Remove(number, out var before);
        return new(number, long.MaxValue)
        {
            HasChanged = true,
            IsForCustomer = true,
            Replying = before is { Replying.IsEmpty: false } ? ImmutableArray<BoardAssignee>.Empty : null,
        };
    }
}

/// <summary>What is news about a ticket.</summary>
/// <param name="Number">The ticket.</param>
/// <param name="Version">Its version with the change.</param>
internal sealed record TicketChange(long Number, long Version)
{
    /// <summary>Whether it is another version than before.</summary>
    public bool HasChanged { get; init; }

    /// <summary>Whether its customer may see what has changed.</summary>
    public bool IsForCustomer { get; init; }

    /// <summary>Who writes an answer, for staff; null where that is as before.</summary>
    public ImmutableArray<BoardAssignee>? Replying { get; init; }

    /// <summary>Whether this change is sent to someone who may see the ticket.</summary>
    public bool IsFor(Actor actor) => actor.IsStaff || IsForCustomer;
}
