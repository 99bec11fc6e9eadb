using System.Collections.Immutable;
using System.Threading.Channels;
using Tallydesk.Journal;

namespace Tallydesk.Chats;

/// <summary>
/// This gateway's one subscription to the chats: keeps its lease, attaches anew after a silence, and hands what is news to
/// the followers.
/// </summary>
internal sealed partial class ChatFeed(
    IGrainFactory grains,
    IJournalReader journal,
    ChatFollowers followers,
    TimeProvider time,
    ILogger<ChatFeed> log
) : BackgroundService, IChatObserver
{
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly string node = Guid.CreateVersion7().ToString("N");
    private readonly Lock gate = new();
    private readonly OpenChats chats = new();
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Whoever tells waits for the taking, so more than a few never gather.
    private readonly Channel<ImmutableArray<ChatView>> inbox = Channel.CreateUnbounded<ImmutableArray<ChatView>>(
        new UnboundedChannelOptions { SingleReader = true }
    );

    /// <summary>The open chats as this gateway knows them.</summary>
    public ImmutableArray<ChatView> Open
    {
        get
        {
            lock (gate)
            {
                return chats.All;
            }
        }
    }

    /// <summary>Ends when the chats have been heard of for the first time.</summary>
    public Task Heard => first.Task;

    private IChatFeedGrain Feed => grains.GetGrain<IChatFeedGrain>(IChatFeedGrain.Key);

    /// <inheritdoc/>
    Task IChatObserver.OnChatsAsync(ImmutableArray<ChatView> changed)
    {
        inbox.Writer.TryWrite(changed);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var self = grains.CreateObjectReference<IChatObserver>(this);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await AttachAsync(self);
                await FollowAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogLost(log, e);
                await Task.Delay(Pause, time, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        grains.DeleteObjectReference<IChatObserver>(self);
    }

    private async Task AttachAsync(IChatObserver self)
    {
        var open = await Feed.AttachAsync(node, self);
        Take(open);
        ImmutableArray<Identity.ChatId> missing;
        lock (gate)
        {
            missing = chats.MissingIn(open);
        }

        foreach (var chat in missing)
        {
            if (await ChatCards.FindAsync(journal, chat) is { } found)
            {
                Take([found]);
            }
        }

        first.TrySetResult();
    }

    /// <summary>Takes what comes until the lease is to be renewed, or nothing comes.</summary>
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
                Take(await inbox.Reader.ReadAsync(silence.Token));
            }
            catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Take(ImmutableArray<ChatView> heard)
    {
        foreach (var chat in heard)
        {
            bool isNews;
            lock (gate)
            {
                isNews = chats.Upsert(chat);
            }

            if (isNews)
            {
                followers.Tell(chat);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The chats can't be followed; the gateway attaches again.")]
    private static partial void LogLost(ILogger log, Exception e);
}
