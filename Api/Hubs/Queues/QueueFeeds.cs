using System.Collections.Concurrent;
using System.Collections.Immutable;
using Tallydesk.Feeds;
using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>Follows the queue of every desk that the policy names, for all viewers of this gateway.</summary>
internal sealed partial class QueueFeeds(
    IGrainFactory grains,
    ISupportPolicySource policy,
    Followers<string, BoardDelta> viewers,
    Followers<long, TicketChange> followers,
    TimeProvider time,
    ILogger<QueueFeeds> log
) : BackgroundService
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, DeskFeed> feeds = new(StringComparer.Ordinal);

    /// <summary>The feed of a desk; null when the policy names no such desk.</summary>
    public DeskFeed? Find(string desk) => policy.Current.Desks.Contains(desk) ? feeds.GetValueOrDefault(desk) : null;

    /// <summary>Who writes an answer to a ticket.</summary>
    public ImmutableArray<BoardAssignee> WritersOf(long number) =>
        feeds.Values.Select(feed => feed.Mirror.Find(number)?.Replying?.Writers).FirstOrDefault(who => who is not null)
        ?? [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Task> running = [];
        List<IQueueObserver> references = [];
        using var timer = new PeriodicTimer(CheckEvery, time);
        try
        {
            do
            {
                foreach (var desk in policy.Current.Desks.Where(desk => !feeds.ContainsKey(desk)))
                {
                    var feed = new DeskFeed(
                        desk,
                        grains.GetGrain<IQueueGrain>(QueueId.OfDesk(desk).Value),
                        viewers,
                        followers,
                        time,
                        log
                    );
                    feeds[desk] = feed;
                    // Orleans itself holds the feed weakly; the dictionary keeps it.
                    var reference = grains.CreateObjectReference<IQueueObserver>(feed);
                    references.Add(reference);
                    running.Add(feed.RunAsync(reference, stoppingToken));
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(running);
            references.ForEach(grains.DeleteObjectReference<IQueueObserver>);
        }
    }
}
