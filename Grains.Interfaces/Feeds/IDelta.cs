namespace Tallydesk.Feeds;

/// <summary>A numbered piece of a feed. Within an epoch the numbers rise by one, so that whoever misses a delta sees it by the next.</summary>
public interface IDelta
{
    /// <summary>Names the activation that numbered it.</summary>
    string Epoch { get; }

    /// <summary>1, 2, 3, … within the epoch.</summary>
    long Seq { get; }

    /// <summary>Whether it changes nothing, and repeats the last number to say that the feed lives.</summary>
    bool IsHeartbeat { get; }
}
