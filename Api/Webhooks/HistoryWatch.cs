using System.Text.Json;
using Tallydesk.Identity;

namespace Tallydesk.Webhooks;

/// <summary>
/// Looks at what happened, in the history and the ledger, and writes down which webhooks are told. Every gateway does so in
/// turn; grains know nothing of it. While there are no webhooks nothing is looked at.
/// </summary>
internal sealed partial class HistoryWatch(
    WebhookStore store,
    HappeningReader reader,
    DeliveryTable deliveries,
    WebhookDelivery sender,
    TimeProvider time,
    ILogger<HistoryWatch> log
) : BackgroundService
{
    private const int AtOnce = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Clear = TimeSpan.FromHours(1);
    private DateTimeOffset clearedAt;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        do
        {
            try
            {
                await LookAsync();
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotRead(log, e);
            }
        } while (await NextAsync(timer, stoppingToken));
    }

    private async Task LookAsync()
    {
        var now = time.GetUtcNow();
        // One that was just paused is still told of what happened before.
        var webhooks = (await store.ListAsync())
            .Where(webhook => webhook.PausedAt is null || now - webhook.PausedAt < HappeningReader.Overlap)
            .ToList();
        if (webhooks.Count == 0 || await deliveries.LookAsync(Pause / 2) is not { } readUntil)
        {
            return;
        }

        var start = webhooks.Min(webhook => webhook.Since);
        var names = webhooks.SelectMany(webhook => webhook.Events).Distinct().ToList();
        var rows = await reader.ReadAsync(
            (readUntil > start ? readUntil : start) - HappeningReader.Overlap,
            EventType.KindsOf(Happening.History, names),
            EventType.KindsOf(Happening.Ledger, names),
            AtOnce
        );
        var full = rows.GroupBy(row => row.Trail).Where(trail => trail.Count() == AtOnce).ToList();
        var until =
            full.Count == 0
                ? now
                : DateTimeOffset.FromUnixTimeMilliseconds(full.Min(trail => trail.Max(row => row.At)));
        if (await deliveries.KeepAsync([.. rows.Select(row => LookAt(row, webhooks))], until) > 0)
        {
            sender.Bell.Ring();
        }

        if (now - clearedAt > Clear)
        {
            await deliveries.ClearAsync();
            clearedAt = now;
        }
    }

    private LookedAt LookAt(Happening row, IReadOnlyList<Webhook> webhooks)
    {
        var told = Told(row);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(row.At);
        return new(
            KeyHash.Of(LookedAt.Prefix, $"{row.Trail}\n{row.Subject}\n{row.Seq}"),
            row.Trail,
            row.Subject,
            row.Seq,
            row.At,
            told?.Type,
            told?.ToJson(),
            told is null
                ? []
                :
                [
                    .. webhooks
                        .Where(webhook => webhook.Events.Contains(told.Type) && webhook.IsToldOf(at))
                        .Select(webhook => webhook.Id),
                ]
        );
    }

    /// <summary>The event that a row tells. One that can't be read is told to nobody, and keeps no other waiting.</summary>
    private EventBody? Told(Happening row)
    {
        try
        {
            return EventType.Told(row);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            LogNotTold(log, e, row.Trail, row.Subject, row.Seq);
            return null;
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "What happened could not be looked at for webhooks; it is tried again shortly."
    )]
    private static partial void LogNotRead(ILogger log, Exception e);

    [LoggerMessage(2, LogLevel.Error, "Row {Seq} of {Subject} in the {Trail} can't be read; no webhook is told of it.")]
    private static partial void LogNotTold(ILogger log, Exception e, string trail, string subject, long seq);
}
