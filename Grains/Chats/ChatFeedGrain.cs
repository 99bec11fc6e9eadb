using Microsoft.Extensions.Logging;
using Tallydesk.Feeds;
using Tallydesk.Journal;

namespace Tallydesk.Chats;

/// <inheritdoc cref="IChatFeedGrain"/>
internal sealed partial class ChatFeedGrain(IJournalReader reader, TimeProvider time, ILogger<ChatFeedGrain> log)
    : Grain,
        IChatFeedGrain
{
    private const int KeptDeltas = 1_000;
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RepairEvery = TimeSpan.FromSeconds(5);
    private readonly OpenChats chats = new();
    private readonly DeltaLog<ChatDelta> deltas = new(
        DeltaLog<ChatDelta>.NewEpoch(),
        KeptDeltas,
        (epoch, seq) => new(epoch, seq, [])
    );
    private FeedLeases<ChatDelta> leases = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        leases = new("the chats", deltas, time, log);
        foreach (var chat in await ChatCards.ReadOpenAsync(reader))
        {
            chats.Upsert(chat);
        }

        this.RegisterGrainTimer(BeatAsync, Every(BeatEvery));
        this.RegisterGrainTimer(RepairAsync, Every(RepairEvery));
    }

    public Task UpsertAsync(ChatView chat)
    {
        Take(chat);
        return Task.CompletedTask;
    }

    public Task<ChatFeedPage> AttachAsync(string node, IChatObserver observer, string? epoch, long seq)
    {
        leases.Renew(node, observer, observer.OnDeltaAsync);
        return Task.FromResult(
            deltas.After(epoch, seq) is { } missed
                ? new ChatFeedPage(null, missed)
                : new ChatFeedPage(new(deltas.Epoch, deltas.Seq, chats.All), [])
        );
    }

    private void Take(ChatView chat)
    {
        if (chats.Upsert(chat))
        {
            deltas.Append((epoch, seq) => new(epoch, seq, [chat]));
            leases.Publish();
        }
    }

    private Task BeatAsync()
    {
        leases.Beat();
        return Task.CompletedTask;
    }

    /// <summary>Finds the changes of lost notices.</summary>
    private async Task RepairAsync()
    {
        try
        {
            var open = await ChatCards.ReadOpenAsync(reader);
            foreach (var chat in open)
            {
                Take(chat);
            }

            foreach (var missing in chats.MissingIn(open))
            {
                if (await ChatCards.FindAsync(reader, missing) is { } chat)
                {
                    Take(chat);
                }
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotRepaired(log, e);
        }
    }

    // Nothing here awaits between reading the chats and changing them.
    private static GrainTimerCreationOptions Every(TimeSpan period) => new(period, period) { Interleave = true };

    [LoggerMessage(6003, LogLevel.Warning, "The chat feed could not read chats. It will retry shortly.")]
    private static partial void LogNotRepaired(ILogger log, Exception e);
}
