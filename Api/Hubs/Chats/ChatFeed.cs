using System.Collections.Immutable;
using Tallydesk.Background;
using Tallydesk.Feeds;

namespace Tallydesk.Chats;

/// <summary>The open chats as this gateway follows them.</summary>
internal sealed class ChatFeed : BackgroundLoop, IChatObserver, IFeedCopy<ChatDelta>
{
    private readonly Lock gate = new();
    private readonly OpenChats chats = new();
    private readonly FeedPosition position = new();
    private readonly IGrainFactory grains;
    private readonly ChatQueries queries;
    private readonly Followers<string, ChatView> followers;
    private readonly FeedReader<ChatDelta> reader;
    private IChatObserver? self;

    public ChatFeed(
        IGrainFactory grains,
        ChatQueries queries,
        Followers<string, ChatView> followers,
        TimeProvider time,
        ILogger<ChatFeed> log
    )
        : base("chats", TimeSpan.Zero, time, log)
    {
        (this.grains, this.queries, this.followers) = (grains, queries, followers);
        reader = new(this, time);
    }

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
    public Task Heard => reader.Heard;

    /// <inheritdoc/>
    Task IChatObserver.OnDeltaAsync(ChatDelta delta) => reader.ReceiveAsync(delta);

    /// <inheritdoc/>
    public async Task<ImmutableArray<ChatDelta>> AttachAsync(string node)
    {
        var feed = grains.GetGrain<IChatFeedGrain>(IChatFeedGrain.Key);
        var page = await feed.AttachAsync(node, self!, position.Epoch, position.Seq);
        if (page.Snapshot is { } snapshot)
        {
            Take(snapshot.Open);
            await TakeEndedAsync(snapshot.Open);
            position.Reset(snapshot.Epoch, snapshot.Seq);
        }

        return page.Deltas;
    }

    /// <inheritdoc/>
    public DeltaEffect Take(ChatDelta delta)
    {
        var effect = position.Advance(delta.Epoch, delta.Seq, delta.IsHeartbeat);
        if (effect == DeltaEffect.Applied)
        {
            Take(delta.Changes);
        }

        return effect;
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        self ??= grains.CreateObjectReference<IChatObserver>(this);
        await reader.FollowAsync(stopping);
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

    /// <summary>Chats that are open here and no longer there have ended.</summary>
    private async Task TakeEndedAsync(ImmutableArray<ChatView> open)
    {
        ImmutableArray<Identity.ChatId> missing;
        lock (gate)
        {
            missing = chats.MissingIn(open);
        }

        foreach (var chat in missing)
        {
            if (await queries.FindAsync(chat) is { } found)
            {
                Take([found]);
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
                followers.Tell(IChatFeedGrain.Key, chat, actor => actor.Sees(chat.Customer));
            }
        }
    }
}
