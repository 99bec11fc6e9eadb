using System.Net;
using Tallydesk.Background;

namespace Tallydesk.Webhooks;

/// <summary>
/// Sends due deliveries to webhooks, with retries until they arrive or fail. Each webhook is processed separately, so
/// that a slow one doesn't block others; repeated deliveries have the same id.
/// </summary>
public sealed partial class WebhookDelivery(
    WebhookStore store,
    DeliveryTable deliveries,
    WebhookCaller caller,
    TimeProvider time,
    ILogger<WebhookDelivery> log
) : BackgroundLoop("webhook deliveries", TimeSpan.FromSeconds(1), time, log)
{
    private const int AtOnce = 4;
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
            while (
                !stopping.IsCancellationRequested
                && await store.FindAsync(id) is { PausedAt: null, Secrets: { } secrets } webhook
                && webhook.HoldsAt(Time.GetUtcNow())
                && await deliveries.TakeAsync(id, AtOnce) is { Length: > 0 } taken
            )
            {
                await Task.WhenAll(taken.Select(delivery => TellAsync(webhook, secrets, delivery, stopping)));
            }
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            LogNotTold(Log, e.GetType().Name, id);
        }
    }

    private async Task TellAsync(
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
        await deliveries.NoteAsync(
            delivery,
            new(outcome.Status, outcome.Failure, Time.GetElapsedTime(begun)),
            Time.GetUtcNow() + wait
        );
        if (isGone)
        {
            await store.PauseGoneAsync(webhook.Id, Time.GetUtcNow());
        }
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
