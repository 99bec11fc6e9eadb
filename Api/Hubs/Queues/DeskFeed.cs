using System.Threading.Channels;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>
/// This gateway's one subscription to a desk's queue: keeps its lease, attaches anew after a gap, a new epoch or a silence,
/// and hands what it hears to the viewers and to those who follow tickets.
/// </summary>
internal sealed partial class DeskFeed(
    string desk,
    IQueueGrain queue,
    Viewers viewers,
    TicketNews tickets,
    TimeProvider time,
    ILogger log
) : IQueueObserver
{
    private const int InboxSize = 1024;
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly string node = Guid.CreateVersion7().ToString("N");
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // What does not fit in is missed, and found to be missing by its number.
    private readonly Channel<QueueDelta> inbox = Channel.CreateBounded<QueueDelta>(
        new BoundedChannelOptions(InboxSize) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    /// <summary>The queue as this gateway knows it.</summary>
    public DeskMirror Mirror { get; } = new(time);

    /// <summary>Ends when the queue has been heard for the first time.</summary>
    public Task Heard => first.Task;

    /// <inheritdoc/>
    Task IQueueObserver.OnDeltaAsync(string ofDesk, QueueDelta delta)
    {
        inbox.Writer.TryWrite(delta);
        return Task.CompletedTask;
    }

    /// <summary>Follows the queue until the gateway stops.</summary>
    /// <param name="self">This object as grains call it.</param>
    /// <param name="stopping">Ends the subscription; its lease runs out.</param>
    public async Task RunAsync(IQueueObserver self, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await AttachAsync(self);
                await FollowAsync(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogLost(log, e, desk);
                await Task.Delay(Pause, time, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task AttachAsync(IQueueObserver self)
    {
        var (epoch, seq) = Mirror.Position;
        var page = await queue.AttachAsync(node, self, epoch, seq);
        if (page.Snapshot is { } snapshot)
        {
            Mirror.Reset(snapshot);
            // Viewers learn from it that they are behind, and ask for the queue anew.
            viewers.Tell(desk, new(snapshot.Epoch, snapshot.Seq, [], []));
            tickets.Reset(snapshot);
            first.TrySetResult();
        }

        foreach (var delta in page.Deltas)
        {
            Take(delta);
        }
    }

    /// <summary>Takes what comes until the lease is to be renewed, something is missing, or nothing comes.</summary>
    private async Task FollowAsync(CancellationToken stopping)
    {
        var renewal = Renewal * (0.8 + (0.4 * Random.Shared.NextDouble()));
        var since = time.GetTimestamp();
        while (time.GetElapsedTime(since) < renewal)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            silence.CancelAfter(Silence);
            try
            {
                if (!Take(await inbox.Reader.ReadAsync(silence.Token)))
                {
                    return;
                }
            }
            catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Takes a delta and tells the viewers; false when one before it is missing.</summary>
    private bool Take(QueueDelta heard)
    {
        var delta = BoardRows.Of(heard);
        var effect = Mirror.Accept(delta);
        if (effect == DeltaEffect.Applied || (effect == DeltaEffect.Known && delta.IsHeartbeat()))
        {
            viewers.Tell(desk, delta);
        }

        if (effect == DeltaEffect.Applied)
        {
            tickets.Take(heard);
        }

        return effect != DeltaEffect.Gap;
    }

    [LoggerMessage(1, LogLevel.Warning, "The queue of desk {Desk} can't be followed; the gateway attaches again.")]
    private static partial void LogLost(ILogger log, Exception e, string desk);
}
