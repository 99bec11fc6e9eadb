using System.Collections.Immutable;

namespace Tallydesk.Background;

/// <summary>Reads work past what is set aside.</summary>
public static class FailedWorkReading
{
    /// <summary>
    /// A page of work without the items that are set aside. Items that were set aside and are no longer there are forgotten.
    /// </summary>
    /// <param name="failed">What is set aside.</param>
    /// <param name="kind">The kind of the work.</param>
    /// <param name="now">The current time.</param>
    /// <param name="most">How many items, besides those set aside.</param>
    /// <param name="read">Reads a page of at most so many items.</param>
    /// <param name="idOf">An item's id.</param>
    public static async Task<ImmutableArray<T>> DueAsync<T>(
        this IFailedWork failed,
        string kind,
        DateTimeOffset now,
        int most,
        Func<int, Task<ImmutableArray<T>>> read,
        Func<T, string> idOf
    ) => await failed.DueAsync(kind, await failed.ReadAsync(kind), now, most, read, idOf);

    /// <summary>As the other, for a caller that has read what is set aside of the kind.</summary>
    public static async Task<ImmutableArray<T>> DueAsync<T>(
        this IFailedWork failed,
        string kind,
        ImmutableDictionary<string, DateTimeOffset?> aside,
        DateTimeOffset now,
        int most,
        Func<int, Task<ImmutableArray<T>>> read,
        Func<T, string> idOf
    )
    {
        var limit = most + aside.Count;
        var found = await read(limit);
        if (aside.Count > 0 && found.Length < limit)
        {
            await failed.ForgetAsync(kind, aside.Keys.Except(found.Select(idOf), StringComparer.Ordinal));
        }

        return [.. found.Where(item => !aside.TryGetValue(idOf(item), out var next) || next <= now)];
    }

    /// <summary>The ids of set aside items whose time has come, for work that is remembered nowhere else.</summary>
    public static async Task<ImmutableArray<string>> DueAsync(
        this IFailedWork failed,
        string kind,
        DateTimeOffset now
    ) => [.. (await failed.ReadAsync(kind)).Where(item => item.Value <= now).Select(item => item.Key)];
}
