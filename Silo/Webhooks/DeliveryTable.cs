using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tallydesk.Storage;

namespace Tallydesk.Webhooks;

/// <summary>What webhooks are told, and how that goes. Several gateways share it: what one has taken, no other takes for a while.</summary>
internal sealed class DeliveryTable(Database database, TimeProvider time)
{
    private const string Columns =
        "d.place AS Place, d.webhook AS Webhook, d.event AS Event, e.type AS Type, e.at AS At, d.due_at AS DueAt, "
        + "d.attempts AS Attempts, d.tried_at AS TriedAt, d.delivered_at AS DeliveredAt, d.status AS Status, "
        + "d.failure AS Failure";

    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Makes this process the one that looks at what happened, unless another has looked within a pause.</summary>
    /// <returns>Until when all has been looked at; null when another process has just looked.</returns>
    public async Task<DateTimeOffset?> LookAsync(TimeSpan pause)
    {
        await using var connection = await database.OpenWriteAsync();
        var until = await connection.QuerySingleOrDefaultAsync<long?>(
            """
            UPDATE webhook_reading SET looked_at = @now WHERE only_row = 1 AND looked_at <= @before
            RETURNING read_until
            """,
            new { now = Now, before = Now - (long)pause.TotalMilliseconds }
        );
        return until.ToInstant();
    }

    /// <summary>
    /// Keeps what was looked at, with whom it is told to, and until when all has been looked at. What another process has
    /// kept meanwhile stays as it is, so that nobody is told twice.
    /// </summary>
    /// <returns>How many deliveries were added.</returns>
    public async Task<int> KeepAsync(IReadOnlyList<LookedAt> events, DateTimeOffset until)
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var added = 0;
        foreach (var one in events)
        {
            added += await AddAsync(transaction, one);
        }

        await connection.ExecuteAsync(
            "UPDATE webhook_reading SET read_until = @until WHERE only_row = 1 AND read_until < @until",
            new { until = until.ToUnixTimeMilliseconds() },
            transaction
        );
        await transaction.CommitAsync();
        return added;
    }

    /// <summary>Adds an event within a transaction, and that some webhooks are to be told of it; one of the same row is left as it is.</summary>
    /// <returns>How many deliveries were added.</returns>
    public async Task<int> AddAsync(DbTransaction transaction, LookedAt one)
    {
        var connection = transaction.Connection!;
        var isNew = await connection.ExecuteAsync(
            """
            INSERT INTO webhook_events (id, trail, subject, seq, at, type, body)
            VALUES (@Id, @Trail, @Subject, @Seq, @At, @Type, @Body) ON CONFLICT DO NOTHING
            """,
            one,
            transaction
        );
        return isNew == 0 || one.Webhooks.Length == 0
            ? 0
            : await connection.ExecuteAsync(
                $"""
                INSERT INTO webhook_deliveries (webhook, event, due_at, attempts)
                SELECT id, @Id, @now, 0 FROM webhooks WHERE {database.IsOneOf("id", "webhooks")}
                """,
                new
                {
                    one.Id,
                    now = Now,
                    webhooks = one.Webhooks.ToArray(),
                },
                transaction
            );
    }

    /// <summary>The webhooks that are not paused and have something due.</summary>
    public async Task<ImmutableArray<string>> DueAsync()
    {
        await using var connection = await database.OpenReadAsync();
        var due = await connection.QueryAsync<string>(
            """
            SELECT id FROM webhooks AS w WHERE paused_at IS NULL AND EXISTS (
                SELECT 1 FROM webhook_deliveries AS d WHERE d.webhook = w.id AND d.due_at <= @now
            )
            """,
            new { now = Now }
        );
        return [.. due];
    }

    /// <summary>Takes what a webhook is due, so that no other gateway takes it for a minute.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="limit">At most so many.</param>
    public async Task<ImmutableArray<DueDelivery>> TakeAsync(string webhook, int limit)
    {
        await using var connection = await database.OpenWriteAsync();
        var rows = await connection.QueryAsync<DueDelivery>(
            """
            UPDATE webhook_deliveries SET attempts = attempts + 1, due_at = @later, tried_at = @now, status = NULL,
                failure = NULL
            WHERE due_at <= @now AND place IN (
                SELECT place FROM webhook_deliveries WHERE webhook = @webhook AND due_at <= @now
                ORDER BY due_at, place LIMIT @limit
            )
            RETURNING place AS Place, event AS Event, attempts AS Attempt,
                (SELECT body FROM webhook_events WHERE id = event) AS Body
            """,
            new
            {
                webhook,
                now = Now,
                later = Now + (long)Claim.TotalMilliseconds,
                limit,
            }
        );
        return [.. rows.OrderBy(row => row.Place)];
    }

    /// <summary>Writes down how an attempt went.</summary>
    /// <param name="place">The delivery.</param>
    /// <param name="status">What was answered, as an HTTP status; null for no answer.</param>
    /// <param name="failure">Why it did not arrive; null when it did.</param>
    /// <param name="again">When it is tried again; null for never, because it arrived or is given up.</param>
    public async Task NoteAsync(long place, int? status, string? failure, DateTimeOffset? again)
    {
        await using var connection = await database.OpenWriteAsync();
        await connection.ExecuteAsync(
            """
            UPDATE webhook_deliveries SET due_at = @due, delivered_at = @delivered, status = @status, failure = @failure
            WHERE place = @place
            """,
            new
            {
                place,
                due = again?.ToUnixTimeMilliseconds(),
                delivered = failure is null ? Now : (long?)null,
                status,
                failure,
            }
        );
    }

    /// <summary>A page of a webhook's deliveries, newest first.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="before">Deliveries before this place; <see cref="long.MaxValue"/> from the newest.</param>
    /// <param name="limit">At most so many.</param>
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

    /// <summary>Makes a delivery due at once, with all its attempts before it, whether it arrived or was given up.</summary>
    public Task RepeatAsync(DbTransaction transaction, long place) =>
        transaction.Connection!.ExecuteAsync(
            "UPDATE webhook_deliveries SET due_at = @now, attempts = 0, delivered_at = NULL WHERE place = @place",
            new { now = Now, place },
            transaction
        );

    /// <summary>Removes what is older than a month, with its deliveries.</summary>
    public async Task ClearAsync()
    {
        await using var connection = await database.OpenWriteAsync();
        await connection.ExecuteAsync(
            "DELETE FROM webhook_events WHERE at < @before",
            new { before = Now - (long)Kept.TotalMilliseconds }
        );
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();
}

/// <summary>Something that happened and was looked at.</summary>
/// <param name="Id">Names it to those who are told.</param>
/// <param name="Trail">Where its row stands.</param>
/// <param name="Subject">The row's grain.</param>
/// <param name="Seq">The row's number.</param>
/// <param name="At">When it happened, in Unix milliseconds.</param>
/// <param name="Type">What it is called, such as <c>ticket.opened</c>; null when nobody is told.</param>
/// <param name="Body">What is sent; null when nobody is told.</param>
/// <param name="Webhooks">Who is told.</param>
internal sealed record LookedAt(
    string Id,
    string Trail,
    string Subject,
    long Seq,
    long At,
    string? Type,
    string? Body,
    ImmutableArray<string> Webhooks
)
{
    /// <summary>The prefix of every event's id.</summary>
    public const string Prefix = "evt-";
}

/// <summary>A delivery whose turn it is.</summary>
internal sealed class DueDelivery
{
    /// <summary>Names the delivery.</summary>
    public required long Place { get; init; }

    /// <summary>The event's id.</summary>
    public required string Event { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>What is sent.</summary>
    public required string Body { get; init; }
}

/// <summary>A delivery as it stands. Instants are Unix milliseconds.</summary>
internal sealed class Delivery
{
    /// <summary>Names the delivery; newer ones have higher ones.</summary>
    public required long Place { get; init; }

    /// <summary>The webhook's id.</summary>
    public required string Webhook { get; init; }

    /// <summary>The event's id.</summary>
    public required string Event { get; init; }

    /// <summary>What happened.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened.</summary>
    public required long At { get; init; }

    /// <summary>When it is tried next; null when it arrived or was given up.</summary>
    public long? DueAt { get; init; }

    /// <summary>How often it has been tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it was last tried.</summary>
    public long? TriedAt { get; init; }

    /// <summary>When it arrived.</summary>
    public long? DeliveredAt { get; init; }

    /// <summary>What the last attempt was answered, as an HTTP status; null for no answer, also while it is under way.</summary>
    public int? Status { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Failure { get; init; }
}
