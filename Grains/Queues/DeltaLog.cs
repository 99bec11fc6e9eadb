using System.Collections.Immutable;

namespace Tallydesk.Queues;

/// <summary>The latest deltas of one activation, numbered without a gap, to catch up whoever missed a few.</summary>
/// <param name="epoch">Names the activation.</param>
/// <param name="capacity">How many deltas are kept.</param>
internal sealed class DeltaLog(string epoch, int capacity)
{
    private readonly QueueDelta?[] ring = new QueueDelta?[capacity];

    /// <summary>The activation.</summary>
    public string Epoch => epoch;

    /// <summary>The number of the last delta; 0 before the first.</summary>
    public long Seq { get; private set; }

    /// <summary>A delta without changes that tells the last number.</summary>
    public QueueDelta Heartbeat => new(epoch, Seq, [], []);

    /// <summary>Numbers the next delta and keeps it.</summary>
    public void Append(ImmutableArray<QueueItem> changes, ImmutableArray<long> removed)
    {
        Seq++;
        ring[Seq % capacity] = new(epoch, Seq, changes, removed);
    }

    /// <summary>The delta of a number; null when it is no longer, or not yet, there.</summary>
    public QueueDelta? Find(long seq) => ring[seq % capacity] is { } delta && delta.Seq == seq ? delta : null;

    /// <summary>All deltas after a number; null when the epoch is another one or one of them is no longer there.</summary>
    public ImmutableArray<QueueDelta>? After(string? knownEpoch, long seq)
    {
        if (knownEpoch != epoch || seq < 0 || seq > Seq || Seq - seq > capacity)
        {
            return null;
        }

        var deltas = ImmutableArray.CreateBuilder<QueueDelta>((int)(Seq - seq));
        for (var next = seq + 1; next <= Seq; next++)
        {
            deltas.Add(Find(next)!);
        }

        return deltas.MoveToImmutable();
    }
}
