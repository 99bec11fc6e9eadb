using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tallydesk.Chats;
using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Staff;
using Tallydesk.Tickets;

namespace Tallydesk.Flows;

/// <summary>
/// Finishes what a crash cut off: flows whose grain is marked as pending, and notices that were not told. Closes tickets that
/// have been solved for the policy's days (Policy F4), and returns the work of people who have left to the queue. Runs in every silo at start and all the time, jittered; it repeats
/// only what is safe to repeat, so that several sweeps do no harm.
/// </summary>
internal sealed partial class Sweep(
    IGrainFactory grains,
    IJournalReader reader,
    IFormerStaff formerStaff,
    Dispatcher dispatcher,
    ISupportPolicySource policy,
    TimeProvider time,
    ILogger<Sweep> log
) : BackgroundService
{
    private const int PageSize = 256;
    private const int AtOnce = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // What could not be finished or closed in the last round; what lies behind it is read as well.
    private int stuck;
    private int unclosed;
    private int unreturned;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ResumeFlowsAsync(stoppingToken);
                dispatcher.TellAgain(await reader.ReadNoticesAsync(PageSize + dispatcher.Untold));
                await CloseSolvedAsync(stoppingToken);
                await ReturnHeldAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(log, e);
            }

            await Task.Delay(Pause * (1 + Random.Shared.NextDouble()), time, stoppingToken);
        }
    }

    private async Task ResumeFlowsAsync(CancellationToken stopping) =>
        stuck = await EachAsync(
            await reader.ReadPendingAsync(time.GetUtcNow() - Patience, PageSize + stuck),
            key =>
                key.StartsWith(TicketId.Prefix, StringComparison.Ordinal)
                    ? grains.GetGrain<ITicketGrain>(key).ResumeAsync(Actor.Desk)
                : key.StartsWith(ChatId.Prefix, StringComparison.Ordinal)
                    ? grains.GetGrain<IChatGrain>(key).ResumeAsync(Actor.Desk)
                : grains.GetGrain<ICustomerGrain>(key).ResumeAsync(Actor.Desk),
            stopping
        );

    private async Task CloseSolvedAsync(CancellationToken stopping) =>
        unclosed = await EachAsync(
            await reader.ReadSolvedAsync(
                ReopeningRules.SolvedUntil(policy.Current, time.GetUtcNow()),
                PageSize + unclosed
            ),
            key => grains.GetGrain<ITicketGrain>(key).CloseWhenDueAsync(Actor.Desk),
            stopping
        );

    private async Task ReturnHeldAsync(CancellationToken stopping)
    {
        var held = (await formerStaff.ReadHeldAsync(PageSize + unreturned)).ToDictionary(
            work => work.GrainKey,
            work => work.Assignee
        );
        unreturned = await EachAsync(
            [.. held.Keys],
            key =>
                key.StartsWith(TicketId.Prefix, StringComparison.Ordinal)
                    ? grains.GetGrain<ITicketGrain>(key).ReturnAsync(Actor.Desk, held[key])
                    : grains.GetGrain<IChatGrain>(key).ReturnAsync(Actor.Desk, held[key]),
            stopping
        );
    }

    /// <summary>Acts on each; returns how many failed.</summary>
    private async Task<int> EachAsync(ImmutableArray<string> keys, Func<string, Task> act, CancellationToken stopping)
    {
        var failed = 0;
        await Parallel.ForEachAsync(
            keys,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stopping },
            async (key, _) =>
            {
                if (!await TryAsync(key, act))
                {
                    Interlocked.Increment(ref failed);
                }
            }
        );
        return failed;
    }

    private async Task<bool> TryAsync(string key, Func<string, Task> act)
    {
        try
        {
            await act(key);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotResumed(log, e, key);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The sweep could not read what is pending.")]
    private static partial void LogFailed(ILogger log, Exception e);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "{Key} could not finish what it began, close, or return to the queue; the next sweep tries again."
    )]
    private static partial void LogNotResumed(ILogger log, Exception e, string key);
}
