using System.Collections.Concurrent;

namespace Tallydesk.Identity;

/// <summary>
/// Rows of the database by their id, read at most once in <see cref="Freshness"/>. So a change acts everywhere within that
/// time, and at once where it was made and <see cref="Forget"/> called.
/// </summary>
/// <param name="read">Reads one; null when there is none.</param>
/// <param name="time">The clock.</param>
internal sealed class FreshReads<TValue>(Func<string, Task<TValue?>> read, TimeProvider time)
    where TValue : class
{
    /// <summary>How long a row is taken for what it was.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    private const int Capacity = 10_000;
    private readonly ConcurrentDictionary<string, Entry> entries = new();

    /// <summary>The row, at most <see cref="Freshness"/> old; null when there is none.</summary>
    public async ValueTask<TValue?> FindAsync(string id)
    {
        if (!entries.TryGetValue(id, out var entry) || time.GetElapsedTime(entry.ReadAt) > Freshness)
        {
            entry = Renew(id, entry);
        }

        try
        {
            return await entry.Value.Value;
        }
        catch
        {
            entries.TryRemove(new(id, entry));
            throw;
        }
    }

    /// <summary>Reads a row again at its next use.</summary>
    public void Forget(string id) => entries.TryRemove(id, out _);

    /// <summary>Replaces an entry, so that concurrent requests share one read.</summary>
    private Entry Renew(string id, Entry? old)
    {
        if (entries.Count >= Capacity)
        {
            entries.Clear();
        }

        var fresh = new Entry(time.GetTimestamp(), new(() => ReadAsync(id)));
        return old is null ? entries.GetOrAdd(id, fresh)
            : entries.TryUpdate(id, fresh, old) ? fresh
            : entries.GetOrAdd(id, fresh);
    }

    private async Task<TValue?> ReadAsync(string id)
    {
        var found = await read(id);
        if (found is null)
        {
            // Ids that were made up are not kept, or anybody could fill the memory with them.
            entries.TryRemove(id, out _);
        }

        return found;
    }

    private sealed record Entry(long ReadAt, Lazy<Task<TValue?>> Value);
}
