using System.Collections.Immutable;
using Tallydesk.Feeds;

namespace Tallydesk.Chats;

/// <summary>
/// Tells gateway processes of every change of a chat, under the one key <see cref="Key"/>. A projection of the chats' cards:
/// read from the database at activation, fed after commits, repaired by reading again.
/// </summary>
[Alias("tallydesk.chat-feed")]
public interface IChatFeedGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "chf-desk";

    /// <summary>Takes a chat after its commit; an older version than the known one is ignored.</summary>
    [Alias("upsert")]
    Task UpsertAsync(ChatView chat);

    /// <summary>
    /// Subscribes a gateway process, renews its lease of 35 seconds, and catches it up: deltas after (epoch, seq) where the
    /// feed still has them, else the open chats.
    /// </summary>
    /// <param name="node">The gateway process.</param>
    /// <param name="observer">Where deltas go.</param>
    /// <param name="epoch">The epoch the gateway knows; null for none.</param>
    /// <param name="seq">The last sequence number it has.</param>
    [Alias("attach-after")]
    Task<ChatFeedPage> AttachAsync(string node, IChatObserver observer, string? epoch, long seq);
}

/// <summary>A gateway process that fans changes of chats out.</summary>
[Alias("tallydesk.chat-observer")]
public interface IChatObserver : IGrainObserver
{
    /// <summary>Takes the next delta; one call at a time.</summary>
    [Alias("delta")]
    Task OnDeltaAsync(ChatDelta delta);
}

/// <summary>The open chats at one moment.</summary>
/// <param name="Epoch">Names the feed's activation; sequence numbers count within it.</param>
/// <param name="Seq">The last delta that is in it.</param>
/// <param name="Open">The open chats, the longest going first.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.chat-snapshot")]
public sealed record ChatSnapshot(
    [property: Id(0)] string Epoch,
    [property: Id(1)] long Seq,
    [property: Id(2)] ImmutableArray<ChatView> Open
);

/// <summary>Changes since the delta before it. A heartbeat has none and repeats the last number.</summary>
/// <param name="Epoch">The feed's activation.</param>
/// <param name="Seq">1, 2, 3, … within the epoch.</param>
/// <param name="Changes">Changed, new or ended chats.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.chat-delta")]
public sealed record ChatDelta(
    [property: Id(0)] string Epoch,
    [property: Id(1)] long Seq,
    [property: Id(2)] ImmutableArray<ChatView> Changes
) : IDelta
{
    /// <inheritdoc/>
    public bool IsHeartbeat => Changes.IsEmpty;
}

/// <summary>What attaching answers: either deltas to catch up, or a snapshot.</summary>
/// <param name="Snapshot">The open chats, or null.</param>
/// <param name="Deltas">The deltas after the known one; empty with a snapshot.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.chat-feed-page")]
public sealed record ChatFeedPage(
    [property: Id(0)] ChatSnapshot? Snapshot,
    [property: Id(1)] ImmutableArray<ChatDelta> Deltas
);
