using System.Collections.Immutable;
using Tallydesk.Feeds;

namespace Tallydesk.Chats;

/// <summary>
/// Notifies gateway processes of every change to a chat; the only key is <see cref="Key"/>. A projection of the chats' cards:
/// read from the database on activation, updated after commits, and repaired by periodic reads.
/// </summary>
[Alias("tallydesk.chat-feed")]
public interface IChatFeedGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "chf-desk";

    /// <summary>Receives a chat after its commit; versions older than the known one are ignored.</summary>
    [Alias("upsert")]
    Task UpsertAsync(ChatView chat);

    /// <summary>
    /// Subscribes a gateway process or renews its lease of 35 seconds, and brings it up to date: with the deltas after (epoch, seq) if the
    /// feed still has them, otherwise with the open chats.
    /// </summary>
    /// <param name="node">The gateway process.</param>
    /// <param name="observer">Receives the deltas.</param>
    /// <param name="epoch">The epoch that the gateway knows; null if none.</param>
    /// <param name="seq">The last sequence number it has.</param>
    [Alias("attach-after")]
    Task<ChatFeedPage> AttachAsync(string node, IChatObserver observer, string? epoch, long seq);
}

/// <summary>A gateway process that fans out changes to chats.</summary>
[Alias("tallydesk.chat-observer")]
public interface IChatObserver : IGrainObserver
{
    /// <summary>Receives the next delta; called once at a time.</summary>
    [Alias("delta")]
    Task OnDeltaAsync(ChatDelta delta);
}

/// <summary>A snapshot of the open chats.</summary>
/// <param name="Epoch">Names the feed's activation; sequence numbers count within it.</param>
/// <param name="Seq">The last delta that it includes.</param>
/// <param name="Open">The open chats, oldest first.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.chat-snapshot")]
public sealed record ChatSnapshot(
    [property: Id(0)] string Epoch,
    [property: Id(1)] long Seq,
    [property: Id(2)] ImmutableArray<ChatView> Open
);

/// <summary>Changes since the previous delta. A heartbeat has no changes and repeats the last number.</summary>
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

/// <summary>The result of attaching: either the missed deltas or a snapshot.</summary>
/// <param name="Snapshot">The open chats, or null.</param>
/// <param name="Deltas">The deltas after the known one; empty with a snapshot.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.chat-feed-page")]
public sealed record ChatFeedPage(
    [property: Id(0)] ChatSnapshot? Snapshot,
    [property: Id(1)] ImmutableArray<ChatDelta> Deltas
);
