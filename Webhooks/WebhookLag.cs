namespace Tallydesk.Webhooks;

/// <summary>How far webhooks are behind what happens.</summary>
public sealed class WebhookLag(WebhookStore store, HappeningReader reader, EventTable events, DeliveryTable deliveries)
{
    /// <summary>When the oldest event happened that is committed and has not become a delivery; null when there is none.</summary>
    public async Task<DateTimeOffset?> UnreadSinceAsync()
    {
        var read = await events.ReadUntilAsync();
        var webhooks = await store.ListAsync();
        if (webhooks.Length == 0)
        {
            return null;
        }

        var names = webhooks.SelectMany(webhook => webhook.Events).Distinct().ToList();
        var end = new Place((await reader.HorizonAsync()).Epoch, long.MaxValue);
        for (var from = Webhook.StartOf(webhooks, read); from.IsBefore(end); )
        {
            var (rows, until) = await reader.ReadAsync(
                from,
                end,
                EventType.KindsOf(Happening.History, names),
                EventType.KindsOf(Happening.Ledger, names),
                limit: 1
            );
            if (rows.Length > 0)
            {
                return DateTimeOffset.FromUnixTimeMilliseconds(rows[0].At);
            }

            from = until;
        }

        return null;
    }

    /// <summary>Since when the oldest delivery has been due; null when none is.</summary>
    public Task<DateTimeOffset?> DueSinceAsync() => deliveries.DueSinceAsync();
}
