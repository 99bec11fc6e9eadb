using System.Collections.Immutable;
using Dapper;
using Tallydesk.Journal;
using Tallydesk.Storage;
using Tallydesk.Storage.Reading;

namespace Tallydesk.Audit;

/// <summary>A row of the audit as admins read it.</summary>
/// <param name="Seq">Its number in its chain.</param>
/// <param name="At">When, in Unix milliseconds.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Subject">What was changed: a grain, person, session or token.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Source">The origin; null for Tallydesk's own actions.</param>
/// <param name="Before">The state before, as JSON; null where the row before tells it.</param>
/// <param name="After">What is so since, as JSON.</param>
public sealed record AuditRow(
    long Seq,
    long At,
    string Kind,
    string Subject,
    string Actor,
    string? Source,
    string? Before,
    string? After
);

/// <summary>Reads the audit by pages.</summary>
public sealed class AuditReader(Database database)
{
    /// <summary>What happened in a grain.</summary>
    public Task<ImmutableArray<AuditRow>> HistoryAsync(string grain, long after, int limit) =>
        ReadAsync(
            $"""
            SELECT seq AS Seq, at AS At, kind AS Kind, grain_key AS Subject, actor AS Actor, source AS Source,
                CAST(NULL AS text) AS Before, body AS After, {StoredText.Column}
            FROM history WHERE grain_key = @subject AND seq > @after ORDER BY seq LIMIT @limit
            """,
            grain,
            after,
            limit
        );

    /// <summary>What moved on an account.</summary>
    public Task<ImmutableArray<AuditRow>> LedgerAsync(string account, long after, int limit) =>
        ReadAsync(
            """
            SELECT seq AS Seq, at AS At, kind AS Kind, account AS Subject, actor AS Actor, source AS Source,
                CAST(balance_after - amount AS text) AS Before, CAST(balance_after AS text) AS After
            FROM entries WHERE account = @subject AND seq > @after ORDER BY seq LIMIT @limit
            """,
            account,
            after,
            limit
        );

    /// <summary>What was changed of people, sessions and tokens.</summary>
    /// <param name="subject">Of which; null for all.</param>
    /// <param name="after">Return rows after this one; 0 for the beginning.</param>
    /// <param name="limit">The maximum number.</param>
    public Task<ImmutableArray<AuditRow>> RightsAsync(string? subject, long after, int limit) =>
        ReadAsync(
            $"""
            SELECT seq AS Seq, at AS At, kind AS Kind, subject AS Subject, actor AS Actor, source AS Source,
                before AS Before, after AS After
            FROM rights_changes WHERE seq > @after {(subject is null ? "" : "AND subject = @subject")}
            ORDER BY seq LIMIT @limit
            """,
            subject,
            after,
            limit
        );

    private async Task<ImmutableArray<AuditRow>> ReadAsync(string sql, string? subject, long after, int limit)
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<Row>(
            sql,
            new
            {
                subject,
                after,
                limit,
            }
        );
        return [.. rows.Select(row => row.ToRow())];
    }

    private sealed class Row
    {
        public required long Seq { get; init; }
        public required long At { get; init; }
        public required string Kind { get; init; }
        public required string Subject { get; init; }
        public required string Actor { get; init; }
        public string? Source { get; init; }
        public string? Before { get; init; }
        public string? After { get; init; }
        public string? Text { get; init; }

        public AuditRow ToRow() =>
            new(Seq, At, Kind, Subject, Actor, Source, Before, After is null ? null : PeoplesText.Join(After, Text));
    }
}
