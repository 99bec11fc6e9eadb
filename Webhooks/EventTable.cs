using System.Data.Common;
using Dapper;
using Tallydesk.Journal;
using Tallydesk.Storage;

namespace Tallydesk.Webhooks;

/// <summary>The events that webhooks are sent, and up to where the history and the ledger have been read for them.</summary>
public sealed class EventTable(Database database, TimeProvider time)
{
    // With many webhooks, a page of events has more deliveries than one statement can write within its time limit.
    private const int DeliveriesAtOnce = 2_000;

    private const string Reading = "epoch AS Epoch, xact AS Xact, trail AS Trail, subject AS Subject, seq AS Seq";

    /// <summary>Makes this process the one that reads, unless another has begun to within a pause.</summary>
    /// <returns>Up to where all has been read; null when another process has just begun.</returns>
    public async Task<Place?> LookAsync(TimeSpan pause)
    {
        await using var connection = await database.OpenWriteAsync();
        // An instant in the future is another clock's. Readers that meet do no harm: one of them keeps what it read.
        return await connection.QuerySingleOrDefaultAsync<Place>(
            $"""
            UPDATE webhook_reading SET looked_at = @now
            WHERE only_row = 1 AND (looked_at <= @before OR looked_at > @now)
            RETURNING {Reading}
            """,
            new { now = Now, before = Now - (long)pause.TotalMilliseconds }
        );
    }

    /// <summary>Up to where all has been read.</summary>
    public async Task<Place> ReadUntilAsync()
    {
        await using var connection = await database.OpenReadAsync();
        return await connection.QuerySingleAsync<Place>($"SELECT {Reading} FROM webhook_reading");
    }

    /// <summary>Keeps the events of a stretch that was read, and moves on to its end, unless another process has done so.</summary>
    /// <param name="from">The stretch's beginning.</param>
    /// <param name="until">Its end.</param>
    /// <param name="events">Its events.</param>
    /// <returns>How many deliveries were added; null when another process has read the stretch.</returns>
    public async Task<int?> KeepAsync(Place from, Place until, IReadOnlyList<LookedAt> events)
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var moved = await connection.ExecuteAsync(
            """
            UPDATE webhook_reading SET epoch = @Epoch, xact = @Xact, trail = @Trail, subject = @Subject, seq = @Seq
            WHERE only_row = 1 AND epoch = @fromEpoch AND xact = @fromXact AND trail = @fromTrail
                AND subject = @fromSubject AND seq = @fromSeq
            """,
            new
            {
                until.Epoch,
                until.Xact,
                until.Trail,
                until.Subject,
                until.Seq,
                fromEpoch = from.Epoch,
                fromXact = from.Xact,
                fromTrail = from.Trail,
                fromSubject = from.Subject,
                fromSeq = from.Seq,
            },
            transaction
        );
        if (moved == 0)
        {
            return null;
        }

        // What no webhook is sent needs no row, unless the place alone doesn't tell that it has been read.
        var added = await AddAsync(transaction, [.. events.Where(one => one.Webhooks.Length > 0 || from.Epoch == 0)]);
        await transaction.CommitAsync();
        return added;
    }

    /// <summary>
    /// Adds events within a transaction, with a delivery for each of their webhooks, in their order; one of a row that has one
    /// is left as it is. All are written by one statement, and their deliveries by as few as the time limit of a statement allows.
    /// </summary>
    /// <returns>How many deliveries were added.</returns>
    public async Task<int> AddAsync(DbTransaction transaction, IReadOnlyCollection<LookedAt> events)
    {
        if (events.Count == 0)
        {
            return 0;
        }

        var connection = transaction.Connection!;
        var added = await connection.QueryAsync<string>(
            $"""
            {database.PlanForNow}
            INSERT INTO webhook_events (id, trail, subject, seq, at, type, body)
            SELECT id, trail, subject, seq, at, type, body
            FROM {database.RowsOf("events", "e", "id", "trail", "subject", "seq bigint", "at bigint", "type", "body")}
            WHERE true ON CONFLICT DO NOTHING
            RETURNING id
            """,
            new { events = StateJson.Write(events) },
            transaction
        );
        var ids = added.ToHashSet(StringComparer.Ordinal);
        NewDelivery[] deliveries =
        [
            .. events
                .Where(one => ids.Contains(one.Id))
                .SelectMany(one => one.Webhooks.Select(webhook => (one.Id, Webhook: webhook)))
                .Select((one, place) => new NewDelivery(place, one.Id, one.Webhook)),
        ];
        var count = 0;
        foreach (var page in deliveries.Chunk(DeliveriesAtOnce))
        {
            count += await connection.ExecuteAsync(
                $"""
                {database.PlanForNow}
                INSERT INTO webhook_deliveries (webhook, event, due_at, attempts)
                SELECT w.id, d.event, @now, 0
                FROM {database.RowsOf("deliveries", "d", "place bigint", "event", "webhook")}
                JOIN webhooks AS w ON w.id = d.webhook
                ORDER BY d.place
                """,
                new { now = Now, deliveries = StateJson.Write(page) },
                transaction
            );
        }

        return count;
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record NewDelivery(int Place, string Event, string Webhook);
}
