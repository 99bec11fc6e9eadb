using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tallydesk.Journal;
using Tallydesk.Storage;

namespace Tallydesk.Webhooks;

/// <summary>What webhooks are sent, and how that goes. Several gateways share it: what one has taken, no other takes for a while.</summary>
public sealed class DeliveryTable(Database database, TimeProvider time)
{
    private const string Columns =
        "d.place AS Place, d.webhook AS Webhook, d.event AS Event, e.type AS Type, e.at AS At, d.due_at AS DueAt, "
        + "d.attempts AS Attempts, d.tried_at AS TriedAt, d.delivered_at AS DeliveredAt, d.status AS Status, "
        + "d.failure AS Failure";

    private const int ShownAttempts = 50;
    private const int ClearedAtOnce = 500;
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>The webhooks that are neither paused nor ended and have something due.</summary>
    public async Task<ImmutableArray<string>> DueAsync()
    {
        await using var connection = await database.OpenReadAsync();
        var due = await connection.QueryAsync<string>(
            """
            SELECT id FROM webhooks AS w
            WHERE paused_at IS NULL AND (expires_at IS NULL OR expires_at > @now) AND EXISTS (
                SELECT 1 FROM webhook_deliveries AS d WHERE d.webhook = w.id AND d.due_at <= @now
            )
            """,
            new { now = Now }
        );
        return [.. due];
    }

    /// <summary>Takes what a webhook is due, so that no other gateway takes it for a minute. What another is taking is passed by.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="limit">The maximum number.</param>
    public async Task<ImmutableArray<DueDelivery>> TakeAsync(string webhook, int limit)
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var rows = await connection.QueryAsync<DueDelivery>(
            $"""
            {database.PlanForNow}
            WITH due AS MATERIALIZED (
                SELECT place FROM webhook_deliveries WHERE webhook = @webhook AND due_at <= @now
                ORDER BY due_at, place LIMIT @limit {database.SkipLocked}
            )
            UPDATE webhook_deliveries SET attempts = attempts + 1, due_at = @later, tried_at = @now, status = NULL,
                failure = NULL
            WHERE place IN (SELECT place FROM due)
            RETURNING place AS Place, event AS Event, attempts AS Attempt,
                (SELECT body FROM webhook_events WHERE id = event) AS Body
            """,
            new
            {
                webhook,
                now = Now,
                later = Now + (long)Claim.TotalMilliseconds,
                limit,
            },
            transaction
        );
        var taken = rows.OrderBy(row => row.Place).ToImmutableArray();
        if (taken.Length > 0)
        {
            var attempts = await connection.QueryAsync<(long Delivery, long Place)>(
                $"""
                INSERT INTO webhook_attempts (delivery, at)
                SELECT place, @now FROM {database.RowsOf("deliveries", "d", "place bigint")} ORDER BY place
                RETURNING delivery, place
                """,
                new { now = Now, deliveries = StateJson.Write(taken.Select(delivery => new { delivery.Place })) },
                transaction
            );
            var places = attempts.ToDictionary(attempt => attempt.Delivery, attempt => attempt.Place);
            foreach (var delivery in taken)
            {
                delivery.AttemptPlace = places[delivery.Place];
            }
        }

        await transaction.CommitAsync();
        return taken;
    }

    /// <summary>Records how an attempt went, as <see cref="NoteAsync(IReadOnlyCollection{EndedAttempt})"/> does.</summary>
    /// <param name="delivery">The delivery, as it was taken.</param>
    /// <param name="outcome">How it went.</param>
    /// <param name="again">When it is tried again; null for never, because it arrived or is given up.</param>
    public Task NoteAsync(DueDelivery delivery, AttemptOutcome outcome, DateTimeOffset? again) =>
        NoteAsync([new(delivery, outcome, again)]);

    /// <summary>
    /// Records how attempts went, all in one statement for the deliveries and one for the attempts. A delivery itself stays as
    /// it is when it was made due again, or taken again, since its attempt began.
    /// </summary>
    public async Task NoteAsync(IReadOnlyCollection<EndedAttempt> ended)
    {
        var now = Now;
        var attempts = StateJson.Write(ended.Select(one => Noted.Of(one, now)));
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await LockAsync(transaction, ended.Select(one => one.Delivery.Place));
        await connection.ExecuteAsync(
            $"""
            {database.PlanForNow}
            UPDATE webhook_deliveries SET due_at = n.due, delivered_at = n.delivered, status = n.status, failure = n.failure
            FROM {database.RowsOf("attempts", "n", Noted.Columns)}
            WHERE webhook_deliveries.place = n.delivery AND webhook_deliveries.attempts > 0
                AND NOT EXISTS (SELECT 1 FROM webhook_attempts AS a WHERE a.delivery = n.delivery AND a.place > n.attempt)
            """,
            new { attempts },
            transaction
        );
        await connection.ExecuteAsync(
            $"""
            {database.PlanForNow}
            UPDATE webhook_attempts SET milliseconds = n.milliseconds, status = n.status, failure = n.failure
            FROM {database.RowsOf("attempts", "n", Noted.Columns)}
            WHERE webhook_attempts.place = n.attempt
            """,
            new { attempts },
            transaction
        );
        await transaction.CommitAsync();
    }

    /// <summary>
    /// Makes deliveries that were taken and not sent due again, as if they had not been taken, unless another has taken them
    /// since. They come before what happened later.
    /// </summary>
    public async Task ReturnAsync(IReadOnlyCollection<DueDelivery> unsent)
    {
        if (unsent.Count == 0)
        {
            return;
        }

        var rows = StateJson.Write(unsent.Select(one => new { Delivery = one.Place, Attempt = one.AttemptPlace }));
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await LockAsync(transaction, unsent.Select(one => one.Place));
        await connection.ExecuteAsync(
            $"""
            {database.PlanForNow}
            UPDATE webhook_deliveries SET attempts = attempts - 1, due_at = (
                SELECT CASE WHEN e.at < @now THEN e.at ELSE @now END FROM webhook_events AS e
                WHERE e.id = webhook_deliveries.event
            )
            FROM {database.RowsOf("rows", "n", "delivery bigint", "attempt bigint")}
            WHERE webhook_deliveries.place = n.delivery AND webhook_deliveries.attempts > 0
                AND NOT EXISTS (SELECT 1 FROM webhook_attempts AS a WHERE a.delivery = n.delivery AND a.place > n.attempt)
            """,
            new { now = Now, rows },
            transaction
        );
        await connection.ExecuteAsync(
            $"""
            {database.PlanForNow}
            DELETE FROM webhook_attempts
            WHERE place IN (SELECT attempt FROM {database.RowsOf("rows", "n", "attempt bigint")})
            """,
            new { rows },
            transaction
        );
        await transaction.CommitAsync();
    }

    /// <summary>A page of a webhook's deliveries, newest first.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="before">Deliveries before this place; <see cref="long.MaxValue"/> from the newest.</param>
    /// <param name="limit">The maximum number.</param>
    public async Task<ImmutableArray<Delivery>> ListAsync(string webhook, long before, int limit)
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<Delivery>(
            $"""
            SELECT {Columns} FROM webhook_deliveries AS d JOIN webhook_events AS e ON e.id = d.event
            WHERE d.webhook = @webhook AND d.place < @before ORDER BY d.place DESC LIMIT @limit
            """,
            new
            {
                webhook,
                before,
                limit,
            }
        );
        return [.. rows];
    }

    /// <summary>The newest attempts of some deliveries, oldest first.</summary>
    public async Task<ILookup<long, Attempt>> AttemptsAsync(IEnumerable<Delivery> deliveries)
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<Attempt>(
            $"""
            SELECT delivery AS Delivery, at AS At, milliseconds AS Milliseconds, status AS Status, failure AS Failure
            FROM webhook_attempts AS a
            WHERE {database.IsOneOf("delivery", "places")} AND (
                SELECT count(*) FROM webhook_attempts AS newer
                WHERE newer.delivery = a.delivery AND newer.place > a.place
            ) < @shown
            ORDER BY place
            """,
            new { places = deliveries.Select(delivery => delivery.Place).ToArray(), shown = ShownAttempts }
        );
        return rows.ToLookup(attempt => attempt.Delivery);
    }

    /// <summary>Since when the oldest delivery of a webhook that is not paused has been due; null when none is.</summary>
    public async Task<DateTimeOffset?> DueSinceAsync()
    {
        await using var connection = await database.OpenReadAsync();
        var oldest = await connection.ExecuteScalarAsync<long?>(
            """
            SELECT min(d.due_at) FROM webhook_deliveries AS d JOIN webhooks AS w ON w.id = d.webhook
            WHERE w.paused_at IS NULL AND (w.expires_at IS NULL OR w.expires_at > @now) AND d.due_at <= @now
            """,
            new { now = Now }
        );
        return oldest.ToInstant();
    }

    /// <summary>One delivery of a webhook; null when there is none.</summary>
    public async Task<Delivery?> FindAsync(string webhook, long place)
    {
        await using var connection = await database.OpenReadAsync();
        return await connection.QuerySingleOrDefaultAsync<Delivery>(
            $"""
            SELECT {Columns} FROM webhook_deliveries AS d JOIN webhook_events AS e ON e.id = d.event
            WHERE d.webhook = @webhook AND d.place = @place
            """,
            new { webhook, place }
        );
    }

    /// <summary>Makes a delivery due immediately with all attempts available again, whether it was delivered or failed.</summary>
    public Task RepeatAsync(DbTransaction transaction, long place) =>
        transaction.Connection!.ExecuteAsync(
            "UPDATE webhook_deliveries SET due_at = @now, attempts = 0, delivered_at = NULL, discarded_at = NULL WHERE place = @place",
            new { now = Now, place },
            transaction
        );

    /// <summary>Removes what is older than a month, with its deliveries and their attempts, unless one of them is still due.</summary>
    public async Task ClearAsync()
    {
        await using var connection = await database.OpenWriteAsync();
        var parameters = new { before = Now - (long)Kept.TotalMilliseconds, limit = ClearedAtOnce };
        int removed;
        do
        {
            removed = await connection.ExecuteAsync(
                $"""
                WITH old AS MATERIALIZED (
                    SELECT id FROM webhook_events AS e
                    WHERE at < @before AND NOT EXISTS (
                        SELECT 1 FROM webhook_deliveries WHERE event = e.id AND due_at IS NOT NULL
                    )
                    ORDER BY at, id LIMIT @limit {database.SkipLocked}
                )
                DELETE FROM webhook_events WHERE id IN (SELECT id FROM old)
                """,
                parameters
            );
        } while (removed == ClearedAtOnce);
    }

    /// <summary>Locks deliveries in the order of their places, so that transactions that write the same ones don't deadlock.</summary>
    private async Task LockAsync(DbTransaction transaction, IEnumerable<long> places) =>
        await transaction.Connection!.QueryAsync<long>(
            $"""
            {database.PlanForNow}
            SELECT place FROM webhook_deliveries WHERE {database.IsOneOf("place", "places")}
            ORDER BY place {database.Locked}
            """,
            new { places = places.ToArray() },
            transaction
        );

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record Noted(
        long Delivery,
        long Attempt,
        long? Due,
        long? Delivered,
        int? Status,
        string? Failure,
        long Milliseconds
    )
    {
        public static readonly string[] Columns =
        [
            "delivery bigint",
            "attempt bigint",
            "due bigint",
            "delivered bigint",
            "status bigint",
            "failure",
            "milliseconds bigint",
        ];

        public static Noted Of(EndedAttempt ended, long now) =>
            new(
                ended.Delivery.Place,
                ended.Delivery.AttemptPlace,
                ended.Again?.ToUnixTimeMilliseconds(),
                ended.Outcome.Failure is null ? now : null,
                ended.Outcome.Status,
                ended.Outcome.Failure,
                (long)ended.Outcome.Duration.TotalMilliseconds
            );
    }
}
