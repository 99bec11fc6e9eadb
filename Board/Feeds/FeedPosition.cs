namespace Tallydesk.Feeds;

/// <summary>What a delta did to what follows a feed.</summary>
public enum DeltaEffect
{
    /// <summary>Its changes are in.</summary>
    Applied,

    /// <summary>Everything it tells was known.</summary>
    Known,

    /// <summary>It is kept until the snapshot that was asked for is there.</summary>
    Held,

    /// <summary>Something before it is missing: a new snapshot is needed.</summary>
    Gap,
}

/// <summary>How far a feed has been followed: its epoch, and the number of the last delta in it.</summary>
public sealed class FeedPosition
{
    /// <summary>The epoch that is followed; null before the first snapshot.</summary>
    public string? Epoch { get; private set; }

    /// <summary>The last delta that is in.</summary>
    public long Seq { get; private set; }

    /// <summary>A snapshot is in, with all deltas up to its number.</summary>
    public void Reset(string epoch, long seq) => (Epoch, Seq) = (epoch, seq);

    /// <summary>Goes on by a delta if it is the next one; everything else changes nothing.</summary>
    /// <param name="epoch">The delta's epoch.</param>
    /// <param name="seq">Its number; a heartbeat repeats the last one.</param>
    /// <param name="isHeartbeat">Whether it has no changes.</param>
    public DeltaEffect Advance(string epoch, long seq, bool isHeartbeat)
    {
        if (epoch != Epoch)
        {
            return DeltaEffect.Gap;
        }

        if (seq <= Seq)
        {
            return DeltaEffect.Known;
        }

        if (isHeartbeat || seq > Seq + 1)
        {
            return DeltaEffect.Gap;
        }

        Seq = seq;
        return DeltaEffect.Applied;
    }
}
