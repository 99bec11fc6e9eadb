using System.Collections.Immutable;
using Dapper;
using Tallydesk.Storage;

namespace Tallydesk.Webhooks;

/// <summary>
/// Reads what happened, oldest first and each row once. Rows are found by their instants, and a row may be written after
/// a later one: whoever reads goes back by more than a commit can take (<see cref="Overlap"/>), and what was looked at
/// before is left out.
/// </summary>
internal sealed class HappeningReader(Database database)
{
    /// <summary>How far before what has been read a row may still come: longer than a commit takes and clocks differ.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>What happened at or after an instant, of some kinds, that nobody has looked at; at most so many of each trail.</summary>
    /// <param name="from">The instant.</param>
    /// <param name="history">Kinds of rows of the history.</param>
    /// <param name="ledger">Kinds of entries.</param>
    /// <param name="limit">At most so many of each trail.</param>
    public async Task<ImmutableArray<Happening>> ReadAsync(
        DateTimeOffset from,
        ImmutableArray<string> history,
        ImmutableArray<string> ledger,
        int limit
    )
    {
        await using var connection = await database.OpenReadAsync();
        var parameters = new
        {
            from = from.ToUnixTimeMilliseconds(),
            history = history.ToArray(),
            ledger = ledger.ToArray(),
            limit,
        };
        var happened = await connection.QueryAsync<Happening>(
            $"""
            SELECT '{Happening.History}' AS Trail, h.grain_key AS Subject, h.seq AS Seq, h.at AS At, h.kind AS Kind,
                h.body AS Body, c.body AS Card, c.customer AS Customer,
                (SELECT b.at FROM history AS b WHERE b.grain_key = h.grain_key AND b.seq = 1) AS BornAt
            FROM history AS h LEFT JOIN cards AS c ON c.grain_key = h.grain_key
            WHERE h.at >= @from AND {database.IsOneOf("h.kind", "history")} AND NOT EXISTS (
                SELECT 1 FROM webhook_events AS e
                WHERE e.trail = '{Happening.History}' AND e.subject = h.grain_key AND e.seq = h.seq
            )
            ORDER BY h.at, h.grain_key, h.seq LIMIT @limit
            """,
            parameters
        );
        var moved = await connection.QueryAsync<Happening>(
            $"""
            SELECT '{Happening.Ledger}' AS Trail, l.account AS Subject, l.seq AS Seq, l.at AS At, l.kind AS Kind,
                l.body AS Body, l.amount AS Amount, l.balance_after AS BalanceAfter, l.ticket AS Ticket
            FROM entries AS l
            WHERE l.at >= @from AND {database.IsOneOf("l.kind", "ledger")} AND NOT EXISTS (
                SELECT 1 FROM webhook_events AS e
                WHERE e.trail = '{Happening.Ledger}' AND e.subject = l.account AND e.seq = l.seq
            )
            ORDER BY l.at, l.account, l.seq LIMIT @limit
            """,
            parameters
        );
        return [.. happened.Concat(moved).OrderBy(row => row.At)];
    }
}
