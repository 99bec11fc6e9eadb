using System.Collections.Immutable;
using Dapper;
using Tallydesk.Storage;

namespace Tallydesk.Webhooks;

/// <summary>Rows in the order of their places.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Until">Up to where all rows have been read.</param>
public sealed record Stretch(ImmutableArray<Happening> Rows, Place Until);

/// <summary>
/// Reads what happened by what is committed. A row's place names the transaction that wrote it; rows are read up to the
/// oldest transaction that is still open, so none can appear behind what has been read, however long its commit takes.
/// </summary>
public sealed class HappeningReader(Database database)
{
    private const string History = $"""
        SELECT '{Happening.History}' AS Trail, r.grain_key AS Subject, r.seq AS Seq, r.epoch AS Epoch, r.xact AS Xact,
            (SELECT id FROM database_epochs WHERE number = r.epoch) AS EpochId, r.at AS At, r.kind AS Kind,
            r.body AS Body, t.text AS Text, c.body AS Card, c.customer AS Customer,
            (SELECT b.at FROM history AS b WHERE b.grain_key = r.grain_key AND b.seq = 1) AS BornAt
        FROM history AS r LEFT JOIN cards AS c ON c.grain_key = r.grain_key
        LEFT JOIN texts AS t ON t.grain_key = r.grain_key AND t.seq = r.seq
        """;

    private const string Ledger = $"""
        SELECT '{Happening.Ledger}' AS Trail, r.account AS Subject, r.seq AS Seq, r.epoch AS Epoch, r.xact AS Xact,
            (SELECT id FROM database_epochs WHERE number = r.epoch) AS EpochId, r.at AS At, r.kind AS Kind,
            r.body AS Body, r.amount AS Amount, r.balance_after AS BalanceAfter, r.ticket AS Ticket
        FROM entries AS r
        """;

    /// <summary>The place before which everything is committed, or never will be.</summary>
    public async Task<Place> HorizonAsync()
    {
        var horizon = await database.FindHorizonAsync();
        return new(horizon.Epoch, horizon.Xact);
    }

    /// <summary>The id of the database's epoch.</summary>
    public async Task<string> EpochIdAsync()
    {
        await using var connection = await database.OpenReadAsync();
        return await connection.QuerySingleAsync<string>("SELECT id FROM database_epochs ORDER BY number DESC LIMIT 1");
    }

    /// <summary>What happened behind one place and before another, of some kinds.</summary>
    /// <param name="from">The place up to which all has been read.</param>
    /// <param name="until">The place to stop at.</param>
    /// <param name="history">Kinds of rows of the history.</param>
    /// <param name="ledger">Kinds of entries.</param>
    /// <param name="limit">At most so many rows.</param>
    public async Task<Stretch> ReadAsync(
        Place from,
        Place until,
        ImmutableArray<string> history,
        ImmutableArray<string> ledger,
        int limit
    )
    {
        await using var connection = await database.OpenReadAsync();
        var happened = await connection.QueryAsync<Happening>(
            $"{History} WHERE {Behind(from, Happening.History, "grain_key")}",
            Parameters(history)
        );
        var moved = await connection.QueryAsync<Happening>(
            $"{Ledger} WHERE {Behind(from, Happening.Ledger, "account")}",
            Parameters(ledger)
        );

        // The sort is stable, so rows of one transaction and trail stay as the database orders them.
        var all = from.Epoch == 0 ? happened.Concat(moved).OrderBy(row => row.At) : InOrder(happened.Concat(moved));
        ImmutableArray<Happening> rows = [.. all.Take(limit)];
        return new(rows, rows.Length == limit ? NextAfter(from, rows[^1]) : EndOf(from, until));

        object Parameters(ImmutableArray<string> kinds) =>
            new
            {
                from.Epoch,
                from.Xact,
                from.Trail,
                from.Subject,
                from.Seq,
                untilEpoch = until.Epoch,
                untilXact = until.Xact,
                kinds = kinds.ToArray(),
                limit,
            };
    }

    private static IOrderedEnumerable<Happening> InOrder(IEnumerable<Happening> rows) =>
        rows.OrderBy(row => row.Epoch).ThenBy(row => row.Xact).ThenBy(row => row.Trail, StringComparer.Ordinal);

    // Rows of epoch 0 share one place; what has been read of them is known by its row among the events.
    private static Place NextAfter(Place from, Happening last) => from.Epoch == 0 ? from : last.Place;

    private static Place EndOf(Place from, Place until) => from.Epoch == 0 ? new(1, 0) : until;

    /// <summary>The condition and order of rows behind a place.</summary>
    private string Behind(Place from, string trail, string key) =>
        from.Epoch == 0
            ? $"""
                r.epoch = 0 AND {database.IsOneOf("r.kind", "kinds")}
                AND r.at >= (SELECT read_until - 60000 FROM webhook_reading) AND r.at >= (SELECT min(since) FROM webhooks)
                AND NOT EXISTS (
                    SELECT 1 FROM webhook_events AS e WHERE e.trail = '{trail}' AND e.subject = r.{key} AND e.seq = r.seq
                )
                ORDER BY r.at, r.{key}, r.seq LIMIT @limit
                """
            : $"""
                r.epoch > 0 AND {database.IsOneOf("r.kind", "kinds")}
                AND (r.epoch, r.xact) >= (@Epoch, @Xact) AND (r.epoch, r.xact) < (@untilEpoch, @untilXact)
                AND (r.epoch, r.xact, '{trail}', r.{key}, r.seq) > (@Epoch, @Xact, @Trail, @Subject, @Seq)
                ORDER BY r.epoch, r.xact, r.{key}, r.seq LIMIT @limit
                """;
}
