using System.Net;
using Tallydesk.Background;

namespace Tallydesk.Webhooks;

/// <summary>
/// Tells webhooks what they are due, again and again until it arrives or is given up. Each webhook is told on its own, so
/// that a slow one keeps no other waiting; what was told twice bears one id.
/// </summary>
public sealed partial class WebhookDelivery(
    WebhookStore store,
    DeliveryTable deliveries,
    WebhookCaller caller,
    TimeProvider time,
    ILogger<WebhookDelivery> log
) : BackgroundService
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, Task> running = [];

    /// <summary>Rung when something was added.</summary>
    public Bell Bell { get; } = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await BeginAsync(stoppingToken);
                await Bell.WaitAsync(Look, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(running.Values);
        }
    }

    private async Task BeginAsync(CancellationToken stopping)
    {
        try
        {
            foreach (var id in await deliveries.DueAsync())
            {
                if (running.GetValueOrDefault(id) is not { IsCompleted: false })
                {
                    running[id] = TellAsync(id, stopping);
                }
            }
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            LogNotRead(log, e);
        }
    }

    private async Task TellAsync(string id, CancellationToken stopping)
    {
        try
        {
            while (
                !stopping.IsCancellationRequested
                && await store.FindAsync(id) is { PausedAt: null, Secrets: { } secrets } webhook
                && webhook.HoldsAt(time.GetUtcNow())
                && await deliveries.TakeAsync(id, AtOnce) is { Length: > 0 } taken
            )
            {
                await Task.WhenAll(taken.Select(delivery => TellAsync(webhook, secrets, delivery, stopping)));
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotTold(log, e.GetType().Name, id);
        }
    }

    private async Task TellAsync(
        Webhook webhook,
        WebhookSecrets secrets,
        DueDelivery delivery,
        CancellationToken stopping
    )
    {
        var begun = time.GetTimestamp();
        var outcome = await caller.CallAsync(webhook.Url, secrets, delivery, stopping);
        var isGone = outcome.Status == (int)HttpStatusCode.Gone;
        var wait =
            outcome.Failure is null || isGone
                ? null
                : Retries.After(delivery.Attempt, outcome.RetryAfter, Random.Shared.NextDouble());
        await deliveries.NoteAsync(
            delivery,
            new(outcome.Status, outcome.Failure, time.GetElapsedTime(begun)),
            time.GetUtcNow() + wait
        );
        if (isGone)
        {
            await store.PauseGoneAsync(webhook.Id, time.GetUtcNow());
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "What webhooks are due could not be read; it is tried again shortly.")]
    private static partial void LogNotRead(ILogger log, Exception e);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "{Failure}: webhook {Id} could not be told; it is tried again within a minute."
    )]
    private static partial void LogNotTold(ILogger log, string failure, string id);
}
