using System.Text.Json;
using Tallydesk.Journal;

namespace Tallydesk.Audit;

/// <summary>Makes one grain's state again from its rows, by the rules that made it, and compares it with the stored one.</summary>
public interface IStateFold
{
    /// <summary>Takes the next row of the history.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isEarlier">Whether an earlier release wrote it, which kept less in states.</param>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    string? Add(HistoryRow row, bool isEarlier);

    /// <summary>Takes the next entry of the ledger.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    string? Add(EntryRow entry);

    /// <summary>Compares the stored state with the rows that were taken.</summary>
    /// <param name="stored">The stored state as UTF-8 JSON.</param>
    /// <exception cref="JsonException">The stored state can't be read.</exception>
    StateComparison Compare(ReadOnlySpan<byte> stored);

    /// <summary>The stored state after texts were taken out of its rows.</summary>
    /// <param name="stored">The stored state as UTF-8 JSON.</param>
    /// <param name="before">Has taken the rows as they were; this one has taken them without the texts.</param>
    byte[] Rewrite(ReadOnlySpan<byte> stored, IStateFold before);

    /// <summary>The card of the stored state; null when it has none.</summary>
    /// <param name="stored">The stored state as UTF-8 JSON.</param>
    /// <param name="key">The grain's key.</param>
    /// <param name="version">The row version at which the card was written.</param>
    /// <param name="storedVersion">The row version of the stored state. Later commits than the card's changed nothing.</param>
    Card? CardOf(ReadOnlySpan<byte> stored, string key, long version, long storedVersion);
}

/// <summary>How a stored state compares with its rows.</summary>
/// <param name="Differing">The fields that differ.</param>
/// <param name="Unknown">What the rows don't tell; empty when they tell everything.</param>
public sealed record StateComparison(IReadOnlyList<string> Differing, IReadOnlyList<string> Unknown)
{
    /// <summary>Fields that differ from the rows, and are as an earlier release left them that did not keep all of this.</summary>
    public IReadOnlyList<string> Unkept { get; init; } = [];
}
