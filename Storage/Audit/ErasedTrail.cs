using System.Collections.Immutable;

namespace Tallydesk.Audit;

/// <summary>A grain's history before and after texts are taken out of it.</summary>
internal sealed class ErasedTrail
{
    private readonly IReadOnlyList<AuditedHistory> before;
    private readonly Dictionary<long, byte[]> links;
    private readonly Dictionary<long, AuditedHistory> erased;

    /// <summary>Takes the texts out.</summary>
    /// <param name="history">All rows of the grain, in their order.</param>
    /// <param name="rows">Which of them lose their texts; empty for all.</param>
    public ErasedTrail(IReadOnlyList<AuditedHistory> history, ImmutableArray<long> rows)
    {
        before = history;
        links = history.Zip(history.Skip(1)).ToDictionary(pair => pair.Second.Seq, pair => pair.First.Chain);
        erased = history
            .Where(row => rows.IsEmpty || rows.Contains(row.Seq))
            .Select(row => (Row: row, Without: row.WithoutText()))
            .Where(pair => !ReferenceEquals(pair.Row, pair.Without))
            .ToDictionary(pair => pair.Row.Seq, pair => pair.Without);
    }

    /// <summary>The rows that lose texts, as they are left.</summary>
    public IReadOnlyCollection<AuditedHistory> Erased => erased.Values;

    /// <summary>The link that an erased row would have as it is left, where its texts stood in place; null where only the texts beside it went.</summary>
    public byte[]? LinkOf(AuditedHistory row) =>
        row is { ChainVersion: 1, Chain.Length: > 0 } ? row.LinkAfter(links.GetValueOrDefault(row.Seq, [])) : null;

    /// <summary>The state's folds with the texts and without them; null for a kind of state that is not known.</summary>
    public (IStateFold Told, IStateFold Left)? Fold(string kind)
    {
        if (StateFolds.Of(kind) is not { } told || StateFolds.Of(kind) is not { } left)
        {
            return null;
        }

        foreach (var row in before)
        {
            told.Add(row.ToWholeRow(), row.IsEarlier);
            left.Add(erased.GetValueOrDefault(row.Seq, row).ToWholeRow(), row.IsEarlier);
        }

        return (told, left);
    }
}
