using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Reports;
using Tallydesk.Tickets;

namespace Tallydesk.Storage.Reading;

/// <content>
/// The check of the ledger. It sees the books as they stood at one moment, so that its figures agree with each other while
/// the desk goes on.
/// </content>
internal sealed partial class ReportReader
{
    /// <summary>A ticket's account, from its card <c>c</c>.</summary>
    private static readonly string AccountOfCard =
        $"'{AccountId.Prefix}' || substr(c.customer, {CustomerId.Prefix.Length + 1})";

    /// <summary>The kinds of rows with which a ticket ends; closing only follows on one of them.</summary>
    private static readonly string EndingKinds = string.Join(
        ", ",
        new[] { typeof(TicketResolved), typeof(TicketWithdrawn), typeof(TicketMerged) }.Select(kind =>
            $"'{StoredNames.Of(kind)}'"
        )
    );

    private static readonly string[] EndedStatuses =
    [
        .. Enum.GetValues<TicketStatus>()
            .Where(status => !TicketTable.IsLive(status))
            .Select(status => StoredNames.Of(status)),
    ];

    /// <inheritdoc/>
    public async Task<LedgerCheck> CheckLedgerAsync(DateTimeOffset now)
    {
        await using var connection = await database.OpenReadAsync();
        return await CheckLedgerAsync(connection, now);
    }

    /// <summary>Checks the ledger as one connection sees it.</summary>
    internal async Task<LedgerCheck> CheckLedgerAsync(DbConnection connection, DateTimeOffset now)
    {
        await connection.ExecuteAsync(database.BeginSnapshot);
        try
        {
            return await ReadCheckAsync(connection, now);
        }
        finally
        {
            await connection.ExecuteAsync("ROLLBACK TRANSACTION");
        }
    }

    private async Task<LedgerCheck> ReadCheckAsync(DbConnection connection, DateTimeOffset now)
    {
        var stale = (now - LedgerCheck.LongestFlow).ToUnixTimeMilliseconds();
        var totals = await ReadAsync<TotalRow>(
            connection,
            $"""
            SELECT kind AS Kind, COUNT(*) AS Entries, {WideSum.Columns("amount", "Credits")}
            FROM entries GROUP BY kind ORDER BY kind
            """
        );
        var accounts = await ReadAsync<AccountRow>(
            connection,
            $"""
            SELECT account AS Account, COUNT(*) AS Entries, MAX(seq) AS Last, {WideSum.Columns("amount", "Total")}, (
                SELECT balance_after FROM entries AS newest
                WHERE newest.account = e.account ORDER BY seq DESC LIMIT 1
            ) AS Balance
            FROM entries AS e GROUP BY account ORDER BY account
            """
        );
        return new(
            [.. totals.Select(row => new LedgerTotal(row.Kind, row.Entries, CreditAmount.Nearest(row.Credits)))],
            accounts.Count,
            CreditAmount.Sum(accounts.Select(account => new CreditAmount(account.Balance))),
            [
                .. accounts
                    .Where(account => account.Entries != account.Last || account.Total != account.Balance)
                    .Select(account => account.Account),
            ],
            await ReadDifferencesAsync(connection, stale),
            new(await ReadWaitingAfterEndAsync(connection, stale), await ReadChargedAfterEndAsync(connection, stale)),
            await ReadInFlightAsync(connection, stale)
        )
        {
            SumsAgree =
                totals.Aggregate((Int128)0, (sum, row) => sum + row.Credits)
                == accounts.Aggregate((Int128)0, (sum, account) => sum + account.Balance),
            SharedOrders = await new SharedOrderReader(connection, database).ReadAsync(),
        };
    }

    private async Task<ImmutableArray<TicketDifference>> ReadDifferencesAsync(DbConnection connection, long stale)
    {
        var rows = await ReadAsync<DifferenceRow>(
            connection,
            $"""
            SELECT Number, Charged, CreditsHigh, CreditsLow FROM (
                SELECT c.rank AS Number, CAST({database.TextOf("c.body", "charged")} AS bigint) AS Charged,
                    {WideSum.Columns("e.amount", "Credits")}
                FROM cards AS c LEFT JOIN entries AS e ON e.account = {AccountOfCard} AND e.ticket = c.rank
                WHERE c.kind = 'ticket' AND (c.pending_since IS NULL OR c.pending_since < @stale)
                GROUP BY c.grain_key, 1, 2
            ) AS told
            WHERE {WideSum.Leaves("Credits", "Charged")} ORDER BY Number
            """,
            new { stale }
        );
        return
        [
            .. rows.Select(row => new TicketDifference(row.Number, new(row.Charged), CreditAmount.Nearest(-row.Credits))),
        ];
    }

    private async Task<ImmutableArray<WaitingAfterEnd>> ReadWaitingAfterEndAsync(DbConnection connection, long stale)
    {
        var line = database.EachOf(database.TextOf("s.payloadbinary"), "waiting", "w");
        var rows = await ReadAsync<WaitingRow>(
            connection,
            $"""
            SELECT c.rank AS Number, {database.TextOf("w.value", "operation")} AS Charge,
                CAST({database.TextOf("w.value", "credits")} AS bigint) AS Credits
            FROM orleansstorage AS s CROSS JOIN {line}
                JOIN cards AS c ON c.grain_key = {database.TextOf("w.value", "ticket")}
            WHERE s.graintypestring = 'account' AND {database.IsOneOf("c.status", "ended")}
                AND (c.pending_since IS NULL OR c.pending_since < @stale)
            ORDER BY c.rank
            """,
            new { stale, ended = EndedStatuses }
        );
        return [.. rows.Select(row => new WaitingAfterEnd(row.Number, row.Charge, new(row.Credits)))];
    }

    private async Task<ImmutableArray<ChargedAfterEnd>> ReadChargedAfterEndAsync(DbConnection connection, long stale)
    {
        var rows = await ReadAsync<ChargedRow>(
            connection,
            $"""
            SELECT Number, CreditsHigh, CreditsLow FROM (
                SELECT c.rank AS Number, {WideSum.Columns("e.amount", "Credits")}
                FROM cards AS c JOIN entries AS e ON e.account = {AccountOfCard} AND e.ticket = c.rank
                WHERE c.kind = 'ticket' AND {database.IsOneOf("c.status", "ended")}
                    AND (c.pending_since IS NULL OR c.pending_since < @stale)
                    AND e.at > (
                        SELECT MAX(h.at) FROM history AS h
                        WHERE h.grain_key = c.grain_key AND h.kind IN ({EndingKinds})
                    )
                GROUP BY c.rank
            ) AS told
            WHERE {WideSum.IsNegative("Credits")} ORDER BY Number
            """,
            new { stale, ended = EndedStatuses }
        );
        return [.. rows.Select(row => new ChargedAfterEnd(row.Number, CreditAmount.Nearest(-row.Credits)))];
    }

    private async Task<ImmutableArray<TicketInFlight>> ReadInFlightAsync(DbConnection connection, long stale)
    {
        var rows = await ReadAsync<InFlightRow>(
            connection,
            """
            SELECT rank AS Number, pending_since AS Since FROM cards
            WHERE kind = 'ticket' AND pending_since < @stale ORDER BY pending_since, rank
            """,
            new { stale }
        );
        return
        [
            .. rows.Select(row => new TicketInFlight(row.Number, DateTimeOffset.FromUnixTimeMilliseconds(row.Since))),
        ];
    }

    private sealed class TotalRow
    {
        public string Kind { get; init; } = "";

        public long Entries { get; init; }

        public long CreditsHigh { get; init; }

        public long CreditsLow { get; init; }

        public Int128 Credits => WideSum.Of(CreditsHigh, CreditsLow);
    }

    private sealed class AccountRow
    {
        public string Account { get; init; } = "";

        public long Entries { get; init; }

        public long Last { get; init; }

        public long TotalHigh { get; init; }

        public long TotalLow { get; init; }

        public Int128 Total => WideSum.Of(TotalHigh, TotalLow);

        public long Balance { get; init; }
    }

    private sealed class DifferenceRow
    {
        public long Number { get; init; }

        public long Charged { get; init; }

        public long CreditsHigh { get; init; }

        public long CreditsLow { get; init; }

        public Int128 Credits => WideSum.Of(CreditsHigh, CreditsLow);
    }

    private sealed class WaitingRow
    {
        public long Number { get; init; }

        public string Charge { get; init; } = "";

        public long Credits { get; init; }
    }

    private sealed class ChargedRow
    {
        public long Number { get; init; }

        public long CreditsHigh { get; init; }

        public long CreditsLow { get; init; }

        public Int128 Credits => WideSum.Of(CreditsHigh, CreditsLow);
    }

    private sealed class InFlightRow
    {
        public long Number { get; init; }

        public long Since { get; init; }
    }
}
