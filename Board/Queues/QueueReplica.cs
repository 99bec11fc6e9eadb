using Tallydesk.Feeds;

namespace Tallydesk.Queues;

/// <summary>
/// A copy of a desk's queue that follows the hub: a snapshot, and the deltas after it without a gap. A row changes in
/// O(log n) comparisons.
/// </summary>
public sealed class QueueReplica
{
    private readonly Dictionary<long, BoardRow> rows = [];
    private readonly List<BoardRow> order = [];
    private readonly FeedPosition position = new();
    private List<BoardDelta>? held;

    /// <summary>The epoch that is followed; null before the first snapshot.</summary>
    public string? Epoch => position.Epoch;

    /// <summary>The last delta that is in.</summary>
    public long Seq => position.Seq;

    /// <summary>The rows in order.</summary>
    public IReadOnlyList<BoardRow> Rows => order;

    /// <summary>Rises with every change of the rows.</summary>
    public long Revision { get; private set; }

    /// <summary>The row of a number, or null.</summary>
    public BoardRow? Find(long number) => rows.GetValueOrDefault(number);

    /// <summary>A snapshot has been asked for; deltas are held until <see cref="Reset"/>.</summary>
    public void Await() => held = [];

    /// <summary>Takes a snapshot and what of the held deltas comes after it.</summary>
    /// <returns>Numbers of rows that are new or other than before; and whether a gap shows that another snapshot is needed.</returns>
    public (IReadOnlyCollection<long> Changed, bool Gap) Reset(BoardSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var changed = snapshot
            .Rows.Where(row => Find(row.Number) is not { } known || known != row)
            .Select(row => row.Number)
            .ToHashSet();
        rows.Clear();
        order.Clear();
        foreach (var row in snapshot.Rows)
        {
            rows[row.Number] = row;
            order.Add(row);
        }

        order.Sort(BoardOrder.Instance);
        position.Reset(snapshot.Epoch, snapshot.Seq);
        Revision++;
        var missed = held ?? [];
        held = null;
        var gap = false;
        foreach (var delta in missed)
        {
            gap |= Accept(delta) == DeltaEffect.Gap;
            changed.UnionWith(delta.Changes.Select(row => row.Number));
        }

        return (changed, gap);
    }

    /// <summary>Takes the next delta or heartbeat.</summary>
    public DeltaEffect Accept(BoardDelta delta)
    {
        ArgumentNullException.ThrowIfNull(delta);
        if (held is not null)
        {
            held.Add(delta);
            return DeltaEffect.Held;
        }

        var effect = position.Advance(delta.Epoch, delta.Seq, delta.IsHeartbeat());
        if (effect != DeltaEffect.Applied)
        {
            return effect;
        }

        foreach (var row in delta.Changes)
        {
            Remove(row.Number);
            rows[row.Number] = row;
            order.Insert(~order.BinarySearch(row, BoardOrder.Instance), row);
        }

        foreach (var number in delta.Removed)
        {
            Remove(number);
        }

        Revision++;
        return effect;
    }

    private void Remove(long number)
    {
        if (rows.Remove(number, out var row))
        {
            order.RemoveAt(order.BinarySearch(row, BoardOrder.Instance));
        }
    }
}
