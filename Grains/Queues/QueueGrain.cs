using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Tallydesk.Feeds;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <inheritdoc cref="IQueueGrain"/>
/// <remarks>
/// Reentrant: only proposing awaits another grain, and it holds nothing during that wait except a reservation, so that a slow
/// ticket blocks neither the order nor the feed (DECISIONS.md, "The queue's calls interleave").
/// </remarks>
[Reentrant]
internal sealed partial class QueueGrain(
    IJournalReader reader,
    ISupportPolicySource policy,
    TimeProvider time,
    ILogger<QueueGrain> log
) : Grain, IQueueGrain
{
    private const int KeptDeltas = 2048;
    private static readonly TimeSpan Coalescing = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan LookAfter = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RepairEvery = TimeSpan.FromSeconds(5);

    // Timers are never set later than this; tier changes further ahead are checked again then.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly DeltaLog<QueueDelta> deltas = new(
        DeltaLog<QueueDelta>.NewEpoch(),
        KeptDeltas,
        (epoch, seq) => new(epoch, seq, [], [])
    );
    private readonly NextProposals proposals = new();
    private LiveQueue queue = null!;
    private FeedLeases<QueueDelta> leases = null!;
    private IGrainTimer flush = null!;
    private IGrainTimer turn = null!;
    private IGrainTimer look = null!;
    private TransactionPlace readUpTo = null!;
    private bool flushing;
    private bool looking;

    private string Desk => QueueId.From(this.GetPrimaryKeyString()).Desk;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        queue = new(Desk, policy.AnswerTerms);
        leases = new($"desk {Desk}", deltas, time, log);
        readUpTo = await reader.FindHorizonAsync();
        foreach (var card in await reader.ReadDeskAsync(Desk))
        {
            Take(card);
        }

        await LookUpLicensesAsync();
        await LookUpBalancesAsync();
        queue.TakeChanges();
        flush = this.RegisterGrainTimer(FlushAsync, Once(Timeout.InfiniteTimeSpan));
        look = this.RegisterGrainTimer(LookUpMovedBalancesAsync, Once(Timeout.InfiniteTimeSpan));
        turn = this.RegisterGrainTimer(TurnAsync, Once(UntilNextTurn()));
        this.RegisterGrainTimer(BeatAsync, Every(BeatEvery));
        this.RegisterGrainTimer(RepairAsync, Every(RepairEvery));
    }

    public Task UpsertAsync(TicketCard card)
    {
        proposals.Seen(card);
        queue.Upsert(card, time.GetUtcNow());
        if (queue.HasMoved && !looking)
        {
            looking = true;
            look.Change(LookAfter, Timeout.InfiniteTimeSpan);
        }

        Changed();
        return Task.CompletedTask;
    }

    public Task UpsertLicenseAsync(LicenseView license)
    {
        queue.Upsert(license, time.GetUtcNow());
        Changed();
        return Task.CompletedTask;
    }

    public Task ReplyingAsync(Actor actor, long ticket, bool replying)
    {
        if (actor.IsStaff)
        {
            queue.Reply(ticket, new(actor.Id, actor.Name), replying, time.GetUtcNow());
            Changed();
        }

        return Task.CompletedTask;
    }

    public Task<Answer<QueueSnapshot>> ViewAsync(Actor actor) =>
        Task.FromResult<Answer<QueueSnapshot>>(Refuse(actor) is { } refusal ? refusal : Snapshot());

    public Task<FeedPage> AttachAsync(string node, IQueueObserver observer, string? epoch, long seq)
    {
        Flush();
        leases.Renew(node, observer, delta => observer.OnDeltaAsync(Desk, delta));
        return Task.FromResult(
            deltas.After(epoch, seq) is { } missed ? new FeedPage(null, missed) : new FeedPage(Snapshot(), [])
        );
    }

    public async Task<Answer<NextTicket>> NextAsync(CommandContext context) =>
        Refuse(context.Actor) is { } refusal
            ? refusal
            : await proposals.AnswerOnceAsync(context.Id, () => FindOrProposeAsync(context));

    /// <summary>The ticket that the command already claimed, which its row shows even after a restart; otherwise a proposal.</summary>
    private async Task<Answer<NextTicket>> FindOrProposeAsync(CommandContext context) =>
        await reader.FindClaimedAsync(context.Id.Value) is { } claimed
            ? new NextTicket(claimed)
            : await ProposeAsync(context);

    private async Task<Answer<NextTicket>> ProposeAsync(CommandContext context)
    {
        var refused = new HashSet<long>();
        while (proposals.Reserve(queue.Unassigned, refused) is { } card)
        {
            try
            {
                var claim = await GrainFactory
                    .GetGrain<ITicketGrain>(card.Id.Value)
                    .ClaimAsync(context with { ExpectedVersion = null });
                if (claim.Ok)
                {
                    proposals.Taken(card.Number, claim.Value.Version);
                    return new NextTicket(card.Number);
                }

                if (claim.Refusal.Code == RefusalCode.Forbidden)
                {
                    return claim.Refusal;
                }

                refused.Add(card.Number);
            }
            finally
            {
                proposals.Release(card.Number);
            }
        }

        return new NextTicket(null);
    }

    private Refusal? Refuse(Actor actor) =>
        actor.IsStaff && policy.Current.Desks.Contains(Desk)
            ? null
            : new Refusal(RefusalCode.NotFound, "Queue not found.");

    private QueueSnapshot Snapshot()
    {
        Flush();
        return new(deltas.Epoch, deltas.Seq, [.. queue.Items]);
    }

    private void Take(StoredCard stored)
    {
        switch (stored.Card.Kind)
        {
            case CardKinds.Ticket:
                queue.Upsert(StateJson.Read<TicketCard>(stored.Card.Body), time.GetUtcNow());
                break;
            case CardKinds.License:
                queue.Upsert(StateJson.Read<LicenseView>(stored.Card.Body), time.GetUtcNow());
                break;
        }
    }

    /// <summary>Loads the current licenses of new tickets, which may have been opened long before their license changed.</summary>
    private async Task LookUpLicensesAsync()
    {
        var unknown = queue.UnknownLicenses;
        foreach (var card in await reader.ReadCardsAsync([.. unknown.Select(number => number.GrainKey)]))
        {
            Take(card);
        }

        foreach (var number in unknown)
        {
            queue.LookedUp(number);
        }
    }

    /// <summary>Loads the balances that are unknown or have probably changed, all in one query.</summary>
    private async Task LookUpBalancesAsync()
    {
        var moved = queue.TakeMoved();
        try
        {
            queue.Know(await reader.ReadBalancesAsync(moved));
        }
        catch
        {
            queue.PutBack(moved);
            throw;
        }
    }

    private async Task LookUpMovedBalancesAsync()
    {
        looking = false;
        await TryAsync(LookUpBalancesAsync);
        Changed();
    }

    /// <summary>Collects changes for a moment before they are sent.</summary>
    private void Changed()
    {
        if (queue.HasChanges && !flushing)
        {
            flushing = true;
            flush.Change(Coalescing, Timeout.InfiniteTimeSpan);
            turn.Change(UntilNextTurn(), Timeout.InfiniteTimeSpan);
        }
    }

    private Task FlushAsync()
    {
        flushing = false;
        Flush();
        return Task.CompletedTask;
    }

    private void Flush()
    {
        if (queue.HasChanges)
        {
            var (changes, removed) = queue.TakeChanges();
            deltas.Append((epoch, seq) => new(epoch, seq, changes, removed));
            leases.Publish();
        }
    }

    private Task TurnAsync()
    {
        queue.Advance(time.GetUtcNow(), policy.AnswerTerms);
        Changed();
        turn.Change(UntilNextTurn(), Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    private Task BeatAsync()
    {
        leases.Beat();
        return Task.CompletedTask;
    }

    /// <summary>Runs each part separately: if one fails, the others still run.</summary>
    private async Task RepairAsync()
    {
        await TryAsync(TakeCommittedAsync);
        await TryAsync(LookUpLicensesAsync);
        await TryAsync(LookUpBalancesAsync);
        queue.Advance(time.GetUtcNow(), policy.AnswerTerms);
        Changed();
    }

    /// <summary>Reads what was committed since the last time, in case a notice was lost. While nothing changes, the queries return no rows.</summary>
    private async Task TakeCommittedAsync()
    {
        var changes = await reader.ReadChangesAsync(readUpTo);
        foreach (var card in changes.Cards)
        {
            Take(card);
        }

        queue.Know(changes.Balances);
        readUpTo = changes.Until;
    }

    private async Task TryAsync(Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotRepaired(log, e, Desk);
        }
    }

    private TimeSpan UntilNextTurn()
    {
        var wait = (queue.NextTurn - time.GetUtcNow()) ?? LongestWait;
        return wait < TimeSpan.Zero ? TimeSpan.Zero
            : wait > LongestWait ? LongestWait
            : wait;
    }

    private static GrainTimerCreationOptions Once(TimeSpan due) =>
        new(due, Timeout.InfiniteTimeSpan) { Interleave = true };

    private static GrainTimerCreationOptions Every(TimeSpan period) => new(period, period) { Interleave = true };

    [LoggerMessage(6002, LogLevel.Warning, "The queue {Desk} could not read changes. It will retry shortly.")]
    private static partial void LogNotRepaired(ILogger log, Exception e, string desk);
}
