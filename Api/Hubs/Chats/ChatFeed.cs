using System.Collections.Immutable;
using System.Threading.Channels;
using Tallydesk.Background;
using Tallydesk.Journal;

namespace Tallydesk.Chats;

/// <summary>
/// This gateway's one subscription to the chats: keeps its lease, attaches anew after a silence, and hands what is news to
/// the followers.
/// </summary>
internal sealed class ChatFeed(
    IGrainFactory grains,
    IJournalReader journal,
    ChatFollowers followers,
    TimeProvider time,
    ILogger<ChatFeed> log
) : BackgroundLoop("chats", TimeSpan.Zero, time, log), IChatObserver
{
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly string node = Guid.CreateVersion7().ToString("N");
    private readonly Lock gate = new();
    private readonly OpenChats chats = new();
    private IChatObserver? self;
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

    /// <summary>Ends when the chats have been heard of for the first Time.</summary>
    public Task Heard => first.Task;

    private IChatFeedGrain Feed => grains.GetGrain<IChatFeedGrain>(IChatFeedGrain.Key);

    /// <inheritdoc/>
    Task IChatObserver.OnChatsAsync(ImmutableArray<ChatView> changed)
    {
        inbox.Writer.TryWrite(changed);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        self ??= grains.CreateObjectReference<IChatObserver>(this);
        await AttachAsync(self);
        await FollowAsync(stopping);
    }

    /// <inheritdoc/>
    protected override Task EndAsync()
    {
        if (self is not null)
        {
            grains.DeleteObjectReference<IChatObserver>(self);
        }

        return Task.CompletedTask;
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
        var since = Time.GetTimestamp();
        while (Time.GetElapsedTime(since) < renewal)
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
}
