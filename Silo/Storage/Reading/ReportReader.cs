using System.Collections.Immutable;
using Dapper;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Reports;
using Tallydesk.Tickets;

namespace Tallydesk.Storage.Reading;

/// <summary>Reads what reports are made of, on read-only connections.</summary>
internal sealed class ReportReader(Database database) : IReportReader
{
    private static readonly string Opened = HistoryRows.KindOf(typeof(TicketOpened));
    private static readonly string Posted = HistoryRows.KindOf(typeof(MessagePosted));
    private static readonly string Staff = string.Join(
        ", ",
        ((Role[])[Role.Engineer, Role.Lead, Role.Admin]).Select(role => $"'{HistoryRows.KindOf(role)}'")
    );
    private static readonly string Given = HistoryRows.KindOf(typeof(PromisedAnswerGiven));

    /// <inheritdoc/>
    public async Task<ImmutableArray<OpenedTicket>> ReadOpenedAsync(ReportWeeks weeks)
    {
        var rows = await ReadAsync<OpenedRow>(
            $"""
            SELECT c.body AS Card, h.at AS OpenedAt, q.at AS FirstAskedAt, (
                SELECT m.at FROM history AS m
                WHERE m.grain_key = h.grain_key AND m.seq > q.seq AND m.kind = '{Posted}'
                    AND {database.TextOf("m.body", "author", "role")} IN ({Staff})
                ORDER BY m.seq LIMIT 1
            ) AS AnsweredAt
            FROM history AS h JOIN cards AS c ON c.grain_key = h.grain_key
            LEFT JOIN history AS q ON q.grain_key = h.grain_key AND q.seq = (
                SELECT MIN(m.seq) FROM history AS m
                WHERE m.grain_key = h.grain_key AND m.kind = '{Posted}'
                    AND {database.TextOf("m.body", "author", "role")} = '{HistoryRows.KindOf(Role.Customer)}'
            )
            WHERE h.kind = '{Opened}' AND h.at >= @start AND h.at < @end
            ORDER BY h.at, h.grain_key
            """,
            Window(weeks)
        );
        return
        [
            .. rows.Select(row => new OpenedTicket(
                StateJson.Read<TicketCard>(row.Card),
                DateTimeOffset.FromUnixTimeMilliseconds(row.OpenedAt),
                row.FirstAskedAt.ToInstant(),
                row.AnsweredAt.ToInstant()
            )),
        ];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<AnsweredPromise>> ReadPromisesAsync(ReportWeeks weeks)
    {
        var bodies = await ReadAsync<string>(
            $"SELECT body FROM history WHERE kind = '{Given}' AND at >= @start AND at < @end ORDER BY at, grain_key, seq",
            Window(weeks)
        );
        return [.. bodies.Select(body => StateJson.Read<PromisedAnswerGiven>(body).Promise)];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<Movement>> ReadMovementsAsync(ReportWeeks weeks)
    {
        var rows = await ReadAsync<MovementRow>(
            """
            SELECT (at - @start) / @week AS Week, kind AS Kind, CAST(SUM(amount) AS bigint) AS Credits
            FROM entries WHERE at >= @start AND at < @end
            GROUP BY 1, 2 ORDER BY 1, 2
            """,
            Window(weeks)
        );
        return [.. rows.Select(row => new Movement((int)row.Week, row.Kind, row.Credits))];
    }

    /// <inheritdoc/>
    public async Task<LedgerCheck> CheckLedgerAsync()
    {
        var totals = await ReadAsync<TotalRow>(
            """
            SELECT kind AS Kind, COUNT(*) AS Entries, CAST(SUM(amount) AS bigint) AS Credits
            FROM entries GROUP BY kind ORDER BY kind
            """
        );
        var accounts = await ReadAsync<AccountRow>(
            """
            SELECT account AS Account, COUNT(*) AS Entries, MAX(seq) AS Last, CAST(SUM(amount) AS bigint) AS Total, (
                SELECT balance_after FROM entries AS newest
                WHERE newest.account = e.account ORDER BY seq DESC LIMIT 1
            ) AS Balance
            FROM entries AS e GROUP BY account ORDER BY account
            """
        );
        var differences = await ReadAsync<DifferenceRow>(
            $"""
            SELECT Number, Charged, Ledger FROM (
                SELECT c.rank AS Number, CAST({database.TextOf("c.body", "charged")} AS bigint) AS Charged, COALESCE((
                    SELECT -CAST(SUM(amount) AS bigint) FROM entries
                    WHERE account = '{AccountId.Prefix}' || substr(c.customer, {CustomerId.Prefix.Length + 1})
                        AND ticket = c.rank
                ), 0) AS Ledger
                FROM cards AS c WHERE c.kind = 'ticket' AND c.pending_since IS NULL
            ) AS told
            WHERE Charged <> Ledger ORDER BY Number
            """
        );
        var shared = await ReadAsync<SharedOrder>(
            """
            SELECT o.order_id AS OrderId, o.customer AS CustomerId, f.order_id AS FirstOrderId,
                f.customer AS FirstCustomerId
            FROM orders AS o JOIN orders AS f ON f.name = o.name AND f.later = 0
            WHERE o.later = 1 ORDER BY o.name, o.order_id, o.customer
            """
        );
        return new(
            [.. totals.Select(row => new LedgerTotal(row.Kind, row.Entries, row.Credits))],
            accounts.Count,
            CreditAmount.Sum(accounts.Select(account => account.Balance)),
            [
                .. accounts
                    .Where(account => account.Entries != account.Last || account.Total != account.Balance)
                    .Select(account => account.Account),
            ],
            [.. differences.Select(row => new TicketDifference(row.Number, row.Charged, row.Ledger))]
        )
        {
            SharedOrders = [.. shared],
        };
    }

    private static object Window(ReportWeeks weeks) =>
        new
        {
            start = weeks.Start.ToUnixTimeMilliseconds(),
            end = weeks.End.ToUnixTimeMilliseconds(),
            week = (long)ReportWeeks.Length.TotalMilliseconds,
        };

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await database.OpenReadAsync();
        return [.. await connection.QueryAsync<T>(sql, parameters)];
    }

    // SQLite tells no type of a computed column that is empty; properties take what comes, constructors do not.
    private sealed class OpenedRow
    {
        public string Card { get; init; } = "";

        public long OpenedAt { get; init; }

        public long? FirstAskedAt { get; init; }

        public long? AnsweredAt { get; init; }
    }

    private sealed class MovementRow
    {
        public long Week { get; init; }

        public string Kind { get; init; } = "";

        public long Credits { get; init; }
    }

    private sealed class TotalRow
    {
        public string Kind { get; init; } = "";

        public long Entries { get; init; }

        public long Credits { get; init; }
    }

    private sealed class AccountRow
    {
        public string Account { get; init; } = "";

        public long Entries { get; init; }

        public long Last { get; init; }

        public long Total { get; init; }

        public long Balance { get; init; }
    }

    private sealed class DifferenceRow
    {
        public long Number { get; init; }

        public long Charged { get; init; }

        public long Ledger { get; init; }
    }
}
