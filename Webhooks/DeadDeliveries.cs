using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Tallydesk.Background;
using Tallydesk.Storage;

namespace Tallydesk.Webhooks;

/// <summary>Deliveries that were given up.</summary>
internal sealed class DeadDeliveries(Database database, TimeProvider time) : IFailedWorkSource
{
    private const string IsDead = "due_at IS NULL AND delivered_at IS NULL AND discarded_at IS NULL";

    private const string Columns =
        $"'{FailedWorkKinds.WebhookDelivery}' AS Kind, CAST(place AS text) AS Id, attempts AS Attempts, "
        + "coalesce(tried_at, 0) AS FailedAt, failure AS Failure";

    /// <inheritdoc/>
    public async Task<ImmutableArray<FailedWorkRow>> ListDeadAsync(int limit)
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<FailedWorkRow>(
            $"SELECT {Columns} FROM webhook_deliveries WHERE {IsDead} ORDER BY place DESC LIMIT @limit",
            new { limit }
        );
        return [.. rows];
    }

    /// <inheritdoc/>
    public Task<FailedWorkRow?> RetryAsync(DbTransaction transaction, string kind, string id) =>
        SetAsync(transaction, "due_at = @now, attempts = 0", kind, id);

    /// <inheritdoc/>
    public Task<FailedWorkRow?> DiscardAsync(DbTransaction transaction, string kind, string id) =>
        SetAsync(transaction, "discarded_at = @now", kind, id);

    private async Task<FailedWorkRow?> SetAsync(DbTransaction transaction, string change, string kind, string id) =>
        kind == FailedWorkKinds.WebhookDelivery
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? await DeadRows.SetAsync(
                transaction,
                "webhook_deliveries",
                Columns,
                $"place = @place AND {IsDead}",
                change,
                new { place, now = time.GetUtcNow().ToUnixTimeMilliseconds() }
            )
            : null;
}
