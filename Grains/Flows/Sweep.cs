using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tallydesk.Background;
using Tallydesk.Chats;
using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Staff;
using Tallydesk.Tickets;

namespace Tallydesk.Flows;

/// <summary>
/// Finishes what a crash interrupted: flows whose grain is marked as pending, and undelivered notices. Closes tickets that
/// have been solved for the policy's days (Policy F4), and returns the work of people who have left to the queue. Runs in
/// every silo; it repeats only what is safe to repeat, so several sweeps do no harm.
/// </summary>
internal sealed class Sweep(
    IGrainFactory grains,
    IJournalReader reader,
    IFormerStaff formerStaff,
    Dispatcher dispatcher,
    ISupportPolicySource policy,
    IFailedWork failed,
    TimeProvider time,
    ILogger<Sweep> log
) : BackgroundLoop("sweep", TimeSpan.FromSeconds(1.5), time, log)
{
    private const int PageSize = 256;
    private const int AtOnce = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        var aside = await failed.ReadEachAsync(
            FailedWorkKinds.Flow,
            FailedWorkKinds.Notice,
            FailedWorkKinds.Closing,
            FailedWorkKinds.Return
        );
        // One that fails keeps none of the others from its turn.
        await Task.WhenAll(
            ResumeFlowsAsync(aside[FailedWorkKinds.Flow], stopping),
            TellNoticesAsync(aside[FailedWorkKinds.Notice]),
            CloseSolvedAsync(aside[FailedWorkKinds.Closing], stopping),
            ReturnHeldAsync(aside[FailedWorkKinds.Return], stopping)
        );
    }

    private async Task ResumeFlowsAsync(
        ImmutableDictionary<string, DateTimeOffset?> aside,
        CancellationToken stopping
    ) =>
        await EachAsync(
            FailedWorkKinds.Flow,
            await failed.DueAsync(
                FailedWorkKinds.Flow,
                aside,
                Time.GetUtcNow(),
                PageSize,
                limit => reader.ReadPendingAsync(Time.GetUtcNow() - Patience, limit),
                key => key
            ),
            key => key,
            key =>
                key.StartsWith(TicketId.Prefix, StringComparison.Ordinal)
                    ? grains.GetGrain<ITicketGrain>(key).ResumeAsync(Actor.Desk)
                : key.StartsWith(ChatId.Prefix, StringComparison.Ordinal)
                    ? grains.GetGrain<IChatGrain>(key).ResumeAsync(Actor.Desk)
                : grains.GetGrain<ICustomerGrain>(key).ResumeAsync(Actor.Desk),
            stopping
        );

    private async Task TellNoticesAsync(ImmutableDictionary<string, DateTimeOffset?> aside) =>
        dispatcher.Tell(
            await failed.DueAsync(
                FailedWorkKinds.Notice,
                aside,
                Time.GetUtcNow(),
                PageSize,
                reader.ReadNoticesAsync,
                notice => notice.Id
            )
        );

    private async Task CloseSolvedAsync(
        ImmutableDictionary<string, DateTimeOffset?> aside,
        CancellationToken stopping
    ) =>
        await EachAsync(
            FailedWorkKinds.Closing,
            await failed.DueAsync(
                FailedWorkKinds.Closing,
                aside,
                Time.GetUtcNow(),
                PageSize,
                limit => reader.ReadSolvedAsync(ReopeningRules.SolvedUntil(policy.Current, Time.GetUtcNow()), limit),
                key => key
            ),
            key => key,
            key => grains.GetGrain<ITicketGrain>(key).CloseWhenDueAsync(Actor.Desk),
            stopping
        );

    private async Task ReturnHeldAsync(
        ImmutableDictionary<string, DateTimeOffset?> aside,
        CancellationToken stopping
    ) =>
        await EachAsync(
            FailedWorkKinds.Return,
            await failed.DueAsync(
                FailedWorkKinds.Return,
                aside,
                Time.GetUtcNow(),
                PageSize,
                formerStaff.ReadHeldAsync,
                work => work.GrainKey
            ),
            work => work.GrainKey,
            work =>
                work.GrainKey.StartsWith(TicketId.Prefix, StringComparison.Ordinal)
                    ? grains.GetGrain<ITicketGrain>(work.GrainKey).ReturnAsync(Actor.Desk, work.Assignee)
                    : grains.GetGrain<IChatGrain>(work.GrainKey).ReturnAsync(Actor.Desk, work.Assignee),
            stopping
        );

    /// <summary>Acts on each, and sets those aside that fail.</summary>
    private Task EachAsync<T>(
        string kind,
        ImmutableArray<T> items,
        Func<T, string> idOf,
        Func<T, Task> act,
        CancellationToken stopping
    ) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stopping },
            async (item, _) => await failed.TryAsync(kind, idOf(item), () => act(item), stopping)
        );
}
