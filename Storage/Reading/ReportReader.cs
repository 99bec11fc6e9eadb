using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Reports;
using Tallydesk.Tickets;

namespace Tallydesk.Storage.Reading;

/// <summary>Reads what reports are made of, on read-only connections.</summary>
internal sealed partial class ReportReader(Database database) : IReportReader
{
    private static readonly string Opened = StoredNames.Of(typeof(TicketOpened));
    private static readonly string Posted = StoredNames.Of(typeof(MessagePosted));
    private static readonly string Staff = string.Join(
        ", ",
        ((Role[])[Role.Engineer, Role.Lead, Role.Admin]).Select(role => $"'{StoredNames.Of(role)}'")
    );
    private static readonly string Given = StoredNames.Of(typeof(PromisedAnswerGiven));

    /// <inheritdoc/>
    public async Task<ImmutableArray<ReportedTicket>> ReadOpenedAsync(ReportWeeks weeks)
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
                    AND {database.TextOf("m.body", "author", "role")} = '{StoredNames.Of(Role.Customer)}'
            )
            WHERE h.kind = '{Opened}' AND h.at >= @start AND h.at < @end
            ORDER BY h.at, h.grain_key
            """,
            Window(weeks)
        );
        return
        [
            .. rows.Select(row => new ReportedTicket(
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
            $"""
            SELECT (at - @start) / @week AS Week, kind AS Kind, {WideSum.Columns("amount", "Credits")}
            FROM entries WHERE at >= @start AND at < @end
            GROUP BY 1, 2 ORDER BY 1, 2
            """,
            Window(weeks)
        );
        return [.. rows.Select(row => new Movement((int)row.Week, row.Kind, CreditAmount.Nearest(row.Credits)))];
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
        return await ReadAsync<T>(connection, sql, parameters);
    }

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(
        DbConnection connection,
        string sql,
        object? parameters = null
    ) => [.. await connection.QueryAsync<T>(sql, parameters)];

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

        public long CreditsHigh { get; init; }

        public long CreditsLow { get; init; }

        public Int128 Credits => WideSum.Of(CreditsHigh, CreditsLow);
    }
}
