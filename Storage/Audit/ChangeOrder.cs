using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;

namespace Tallydesk.Audit;

/// <summary>
/// Compares what each change of a guarded row found there with what the change before had left: a row that was altered
/// outside the product is given away also once the product has changed it again.
/// </summary>
internal sealed class ChangeOrder(DbConnection connection, Action<AuditFinding> found)
{
    // It is noted without a change of rights.
    private const string LastUse = "lastUsedAt";

    /// <summary>Compares all changes.</summary>
    public async Task VerifyAsync()
    {
        var rows = connection.QueryUnbufferedAsync<Row>(
            """
            SELECT seq AS Seq, kept_id AS Id, before AS Before,
                lag(after) OVER (PARTITION BY kept_in, kept_id ORDER BY seq) AS Earlier
            FROM rights_changes WHERE kept_in IS NOT NULL
            """
        );
        await foreach (var row in rows)
        {
            if (row is { Before: { } before, Earlier: { } left } && !IsSame(before, left))
            {
                found(
                    new(
                        "rights",
                        row.Id,
                        row.Seq,
                        "started from a row that differs from the one the previous change left"
                    )
                );
            }
        }
    }

    private static bool IsSame(string one, string other)
    {
        try
        {
            return one == other || JsonNode.DeepEquals(Comparable(one), Comparable(other));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // A new row's instants are finer in its first change than they are stored.
    private static JsonObject Comparable(string json) =>
        new(
            JsonNode
                .Parse(json)!
                .AsObject()
                .Where(field => field.Key != LastUse)
                .Select(field => KeyValuePair.Create(field.Key, InMilliseconds(field.Value)))
        );

    private static JsonNode? InMilliseconds(JsonNode? value) =>
        value is JsonValue single && single.TryGetValue<DateTimeOffset>(out var at)
            ? JsonValue.Create(at.ToUnixTimeMilliseconds())
            : value?.DeepClone();

    private sealed class Row
    {
        public required long Seq { get; init; }
        public required string Id { get; init; }
        public string? Before { get; init; }
        public string? Earlier { get; init; }
    }
}
