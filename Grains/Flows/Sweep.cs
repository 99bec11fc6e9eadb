using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tallydesk.Chats;
using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Tickets;

namespace Tallydesk.Flows;

/// <summary>
/// Finishes what a crash cut off: flows whose grain is marked as pending, and notices that were not told. Runs in every silo
/// at start and all the time, jittered; it repeats only what is safe to repeat, so that several sweeps do no harm.
/// </summary>
internal sealed partial class Sweep(
    IGrainFactory grains,
    IJournalReader reader,
    Dispatcher dispatcher,
    TimeProvider time,
    ILogger<Sweep> log
) : BackgroundService
{
    private const int PageSize = 256;
    private const int AtOnce = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ResumeFlowsAsync(stoppingToken);
                dispatcher.Tell(await reader.ReadNoticesAsync(PageSize));
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(log, e);
            }

            await Task.Delay(Pause * (1 + Random.Shared.NextDouble()), time, stoppingToken);
        }
    }

    private async Task ResumeFlowsAsync(CancellationToken stopping)
    {
        var pending = await reader.ReadPendingAsync(time.GetUtcNow() - Patience, PageSize);
        await Parallel.ForEachAsync(
            pending,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stopping },
            async (key, _) => await ResumeAsync(key)
        );
    }

    private async Task ResumeAsync(string key)
    {
        try
        {
            await (
                key.StartsWith(TicketId.Prefix, StringComparison.Ordinal)
                    ? grains.GetGrain<ITicketGrain>(key).ResumeAsync(Actor.Desk)
                : key.StartsWith(ChatId.Prefix, StringComparison.Ordinal)
                    ? grains.GetGrain<IChatGrain>(key).ResumeAsync(Actor.Desk)
                : grains.GetGrain<ICustomerGrain>(key).ResumeAsync(Actor.Desk)
            );
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotResumed(log, e, key);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The sweep could not read what is pending.")]
    private static partial void LogFailed(ILogger log, Exception e);

    [LoggerMessage(2, LogLevel.Warning, "{Key} could not finish what it began; the next sweep tries again.")]
    private static partial void LogNotResumed(ILogger log, Exception e, string key);
}
