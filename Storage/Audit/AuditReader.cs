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

/// <summary>Which rows of a trail are read.</summary>
/// <param name="Subject">Of what; null for all changes of rights.</param>
/// <param name="Limit">The maximum number.</param>
public sealed record AuditQuery(string? Subject, int Limit)
{
    /// <summary>Rows after this one, oldest first; 0 for the beginning.</summary>
    public long After { get; init; }

    /// <summary>Rows before this one, newest first; null to read oldest first.</summary>
    public long? Before { get; init; }

    /// <summary>Only what this actor did.</summary>
    public string? Actor { get; init; }

    /// <summary>Only changes of this kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Only what was done at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only what was done before this instant.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Reads the audit by pages.</summary>
public sealed class AuditReader(Database database)
{
    /// <summary>What happened in a grain.</summary>
    public Task<ImmutableArray<AuditRow>> HistoryAsync(AuditQuery query) =>
        ReadAsync(
            $"""
            SELECT seq AS Seq, at AS At, kind AS Kind, grain_key AS Subject, actor AS Actor, source AS Source,
                CAST(NULL AS text) AS Before, body AS After, {StoredText.Column}
            FROM history WHERE grain_key = @subject
            """,
            query
        );

    /// <summary>What moved on an account.</summary>
    public Task<ImmutableArray<AuditRow>> LedgerAsync(AuditQuery query) =>
        ReadAsync(
            """
            SELECT seq AS Seq, at AS At, kind AS Kind, account AS Subject, actor AS Actor, source AS Source,
                CAST(balance_after - amount AS text) AS Before, CAST(balance_after AS text) AS After
            FROM entries WHERE account = @subject
            """,
            query
        );

    /// <summary>What was changed of people, sessions and tokens.</summary>
    public Task<ImmutableArray<AuditRow>> RightsAsync(AuditQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ReadAsync(
            $"""
            SELECT seq AS Seq, at AS At, kind AS Kind, subject AS Subject, actor AS Actor, source AS Source,
                before AS Before, after AS After
            FROM rights_changes WHERE {(query.Subject is null ? "seq > 0" : "subject = @subject")}
            """,
            query
        );
    }

    private async Task<ImmutableArray<AuditRow>> ReadAsync(string sql, AuditQuery query)
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<Row>(
            sql
                + (query.Before is null ? " AND seq > @after" : " AND seq < @before")
                + (query.Actor is null ? "" : " AND actor = @actor")
                + (query.Kind is null ? "" : " AND kind = @kind")
                + (query.From is null ? "" : " AND at >= @from")
                + (query.Until is null ? "" : " AND at < @until")
                + $" ORDER BY seq {(query.Before is null ? "ASC" : "DESC")} LIMIT @limit",
            new
            {
                subject = query.Subject ?? "",
                after = query.After,
                before = query.Before ?? 0,
                actor = query.Actor ?? "",
                kind = query.Kind ?? "",
                from = query.From?.ToUnixTimeMilliseconds() ?? 0,
                until = query.Until?.ToUnixTimeMilliseconds() ?? 0,
                limit = query.Limit,
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
