using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Tallydesk.Feeds;

/// <summary>The latest deltas of one activation, numbered without gaps, for subscribers that missed some.</summary>
/// <param name="epoch">Names the activation.</param>
/// <param name="capacity">How many deltas are kept.</param>
/// <param name="heartbeat">Makes a delta without changes, of an epoch and a number.</param>
/// <typeparam name="TDelta">The feed's delta.</typeparam>
internal sealed class DeltaLog<TDelta>(string epoch, int capacity, Func<string, long, TDelta> heartbeat)
    where TDelta : class, IDelta
{
    private readonly TDelta?[] ring = new TDelta?[capacity];

    /// <summary>The activation.</summary>
    public string Epoch => epoch;

    /// <summary>The number of the last delta; 0 before the first.</summary>
    public long Seq { get; private set; }

    /// <summary>A delta without changes that tells the last number.</summary>
    public TDelta Heartbeat => heartbeat(epoch, Seq);

    /// <summary>A name for an activation that no other one has.</summary>
    public static string NewEpoch() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Numbers the next delta and keeps it.</summary>
    /// <param name="next">Makes the delta of the epoch and its number.</param>
    public void Append(Func<string, long, TDelta> next)
    {
        Seq++;
        ring[Seq % capacity] = next(epoch, Seq);
    }

    /// <summary>The delta with a number; null if it is not available anymore, or not yet.</summary>
    public TDelta? Find(long seq) => ring[seq % capacity] is { } delta && delta.Seq == seq ? delta : null;

    /// <summary>All deltas after a number; null if the epoch differs or one of them is no longer available.</summary>
    public ImmutableArray<TDelta>? After(string? knownEpoch, long seq)
    {
        if (knownEpoch != epoch || seq < 0 || seq > Seq || Seq - seq > capacity)
        {
            return null;
        }

        var deltas = ImmutableArray.CreateBuilder<TDelta>((int)(Seq - seq));
        for (var next = seq + 1; next <= Seq; next++)
        {
            deltas.Add(Find(next)!);
        }

        return deltas.MoveToImmutable();
    }
}
