using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Feeds;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Refusals;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>
/// A live queue, keyed <c>que-</c> and the desk's id. A projection of the tickets' and licenses' cards: rebuilt from the database on
/// activation, updated after commits, and repaired by a periodic overlapping read. It proposes tickets; the ticket decides on a claim.
/// </summary>
[Alias("tallydesk.queue")]
public interface IQueueGrain : IGrainWithStringKey
{
    /// <summary>Receives a card after its commit; versions older than the known one are ignored.</summary>
    [Alias("upsert")]
    Task UpsertAsync(TicketCard card);

    /// <summary>Receives a license after a change; the places of its tickets follow its VIP care immediately (Policy B9, E1).</summary>
    [Alias("upsert-license")]
    Task UpsertLicenseAsync(LicenseView license);

    /// <summary>The queue in order, for staff. Refused: <see cref="RefusalCode.NotFound"/> for anyone else, or if the policy has no such queue.</summary>
    [Alias("view")]
    Task<Answer<QueueSnapshot>> ViewAsync(Actor actor);

    /// <summary>Claims the first unassigned ticket for the calling engineer. The number is null if none is waiting.</summary>
    [Alias("next")]
    Task<Answer<NextTicket>> NextAsync(CommandContext context);

    /// <summary>
    /// Records that a staff member is writing a reply, or no longer is. Kept in memory for 15 seconds after the last
    /// notice. Does nothing for anyone else, or for a ticket that is not in the queue.
    /// </summary>
    [Alias("replying")]
    Task ReplyingAsync(Actor actor, long ticket, bool replying);

    /// <summary>
    /// Subscribes a gateway process or renews its lease, and brings it up to date: with the deltas after (epoch, seq) if the queue still has
    /// them, otherwise with a snapshot.
    /// </summary>
    /// <param name="node">The gateway process.</param>
    /// <param name="observer">Receives the deltas.</param>
    /// <param name="epoch">The epoch that the gateway knows; null if none.</param>
    /// <param name="seq">The last sequence number it has.</param>
    [Alias("attach")]
    Task<FeedPage> AttachAsync(string node, IQueueObserver observer, string? epoch, long seq);
}

/// <summary>A gateway process that fans out a queue's deltas.</summary>
[Alias("tallydesk.queue-observer")]
public interface IQueueObserver : IGrainObserver
{
    /// <summary>Receives the next delta; called once at a time.</summary>
    [Alias("delta")]
    Task OnDeltaAsync(string desk, QueueDelta delta);
}

/// <summary>A ticket in the queue.</summary>
/// <param name="Card">The ticket.</param>
/// <param name="Vip">Whether the license has VIP care now (Policy E1).</param>
/// <param name="DueAt">The response target; null if there is none (Policy E2).</param>
[GenerateSerializer, Immutable, Alias("tallydesk.queue-item")]
public sealed record QueueItem(
    [property: Id(0)] TicketCard Card,
    [property: Id(1)] bool Vip,
    [property: Id(2)] DateTimeOffset? DueAt
)
{
    /// <summary>Who is writing a reply now; empty for no one.</summary>
    [Id(3)]
    public ImmutableArray<Assignee> Replying { get; init; } = [];

    /// <summary>The owner's balance in credits, at most a few seconds old; null until it is loaded.</summary>
    [Id(4)]
    public CreditAmount? Balance { get; init; }

    /// <summary>The current end of the license's support period or VIP care; null if there is none, or it is not loaded yet.</summary>
    [Id(5)]
    public DateTimeOffset? CoveredUntil { get; init; }
}

/// <summary>A snapshot of a complete queue.</summary>
/// <param name="Epoch">Names the queue's activation; sequence numbers count within it.</param>
/// <param name="Seq">The last delta that it includes.</param>
/// <param name="Items">All open tickets of the queue: those waiting for an answer in the order of E1, then the others by number.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.queue-snapshot")]
public sealed record QueueSnapshot(
    [property: Id(0)] string Epoch,
    [property: Id(1)] long Seq,
    [property: Id(2)] ImmutableArray<QueueItem> Items
);

/// <summary>Changes since the previous delta. A heartbeat has no changes and repeats the last number.</summary>
/// <param name="Epoch">The queue's activation.</param>
/// <param name="Seq">1, 2, 3, … within the epoch.</param>
/// <param name="Changes">Changed or new tickets, each at most once.</param>
/// <param name="Removed">Numbers of tickets that left the queue, or changed outside of it.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.queue-delta")]
public sealed record QueueDelta(
    [property: Id(0)] string Epoch,
    [property: Id(1)] long Seq,
    [property: Id(2)] ImmutableArray<QueueItem> Changes,
    [property: Id(3)] ImmutableArray<long> Removed
) : IDelta
{
    /// <inheritdoc/>
    public bool IsHeartbeat => Changes.Length + Removed.Length == 0;
}

/// <summary>The result of attaching: either the missed deltas or a snapshot.</summary>
/// <param name="Snapshot">The whole queue, or null.</param>
/// <param name="Deltas">The deltas after the known one; empty with a snapshot.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.feed-page")]
public sealed record FeedPage(
    [property: Id(0)] QueueSnapshot? Snapshot,
    [property: Id(1)] ImmutableArray<QueueDelta> Deltas
);

/// <summary>The ticket that was claimed.</summary>
/// <param name="Number">Its number; null if none was waiting.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.next-ticket")]
public sealed record NextTicket([property: Id(0)] long? Number);
