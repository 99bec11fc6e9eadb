using System.Collections.Immutable;
using System.Globalization;
using Dapper;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Journal;

namespace Tallydesk.Storage.Reading;

/// <summary>Reads parts of statements on read-only connections.</summary>
internal sealed class StatementReader(Database database) : IStatementReader
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<EntryRow>> ReadNewestAsync(
        string accountKey,
        StatementFilter filter,
        long? before,
        int limit
    )
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<StoredEntry>(
            $"""
            SELECT {StoredEntry.Columns} FROM entries
            WHERE account = @accountKey {WhereOf(filter)}{(before is null ? "" : " AND seq < @before")}
            ORDER BY seq DESC LIMIT @limit
            """,
            ParametersOf(accountKey, filter, before ?? 0, limit)
        );
        return [.. rows.Select(row => row.ToRow())];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<MonthSum>> SumAsync(
        string accountKey,
        StatementFilter filter,
        ImmutableArray<StatementMonth> months
    )
    {
        if (months.IsEmpty)
        {
            return [];
        }

        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<SumRow>(
            $"""
            SELECT CAST(CASE {string.Concat(months.Select(PartOf))}ELSE -1 END AS bigint) AS Month,
                {WideSum.Columns("(CASE WHEN amount > 0 THEN amount ELSE 0 END)", "In")},
                {WideSum.Columns("(CASE WHEN amount < 0 THEN amount ELSE 0 END)", "Out")}
            FROM entries
            WHERE account = @accountKey {WhereOf(filter)}
            GROUP BY 1 ORDER BY 1
            """,
            ParametersOf(accountKey, filter, 0, 0)
        );
        return
        [
            .. rows.Where(row => row.Month >= 0)
                .Select(row => new MonthSum(
                    months[(int)row.Month],
                    CreditAmount.Nearest(WideSum.Of(row.InHigh, row.InLow)),
                    CreditAmount.Nearest(WideSum.Of(row.OutHigh, row.OutLow))
                )),
        ];
    }

    private static string WhereOf(StatementFilter filter) =>
        (filter.Kind is null ? "" : " AND kind = @kind")
        + (filter.From is null ? "" : " AND at >= @from")
        + (filter.Until is null ? "" : " AND at < @until");

    // Instants are whole numbers, so they can stand in the text: a month has no parameter of its own.
    private static string PartOf(StatementMonth month, int index) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"WHEN at >= {month.Start.ToUnixTimeMilliseconds()} AND at < {month.End.ToUnixTimeMilliseconds()} THEN {index} "
        );

    private static object ParametersOf(string accountKey, StatementFilter filter, long before, int limit) =>
        new
        {
            accountKey,
            kind = filter.Kind is { } kind ? StoredNames.Of(kind) : "",
            from = filter.From?.ToUnixTimeMilliseconds() ?? 0,
            until = filter.Until?.ToUnixTimeMilliseconds() ?? 0,
            before,
            limit,
        };

    private sealed class SumRow
    {
        public long Month { get; init; }

        public long InHigh { get; init; }

        public long InLow { get; init; }

        public long OutHigh { get; init; }

        public long OutLow { get; init; }
    }
}
