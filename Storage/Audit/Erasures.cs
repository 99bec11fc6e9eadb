using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using Tallydesk.Journal;

namespace Tallydesk.Audit;

/// <summary>The texts that were erased, as the trail of rights tells it.</summary>
internal sealed class Erasures
{
    /// <summary>The kind of an erasure's change, whose subject is the grain.</summary>
    public const string Kind = "textsErased";

    private readonly Dictionary<(string Grain, long Seq), byte[]?> links = [];

    private Erasures() { }

    /// <summary>How many rows lost their texts.</summary>
    public int Count => links.Count;

    /// <summary>Reads all of them.</summary>
    public static async Task<Erasures> ReadAsync(DbConnection connection)
    {
        var erasures = new Erasures();
        var changes = await connection.QueryAsync<Change>(
            "SELECT subject AS Grain, after AS After FROM rights_changes WHERE kind = @Kind ORDER BY seq",
            new { Kind }
        );
        foreach (var change in changes)
        {
            foreach (var row in RowsOf(change))
            {
                erasures.links[(change.Grain, row.Seq)] = row.Link;
            }
        }

        return erasures;
    }

    /// <summary>Whether a row lost its texts.</summary>
    public bool Includes(string grain, long seq) => links.ContainsKey((grain, seq));

    /// <summary>
    /// The link that a row must have. One that kept its texts in place and lost them counts by the link that is stored, if
    /// it is still as the erasure left it.
    /// </summary>
    public byte[] LinkAfter(AuditedHistory row, byte[] before)
    {
        var link = row.LinkAfter(before);
        return links.TryGetValue((row.Grain, row.Seq), out var left) && link.AsSpan().SequenceEqual(left)
            ? row.Chain
            : link;
    }

    // What was altered is found where the chain is followed.
    private static ImmutableArray<ErasedRow> RowsOf(Change change)
    {
        try
        {
            var rows = StateJson.Read<Erased>(change.After ?? "{}").Rows;
            return rows.IsDefault ? [] : rows;
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private sealed class Change
    {
        public required string Grain { get; init; }
        public string? After { get; init; }
    }
}

/// <summary>What an erasure took.</summary>
/// <param name="Rows">The rows of the grain.</param>
internal sealed record Erased(ImmutableArray<ErasedRow> Rows);

/// <summary>A row that lost its texts.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Link">The link that the row would have as the erasure left it, where its texts stood in place; else null: then the row is as it was.</param>
internal sealed record ErasedRow(long Seq, byte[]? Link);
