using Tallydesk.Feeds;

namespace Tallydesk.Queues;

/// <summary>
/// A copy of a queue that follows the hub: a snapshot, and the deltas after it without a gap. A change costs O(log n),
/// however long the queue is. The rows of a long snapshot arrive in parts while deltas are already applied.
/// </summary>
public sealed class QueueReplica
{
    private readonly Dictionary<long, BoardRow> rows = [];
    private readonly SortedDictionary<BoardPlace, BoardRow> order = new(BoardPlace.Order);
    private readonly FeedPosition position = new();

    // For writers only: the hub's callback and the next part may run on two threads outside of a browser.
    private readonly Lock gate = new();
    private readonly HashSet<long> newer = [];
    private readonly HashSet<long> unconfirmed = [];
    private List<BoardDelta>? held;

    /// <summary>The epoch that is followed; null before the first snapshot.</summary>
    public string? Epoch => position.Epoch;

    /// <summary>The last delta that is in.</summary>
    public long Seq => position.Seq;

    /// <summary>The rows in order.</summary>
    public IReadOnlyCollection<BoardRow> Rows => order.Values;

    /// <summary>How many rows wait for an answer.</summary>
    public int Waiting { get; private set; }

    /// <summary>Whether a part of the snapshot's rows is still to come.</summary>
    public bool IsFilling { get; private set; }

    /// <summary>Rises with every change of the rows.</summary>
    public long Revision { get; private set; }

    /// <summary>The row of a number, or null.</summary>
    public BoardRow? Find(long number) => rows.GetValueOrDefault(number);

    /// <summary>A snapshot has been asked for; deltas are held until <see cref="Reset"/>.</summary>
    public void Await()
    {
        lock (gate)
        {
            held = [];
        }
    }

    /// <summary>
    /// Takes a snapshot and what of the held deltas comes after it. Where a part of its rows is still to come, rows from
    /// before stay until <see cref="Complete"/>.
    /// </summary>
    /// <returns>Numbers of rows that are new or other than before; and whether a gap shows that another snapshot is needed.</returns>
    public (IReadOnlyCollection<long> Changed, bool Gap) Reset(BoardSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        lock (gate)
        {
            var changed = snapshot
                .Rows.Where(row => Find(row.Number) is not { } known || known != row)
                .Select(row => row.Number)
                .ToHashSet();
            Begin(snapshot);
            position.Reset(snapshot.Epoch, snapshot.Seq);
            Revision++;
            var missed = held ?? [];
            held = null;
            var gap = false;
            foreach (var delta in missed)
            {
                gap |= Take(delta) == DeltaEffect.Gap;
                changed.UnionWith(delta.Changes.Select(row => row.Number));
            }

            return (changed, gap);
        }
    }

    /// <summary>Takes more rows of the snapshot. Rows that a delta has changed since are not overwritten.</summary>
    public void Fill(IReadOnlyCollection<BoardRow> more)
    {
        ArgumentNullException.ThrowIfNull(more);
        lock (gate)
        {
            Confirm(more.Where(row => !newer.Contains(row.Number)));
            Revision++;
        }
    }

    /// <summary>All rows of the snapshot have arrived. Removes earlier rows that it does not have.</summary>
    public void Complete()
    {
        lock (gate)
        {
            foreach (var number in unconfirmed)
            {
                Remove(number);
            }

            unconfirmed.Clear();
            newer.Clear();
            IsFilling = false;
            Revision++;
        }
    }

    /// <summary>Takes the next delta or heartbeat.</summary>
    public DeltaEffect Accept(BoardDelta delta)
    {
        ArgumentNullException.ThrowIfNull(delta);
        lock (gate)
        {
            if (held is null)
            {
                return Take(delta);
            }

            held.Add(delta);
            return DeltaEffect.Held;
        }
    }

    private void Begin(BoardSnapshot snapshot)
    {
        IsFilling = snapshot.Rest > 0;
        newer.Clear();
        unconfirmed.Clear();
        if (IsFilling)
        {
            unconfirmed.UnionWith(rows.Keys);
            Confirm(snapshot.Rows);
            return;
        }

        rows.Clear();
        order.Clear();
        Waiting = 0;
        foreach (var row in snapshot.Rows)
        {
            Put(row);
        }
    }

    private DeltaEffect Take(BoardDelta delta)
    {
        var effect = position.Advance(delta.Epoch, delta.Seq, delta.IsHeartbeat());
        if (effect != DeltaEffect.Applied)
        {
            return effect;
        }

        foreach (var row in delta.Changes)
        {
            Put(row);
        }

        foreach (var number in delta.Removed)
        {
            Remove(number);
        }

        if (IsFilling)
        {
            newer.UnionWith(delta.Changes.Select(row => row.Number).Concat(delta.Removed));
            unconfirmed.ExceptWith(newer);
        }

        Revision++;
        return effect;
    }

    private void Confirm(IEnumerable<BoardRow> confirmed)
    {
        foreach (var row in confirmed)
        {
            unconfirmed.Remove(row.Number);
            if (Find(row.Number) != row)
            {
                Put(row);
            }
        }
    }

    private void Put(BoardRow row)
    {
        Remove(row.Number);
        rows[row.Number] = row;
        order[BoardPlace.Of(row)] = row;
        Waiting += One(row);
    }

    private void Remove(long number)
    {
        if (rows.Remove(number, out var row))
        {
            order.Remove(BoardPlace.Of(row));
            Waiting -= One(row);
        }
    }

    private static int One(BoardRow row) => row.WaitingSince is null ? 0 : 1;
}
