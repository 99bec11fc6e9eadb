using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Tallydesk.Background;

namespace Tallydesk.Webhooks;

/// <summary>
/// Sends due deliveries to webhooks, with retries until they arrive or fail. Each webhook is processed separately, so
/// that a slow one doesn't block others; repeated deliveries have the same id. A webhook's deliveries are taken by pages and
/// sent oldest first. A page is small at first, and doubles after each page that arrived quickly.
/// </summary>
public sealed partial class WebhookDelivery(
    WebhookStore store,
    DeliveryTable deliveries,
    WebhookCaller caller,
    TimeProvider time,
    ILogger<WebhookDelivery> log
) : BackgroundLoop("webhook deliveries", TimeSpan.FromSeconds(1), time, log)
{
    private const int FirstPage = 4;

    // A page whose receiver lets every call time out (10 s) ends before another gateway may take it again (1 min).
    private const int LargestPage = 128;
    private const int MostAtOnce = 32;
    private static readonly TimeSpan Quickly = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReturnLimit = TimeSpan.FromSeconds(5);
    private readonly EndedAttempts ended = new(deliveries, time);
    private readonly Dictionary<string, Task> running = [];

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        foreach (var id in await deliveries.DueAsync())
        {
            if (running.GetValueOrDefault(id) is not { IsCompleted: false })
            {
                running[id] = TellAsync(id, stopping);
            }
        }
    }

    /// <inheritdoc/>
    protected override Task EndAsync() => Task.WhenAll(running.Values);

    private async Task TellAsync(string id, CancellationToken stopping)
    {
        try
        {
            var page = FirstPage;
            while (
                !stopping.IsCancellationRequested
                && await store.FindAsync(id) is { PausedAt: null, Secrets: { } secrets } webhook
                && webhook.HoldsAt(Time.GetUtcNow())
                && await deliveries.TakeAsync(id, page) is { Length: > 0 } taken
            )
            {
                var isWell = await TellAsync(webhook, secrets, taken, stopping);
                page = isWell ? Math.Min(2 * page, LargestPage) : FirstPage;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            LogNotTold(Log, e.GetType().Name, id);
        }
    }

    /// <summary>
    /// Sends a page, several at once. After a failure, an outcome that can't be recorded, or when the host stops, nothing
    /// more of it is sent, and the rest is due again.
    /// </summary>
    /// <returns>Whether all arrived, and quickly.</returns>
    private async Task<bool> TellAsync(
        Webhook webhook,
        WebhookSecrets secrets,
        ImmutableArray<DueDelivery> page,
        CancellationToken stopping
    )
    {
        var begun = Time.GetTimestamp();
        var isWell = true;
        var unsent = new ConcurrentDictionary<long, DueDelivery>(page.ToDictionary(delivery => delivery.Place));
        try
        {
            await Parallel.ForEachAsync(
                page,
                new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = stopping },
                async (delivery, _) =>
                {
                    if (
                        Volatile.Read(ref isWell)
                        && unsent.TryRemove(delivery.Place, out var _)
                        && !await TellAsync(webhook, secrets, delivery, stopping)
                    )
                    {
                        Volatile.Write(ref isWell, false);
                    }
                }
            );
        }
        finally
        {
            await deliveries.ReturnAsync([.. unsent.Values]).WaitAsync(ReturnLimit, Time, CancellationToken.None);
        }

        return isWell && Time.GetElapsedTime(begun) < Quickly;
    }

    /// <summary>Sends a delivery and records how that went.</summary>
    /// <returns>Whether it arrived.</returns>
    private async Task<bool> TellAsync(
        Webhook webhook,
        WebhookSecrets secrets,
        DueDelivery delivery,
        CancellationToken stopping
    )
    {
        var begun = Time.GetTimestamp();
        var outcome = await CallAsync(webhook, secrets, delivery, stopping);
        var isGone = outcome.Status == (int)HttpStatusCode.Gone;
        var wait =
            outcome.Failure is null || isGone
                ? null
                : Retries.After(delivery.Attempt, outcome.RetryAfter, Random.Shared.NextDouble());
        await ended.NoteAsync(
            new(delivery, new(outcome.Status, outcome.Failure, Time.GetElapsedTime(begun)), Time.GetUtcNow() + wait)
        );
        if (isGone)
        {
            await store.PauseGoneAsync(webhook.Id, Time.GetUtcNow());
        }

        return outcome.Failure is null;
    }

    // A delivery that can't even be sent is an attempt that failed, so that it is given up like others.
    private async Task<CallOutcome> CallAsync(
        Webhook webhook,
        WebhookSecrets secrets,
        DueDelivery delivery,
        CancellationToken stopping
    )
    {
        try
        {
            return await caller.CallAsync(webhook.Url, secrets, delivery, stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            LogNotTold(Log, e.GetType().Name, webhook.Id);
            return new(null, "The delivery could not be sent.", null);
        }
    }

    [LoggerMessage(
        7001,
        LogLevel.Warning,
        "{Failure}: deliveries to webhook {Id} failed and will be retried within a minute."
    )]
    private static partial void LogNotTold(ILogger log, string failure, string id);
}
