using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Tallydesk.Journal;
using Tallydesk.Storage.Reading;

namespace Tallydesk.Audit;

/// <summary>Compares the rows of guarded tables with their last changes in the trail of rights.</summary>
/// <param name="connection">Sees the database.</param>
/// <param name="found">Takes a finding.</param>
internal sealed class GuardedRows(DbConnection connection, Action<AuditFinding> found)
{
    private const int PageSize = 500;

    /// <summary>Compares all rows of a table.</summary>
    /// <returns>How many there are, and of how many the trail has no digest of what it doesn't show.</returns>
    public async Task<(long Rows, long Undigested)> VerifyAsync(GuardedTable table)
    {
        var (rows, undigested) = (0L, 0L);
        for (var after = ""; ; )
        {
            var page = (await PageAsync(table, after)).AsList();
            foreach (var row in page)
            {
                after = (string)row["id"]!;
                undigested += await CompareAsync(table, after, row) ? 0 : 1;
            }

            rows += page.Count;
            if (page.Count < PageSize)
            {
                break;
            }
        }

        if (!table.IsSwept)
        {
            await FindMissingAsync(table);
        }

        return (rows, undigested);
    }

    /// <summary>Whether the trail has digests of the row; true also when something is found.</summary>
    private async Task<bool> CompareAsync(GuardedTable table, string id, IDictionary<string, object?> row)
    {
        void Found(string what) => found(new(table.Name, id, 0, what));
        if (row["change_seq"] is not { } seq)
        {
            Found("has no recorded change");
            return true;
        }

        var (kind, after, kept) = (
            (string)row["change_kind"]!,
            (string?)row["change_after"],
            (string?)row["change_kept"]
        );
        var isKept = row["change_kept_in"] is not null;
        if (after is null || (isKept && kept is null) || kind == "webhookRemoved")
        {
            Found($"was removed by change {seq}, but still exists");
            return true;
        }

        try
        {
            var differing = Shown(table, after, row).ToList();
            if (isKept)
            {
                var digests = await table.DigestsAsync(connection, null, id, row);
                differing.AddRange(
                    StateJson
                        .Read<Dictionary<string, string>>(kept!)
                        .Where(column => digests.GetValueOrDefault(column.Key) != column.Value)
                        .Select(column => column.Key)
                );
            }

            if (differing.Count > 0)
            {
                Found($"differs from its change {seq} in {string.Join(", ", differing)}");
            }
        }
        catch (JsonException)
        {
            Found($"can't be compared: its change {seq} can't be read");
        }

        return isKept;
    }

    /// <summary>Columns that differ from what the state after shows; what it leaves out is null.</summary>
    private static IEnumerable<string> Shown(GuardedTable table, string after, IDictionary<string, object?> row)
    {
        using var json = JsonDocument.Parse(after);
        foreach (var column in table.Shown)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(PascalOf(column));
            var told = json.RootElement.TryGetProperty(name, out var value) ? TextOf(value, column) : null;
            if (told != GuardedTable.TextOf(row[column]))
            {
                yield return column;
            }
        }
    }

    private static string PascalOf(string column) =>
        string.Concat(column.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static string? TextOf(JsonElement value, string column) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(item => item.GetString())),
            JsonValueKind.String when column.EndsWith("_at", StringComparison.Ordinal) => value
                .GetDateTimeOffset()
                .ToUnixTimeMilliseconds()
                .ToString(CultureInfo.InvariantCulture),
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        };

    /// <summary>Rows with their last change: one that kept the row, or an older one that shows it under its id.</summary>
    private async Task<IEnumerable<IDictionary<string, object?>>> PageAsync(GuardedTable table, string after)
    {
        var rows = await connection.QueryAsync(
            $$"""
            SELECT page.*, r.seq AS change_seq, r.kind AS change_kind, r.after AS change_after,
                r.kept_in AS change_kept_in, r.kept AS change_kept
            FROM (SELECT * FROM {{table.Name}} WHERE id > @after ORDER BY id LIMIT {{PageSize}}) AS page
            LEFT JOIN rights_changes AS r ON r.seq = (
                SELECT max(c.seq) FROM rights_changes AS c
                WHERE c.kind <> '{{NothingChanged.Kind}}' AND (
                    (c.kept_in = @Name AND c.kept_id = page.id)
                    OR (c.kept_in IS NULL AND c.subject = {{table.Subject}}
                        AND c.after LIKE '{"id":"' || page.id || '"%'))
            )
            ORDER BY page.id
            """,
            new { after, table.Name }
        );
        return rows.Cast<IDictionary<string, object?>>();
    }

    /// <summary>Finds licenses whose quota counts other bytes than their files have.</summary>
    public async Task FindWrongUsageAsync()
    {
        var wrong = await connection.QueryAsync<string>(
            $"""
            SELECT license FROM (
                SELECT license, {WideSum.Columns("bytes", "Bytes")} FROM (
                    SELECT license, bytes FROM attachment_usage
                    UNION ALL SELECT license, -size FROM attachments
                ) AS uses GROUP BY license
            ) AS sums
            WHERE {WideSum.Leaves("Bytes")} ORDER BY license LIMIT 1000
            """
        );
        foreach (var license in wrong)
        {
            found(new("attachment_usage", license, 0, "differs from the total size of the license's files"));
        }
    }

    private async Task FindMissingAsync(GuardedTable table)
    {
        var missing = await connection.QueryAsync<(string Id, long Seq)>(
            $"""
            SELECT c.kept_id, max(c.seq) FROM rights_changes AS c
            WHERE c.kept_in = @Name AND NOT EXISTS (SELECT 1 FROM {table.Name} AS t WHERE t.id = c.kept_id)
            GROUP BY c.kept_id HAVING max(CASE WHEN c.kept IS NULL THEN c.seq ELSE 0 END) < max(c.seq)
            ORDER BY c.kept_id LIMIT 1000
            """,
            new { table.Name }
        );
        foreach (var (id, seq) in missing)
        {
            found(new(table.Name, id, 0, $"is missing, but change {seq} did not remove it"));
        }
    }
}
