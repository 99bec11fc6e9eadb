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
    // What is joined to a row is a subquery of its own, which is always looked up by key.
    private const string History = $"""
        SELECT '{Happening.History}' AS Trail, r.subject AS Subject, r.seq AS Seq, r.epoch AS Epoch, r.xact AS Xact,
            (SELECT id FROM database_epochs WHERE number = r.epoch) AS EpochId, r.at AS At, r.kind AS Kind,
            r.body AS Body, r.volume AS Volume,
            (SELECT c.body FROM cards AS c WHERE c.grain_key = r.subject) AS Card,
            (SELECT c.customer FROM cards AS c WHERE c.grain_key = r.subject) AS Customer,
            (SELECT b.at FROM history AS b WHERE b.grain_key = r.subject AND b.seq = 1) AS BornAt
        """;

    private const string HistoryRows =
        "SELECT grain_key AS subject, seq, epoch, xact, at, kind, body FROM history AS r";

    private const string Ledger = $"""
        SELECT '{Happening.Ledger}' AS Trail, r.subject AS Subject, r.seq AS Seq, r.epoch AS Epoch, r.xact AS Xact,
            (SELECT id FROM database_epochs WHERE number = r.epoch) AS EpochId, r.at AS At, r.kind AS Kind,
            r.body AS Body, r.volume AS Volume, r.amount AS Amount, r.balance_after AS BalanceAfter, r.ticket AS Ticket
        """;

    private const string LedgerRows =
        "SELECT account AS subject, seq, epoch, xact, at, kind, body, amount, balance_after, ticket FROM entries AS r";

    // The characters of bodies that one reading brings of each trail, beyond the row that exceeds them.
    private const long MostVolume = 4_000_000;

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

    /// <summary>
    /// What happened behind one place and before another, of some kinds: by one statement for each trail, within the epoch of
    /// the first place.
    /// </summary>
    /// <param name="from">The place up to which all has been read.</param>
    /// <param name="until">The place to stop at.</param>
    /// <param name="history">Kinds of rows of the history.</param>
    /// <param name="ledger">Kinds of entries.</param>
    /// <param name="limit">At most so many rows of each trail.</param>
    public async Task<Stretch> ReadAsync(
        Place from,
        Place until,
        ImmutableArray<string> history,
        ImmutableArray<string> ledger,
        int limit
    )
    {
        await using var connection = await database.OpenReadAsync();
        await connection.ExecuteAsync($"{database.BeginSnapshot}; {database.PlanForNow}");
        try
        {
            return StretchOf(
                from,
                until,
                limit,
                await ReadAsync(History, HistoryRows, Happening.History, "grain_key", history),
                await ReadAsync(Ledger, LedgerRows, Happening.Ledger, "account", ledger)
            );
        }
        finally
        {
            await connection.ExecuteAsync("ROLLBACK TRANSACTION");
        }

        async Task<List<Happening>> ReadAsync(
            string columns,
            string source,
            string trail,
            string key,
            ImmutableArray<string> kinds
        )
        {
            var order = from.Epoch == 0 ? "at, subject, seq" : "xact, subject, seq";
            var rows = await connection.QueryAsync<Happening>(
                $"""
                {columns}
                FROM (
                    SELECT page.*, sum(length(page.body)) OVER (ORDER BY {order} ROWS UNBOUNDED PRECEDING) AS volume
                    FROM ({source} WHERE {Behind(from, trail, key)} ORDER BY {order} LIMIT @limit) AS page
                ) AS r
                WHERE r.volume - length(r.body) < @MostVolume
                ORDER BY {order}
                """,
                new
                {
                    from.Epoch,
                    from.Xact,
                    from.Trail,
                    from.Subject,
                    from.Seq,
                    end = until.Epoch == from.Epoch ? until.Xact : long.MaxValue,
                    kinds = kinds.ToArray(),
                    limit,
                    MostVolume,
                }
            );
            return rows.AsList();
        }
    }

    /// <summary>The rows of both trails in their order, up to where all of them have been read.</summary>
    private static Stretch StretchOf(
        Place from,
        Place until,
        int limit,
        List<Happening> happened,
        List<Happening> moved
    )
    {
        // The sort is stable, so rows of one transaction and trail stay as the database orders them.
        var all = happened.Concat(moved);
        Happening[] sorted =
            from.Epoch == 0
                ? [.. all.OrderBy(row => row.At)]
                : [.. all.OrderBy(row => row.Xact).ThenBy(row => row.Trail, StringComparer.Ordinal)];
        var isPart = false;
        var count = sorted.Length;
        foreach (var trail in (List<Happening>[])[happened, moved])
        {
            // Behind the last row that was read of a trail, there may be more of it, before the other trail's next row.
            if (trail.Count == limit || (trail.Count > 0 && trail[^1].Volume >= MostVolume))
            {
                isPart = true;
                count = Math.Min(count, Array.IndexOf(sorted, trail[^1]) + 1);
            }
        }

        return isPart
            ? new([.. sorted.Take(count)], NextAfter(from, sorted[count - 1]))
            : new([.. sorted], EndOf(from, until));
    }

    // Rows of epoch 0 share one place; what has been read of them is known by its row among the events.
    private static Place NextAfter(Place from, Happening last) => from.Epoch == 0 ? from : last.Place;

    private static Place EndOf(Place from, Place until) => from.Epoch < until.Epoch ? new(from.Epoch + 1, 0) : until;

    /// <summary>The condition of rows behind a place.</summary>
    private string Behind(Place from, string trail, string key) =>
        from.Epoch == 0
            ? $"""
                r.epoch = 0 AND {database.IsOneOf("r.kind", "kinds")}
                AND r.at >= (SELECT read_until - 60000 FROM webhook_reading) AND r.at >= (SELECT min(since) FROM webhooks)
                AND NOT EXISTS (
                    SELECT 1 FROM webhook_events AS e WHERE e.trail = '{trail}' AND e.subject = r.{key} AND e.seq = r.seq
                )
                """
            // One epoch and a range of transactions, which is a range of the index of places.
            : $"""
                r.epoch > 0 AND r.epoch = @Epoch AND r.xact >= @Xact AND r.xact < @end
                AND {database.IsOneOf("r.kind", "kinds")}
                AND (r.xact, '{trail}', r.{key}, r.seq) > (@Xact, @Trail, @Subject, @Seq)
                """;
}
