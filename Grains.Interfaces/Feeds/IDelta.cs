namespace Tallydesk.Feeds;

/// <summary>A numbered part of a feed. Within an epoch, numbers increase by one, so a subscriber can detect a missed delta.</summary>
public interface IDelta
{
    /// <summary>The activation that numbered it.</summary>
    string Epoch { get; }

    /// <summary>1, 2, 3, … within the epoch.</summary>
    long Seq { get; }

    /// <summary>Whether it is a heartbeat: no changes, and the last number repeated.</summary>
    bool IsHeartbeat { get; }
}
