using System.Collections.Immutable;
using Tallydesk.Background;
using Tallydesk.Feeds;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>A queue as this gateway follows it, for viewers of the queue and of single tickets.</summary>
internal sealed class DeskFeed : BackgroundLoop, IQueueObserver, IFeedCopy<QueueDelta>
{
    private readonly string desk;
    private readonly IQueueGrain queue;
    private readonly Followers<string, BoardDelta> viewers;
    private readonly Followers<long, TicketChange> followers;
    private readonly FeedReader<QueueDelta> reader;
    private readonly TicketNews news = new();
    private IQueueObserver? self;

    public DeskFeed(
        string desk,
        IQueueGrain queue,
        Followers<string, BoardDelta> viewers,
        Followers<long, TicketChange> followers,
        TimeProvider time,
        ILogger log
    )
        : base($"queue {desk}", TimeSpan.Zero, time, log)
    {
        (this.desk, this.queue, this.viewers, this.followers) = (desk, queue, viewers, followers);
        Mirror = new(time);
        reader = new(this, time);
    }

    /// <summary>The queue as this gateway knows it.</summary>
    public DeskMirror Mirror { get; }

    /// <summary>Ends when the queue has been heard for the first time.</summary>
    public Task Heard => reader.Heard;

    /// <inheritdoc/>
    Task IQueueObserver.OnDeltaAsync(string ofDesk, QueueDelta delta) => reader.ReceiveAsync(delta);

    /// <summary>Follows the queue until it is stopped; the lease then runs out.</summary>
    /// <param name="asObserver">This object as grains call it.</param>
    /// <param name="stopping">Ends the subscription as well.</param>
    public Task FollowAsync(IQueueObserver asObserver, CancellationToken stopping)
    {
        self = asObserver;
        return StartAsync(stopping);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<QueueDelta>> AttachAsync(string node)
    {
        var (epoch, seq) = Mirror.Position;
        var page = await queue.AttachAsync(node, self!, epoch, seq);
        if (page.Snapshot is { } snapshot)
        {
            // The changes between the last delta and this one are unknown.
            Mirror.Reset(snapshot);
            news.Reset(snapshot);
            viewers.Miss(desk);
            followers.MissAll();
        }

        return page.Deltas;
    }

    /// <summary>A board that can't follow looks out of date, so it tries again soon however often that failed.</summary>
    protected override TimeSpan MostPause => FirstPause;

    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken stopping) => reader.FollowAsync(stopping);

    /// <inheritdoc/>
    public DeltaEffect Take(QueueDelta delta)
    {
        var rows = BoardRows.Of(delta);
        var effect = Mirror.Accept(rows);
        if (effect == DeltaEffect.Applied || (effect == DeltaEffect.Known && rows.IsHeartbeat()))
        {
            viewers.Tell(desk, rows, viewer => viewer.IsStaff);
        }

        if (effect == DeltaEffect.Applied)
        {
            foreach (var change in news.Take(delta))
            {
                followers.Tell(change.Number, change, change.IsFor);
            }
        }

        return effect;
    }
}
