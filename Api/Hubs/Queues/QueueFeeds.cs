using System.Collections.Concurrent;
using System.Collections.Immutable;
using Tallydesk.Background;
using Tallydesk.Feeds;
using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>Follows the queue of every desk that the policy names, for all viewers of this gateway.</summary>
internal sealed class QueueFeeds(
    IGrainFactory grains,
    ISupportPolicySource policy,
    Followers<string, BoardDelta> viewers,
    Followers<long, TicketChange> followers,
    TimeProvider time,
    ILogger<QueueFeeds> log
) : BackgroundLoop("queues", TimeSpan.FromSeconds(5), time, log)
{
    private readonly List<IQueueObserver> references = [];
    private readonly ConcurrentDictionary<string, DeskFeed> feeds = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override IEnumerable<BackgroundLoop> Parts => feeds.Values;

    /// <summary>The feed of a desk; null when the policy names no such desk.</summary>
    public DeskFeed? Find(string desk) => policy.Current.Desks.Contains(desk) ? feeds.GetValueOrDefault(desk) : null;

    /// <summary>How many tickets of all queues wait for an answer.</summary>
    public int Waiting => feeds.Values.Sum(feed => feed.Mirror.Waiting);

    /// <summary>Who writes an answer to a ticket.</summary>
    public ImmutableArray<BoardAssignee> WritersOf(long number) =>
        feeds.Values.Select(feed => feed.Mirror.Find(number)?.Replying?.Writers).FirstOrDefault(who => who is not null)
        ?? [];

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        foreach (var desk in policy.Current.Desks.Where(desk => !feeds.ContainsKey(desk)))
        {
            var feed = new DeskFeed(
                desk,
                grains.GetGrain<IQueueGrain>(QueueId.OfDesk(desk).Value),
                viewers,
                followers,
                Time,
                Log
            );
            // Orleans itself holds the feed weakly; the dictionary keeps it.
            var reference = grains.CreateObjectReference<IQueueObserver>(feed);
            feeds[desk] = feed;
            references.Add(reference);
            await feed.FollowAsync(reference, stopping);
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        await Task.WhenAll(feeds.Values.Select(feed => feed.StopAsync(CancellationToken.None)));
        references.ForEach(grains.DeleteObjectReference<IQueueObserver>);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var feed in feeds.Values)
        {
            feed.Dispose();
        }

        base.Dispose();
    }
}
