using Tallydesk.Background;
using Tallydesk.Identity;

namespace Tallydesk.Webhooks;

/// <summary>
/// Reads new rows of the history and the ledger, and creates deliveries for webhooks. Every gateway does so in
/// turn; grains know nothing of it. While there are no webhooks nothing is looked at.
/// </summary>
internal sealed partial class HistoryWatch(
    WebhookStore store,
    HappeningReader reader,
    EventTable events,
    DeliveryTable deliveries,
    WebhookDelivery sender,
    TimeProvider time,
    ILogger<HistoryWatch> log
) : BackgroundLoop("webhook events", Pause, time, log)
{
    private const int AtOnce = 1_000;

    // The maximum number of transactions per reading, even if few of their rows are events.
    private const long MostTransactions = 100_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Clear = TimeSpan.FromHours(1);
    private DateTimeOffset clearedAt;

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        // First the horizon, then the webhooks: each that was there when a row below the horizon was written is among them.
        var horizon = await reader.HorizonAsync();
        var webhooks = await store.ListAsync();
        if (webhooks.Length == 0 || await events.LookAsync(Pause / 2) is not { } read)
        {
            return;
        }

        while (
            !stopping.IsCancellationRequested
            && read.IsBefore(horizon)
            && await ReadAsync(read, horizon, webhooks) is { } next
        )
        {
            read = next;
        }

        var now = Time.GetUtcNow();
        if (now - clearedAt > Clear)
        {
            await deliveries.ClearAsync();
            clearedAt = now;
        }
    }

    /// <summary>Reads some of what is not read yet.</summary>
    /// <returns>Up to where it is read now; null when another gateway reads it.</returns>
    private async Task<Place?> ReadAsync(Place read, Place horizon, IReadOnlyList<Webhook> webhooks)
    {
        var from = Webhook.StartOf(webhooks, read);
        var names = webhooks.SelectMany(webhook => webhook.Events).Distinct().ToList();
        var (rows, until) = await reader.ReadAsync(
            from,
            from.Toward(horizon, MostTransactions),
            EventType.KindsOf(Happening.History, names),
            EventType.KindsOf(Happening.Ledger, names),
            AtOnce
        );
        if (await events.KeepAsync(read, until, [.. rows.Select(row => LookAt(row, webhooks))]) is not { } added)
        {
            return null;
        }

        if (added > 0)
        {
            sender.Bell.Ring();
        }

        return until;
    }

    private LookedAt LookAt(Happening row, IReadOnlyList<Webhook> webhooks)
    {
        var told = Told(row);
        return new(
            IdOf(row),
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
                        .Where(webhook => webhook.Events.Contains(told.Type) && webhook.IsToldOf(row))
                        .Select(webhook => webhook.Id),
                ]
        );
    }

    // The same row has the same id on whichever gateway and after a restore; another row never has it, because a restored
    // database that numbers its rows again does so in another epoch.
    private static string IdOf(Happening row) =>
        KeyHash.Of(
            LookedAt.Prefix,
            row.EpochId is null
                ? $"{row.Trail}\n{row.Subject}\n{row.Seq}"
                : $"{row.EpochId}\n{row.Xact}\n{row.Trail}\n{row.Subject}\n{row.Seq}"
        );

    /// <summary>The event of a row. A row that can't be read is skipped and doesn't block others.</summary>
    private EventBody? Told(Happening row)
    {
        try
        {
            return EventType.Told(row);
        }
        catch (Exception e)
        {
            LogNotTold(Log, e, row.Trail, row.Subject, row.Seq);
            return null;
        }
    }

    [LoggerMessage(
        7002,
        LogLevel.Error,
        "Row {Seq} of {Subject} in the {Trail} can't be read, so it is not sent to any webhook."
    )]
    private static partial void LogNotTold(ILogger log, Exception e, string trail, string subject, long seq);
}
