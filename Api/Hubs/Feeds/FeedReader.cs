using System.Collections.Immutable;
using System.Threading.Channels;

namespace Tallydesk.Feeds;

/// <summary>
/// This gateway's one subscription to a feed: keeps its lease, and attaches again after a gap, a new epoch or a silence. A
/// background loop calls it again and again.
/// </summary>
/// <param name="copy">What is kept of the feed.</param>
/// <param name="time">The clock.</param>
/// <typeparam name="TDelta">The feed's delta.</typeparam>
internal sealed class FeedReader<TDelta>(IFeedCopy<TDelta> copy, TimeProvider time)
    where TDelta : class, IDelta
{
    private const int InboxSize = 1024;
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // What does not fit in is missed, and found to be missing by its number.
    private readonly Channel<TDelta> inbox = Channel.CreateBounded<TDelta>(
        new BoundedChannelOptions(InboxSize) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    /// <summary>The name of this gateway's lease.</summary>
    public string Node { get; } = Guid.CreateVersion7().ToString("N");

    /// <summary>Ends when the feed has been heard for the first time.</summary>
    public Task Heard => first.Task;

    /// <summary>Takes a delta in; the feed is kept waiting by nothing.</summary>
    public Task ReceiveAsync(TDelta delta)
    {
        inbox.Writer.TryWrite(delta);
        return Task.CompletedTask;
    }

    /// <summary>Attaches, and follows until the lease is to be renewed, something is missing, or nothing comes.</summary>
    public async Task FollowAsync(CancellationToken stopping)
    {
        await AttachAsync();
        await TakeAsync(stopping);
    }

    private async Task AttachAsync()
    {
        foreach (var delta in await copy.AttachAsync(Node))
        {
            copy.Take(delta);
        }

        first.TrySetResult();
    }

    private async Task TakeAsync(CancellationToken stopping)
    {
        var renewal = Renewal * (0.8 + (0.4 * Random.Shared.NextDouble()));
        var since = time.GetTimestamp();
        while (time.GetElapsedTime(since) < renewal)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            silence.CancelAfter(Silence);
            try
            {
                if (copy.Take(await inbox.Reader.ReadAsync(silence.Token)) == DeltaEffect.Gap)
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
}

/// <summary>What a gateway keeps of a feed. Only the feed's reader changes it.</summary>
/// <typeparam name="TDelta">The feed's delta.</typeparam>
internal interface IFeedCopy<TDelta>
{
    /// <summary>Attaches to the feed at the copy's position, and applies the snapshot if there is one.</summary>
    /// <param name="node">The name of the gateway's lease.</param>
    /// <returns>The deltas to take next.</returns>
    Task<ImmutableArray<TDelta>> AttachAsync(string node);

    /// <summary>Takes a delta, and tells the followers.</summary>
    DeltaEffect Take(TDelta delta);
}
