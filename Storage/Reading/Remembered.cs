using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Tallydesk.Storage.Reading;

/// <summary>Answers that never change once they are found, kept in memory. When there are too many, all are forgotten and read again.</summary>
/// <param name="capacity">How many are kept at most.</param>
public sealed class Remembered<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TValue> kept = new();

    /// <summary>What was kept under a key.</summary>
    public bool TryFind(TKey key, [MaybeNullWhen(false)] out TValue value) => kept.TryGetValue(key, out value);

    /// <summary>Keeps a value, and returns it.</summary>
    public TValue Keep(TKey key, TValue value)
    {
        if (kept.Count >= capacity)
        {
            kept.Clear();
        }

        return kept[key] = value;
    }
}
