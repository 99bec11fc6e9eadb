using System.Collections.Immutable;
using Tallydesk.Queues;

namespace Tallydesk.Tickets;

/// <summary>Finds in a desk's deltas what is news to whoever follows a ticket.</summary>
/// <param name="followers">Who is told.</param>
internal sealed class TicketNews(TicketFollowers followers)
{
    private readonly Dictionary<long, QueueItem> known = [];

    /// <summary>Takes a whole queue: what was missed before it is not known.</summary>
    public void Reset(QueueSnapshot snapshot)
    {
        foreach (var gone in known.Keys.Except(snapshot.Items.Select(item => item.Card.Number)).ToArray())
        {
            Leave(gone);
        }

        foreach (var item in snapshot.Items)
        {
            Take(item);
        }

        followers.TouchAll();
    }

    /// <summary>Takes the next delta.</summary>
    public void Take(QueueDelta delta)
    {
        foreach (var item in delta.Changes)
        {
            Take(item);
        }

        foreach (var number in delta.Removed)
        {
            Leave(number);
        }
    }

    private void Take(QueueItem item)
    {
        var number = item.Card.Number;
        var before = known.GetValueOrDefault(number);
        known[number] = item;
        if (item.Card.Version != before?.Card.Version)
        {
            followers.Touch(number, forCustomer: item.Card.ShownSeq != before?.Card.ShownSeq);
        }

        if (!item.Replying.SequenceEqual(before?.Replying ?? []))
        {
            followers.Reply(number, [.. item.Replying.Select(one => new BoardAssignee(one.Id, one.Name))]);
        }
    }

    private void Leave(long number)
    {
        if (known.Remove(number, out var before) && !before.Replying.IsEmpty)
        {
            followers.Reply(number, []);
        }

        followers.Touch(number, forCustomer: true);
    }
}
