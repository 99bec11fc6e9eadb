using System.Collections.Concurrent;
using System.Security.Claims;

namespace Tallydesk.Identity;

/// <summary>
/// Answers who bears a token without a read of the database for each request. What is known is at most
/// <see cref="Freshness"/> old, so a revocation acts everywhere within that time, and at once where it was made.
/// </summary>
internal sealed class KnownTokens(TokenStore store, TimeProvider time)
{
    /// <summary>How long a token is taken for what it was.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    private const int Capacity = 10_000;
    private readonly ConcurrentDictionary<string, Entry> entries = new();

    /// <summary>Whom a token's text proves its bearer to be; null when it proves nothing.</summary>
    public async ValueTask<ClaimsPrincipal?> ProveAsync(string text)
    {
        var known = await FindAsync(Token.IdOf(text));
        return known?.Token.IsProvedBy(text) == true ? known.Principal : null;
    }

    /// <summary>Who bears a token that was proved before; null once it is revoked.</summary>
    public async ValueTask<ClaimsPrincipal?> RecallAsync(string id)
    {
        var known = await FindAsync(id);
        return known is { Token.RevokedAt: null } ? known.Principal : null;
    }

    /// <summary>Reads a token anew at its next use.</summary>
    public void Forget(string id) => entries.TryRemove(id, out _);

    private async ValueTask<Known?> FindAsync(string id)
    {
        if (!entries.TryGetValue(id, out var entry) || time.GetElapsedTime(entry.ReadAt) > Freshness)
        {
            entry = Renew(id, entry);
        }

        try
        {
            return await entry.Known.Value;
        }
        catch
        {
            entries.TryRemove(new(id, entry));
            throw;
        }
    }

    /// <summary>Replaces an entry, so that many requests at once wait for one read.</summary>
    private Entry Renew(string id, Entry? old)
    {
        if (entries.Count >= Capacity)
        {
            entries.Clear();
        }

        var fresh = new Entry(time.GetTimestamp(), new(() => ReadAsync(id)));
        var kept =
            old is null ? entries.GetOrAdd(id, fresh)
            : entries.TryUpdate(id, fresh, old) ? fresh
            : entries.GetOrAdd(id, fresh);
        return kept;
    }

    private async Task<Known?> ReadAsync(string id)
    {
        var token = await store.FindAsync(id);
        if (token is null)
        {
            // Ids that were made up are not kept, or anybody could fill the memory with them.
            entries.TryRemove(id, out _);
            return null;
        }

        return new(token, ActorClaims.PrincipalOf(token.Actor));
    }

    private sealed record Entry(long ReadAt, Lazy<Task<Known?>> Known);

    private sealed record Known(Token Token, ClaimsPrincipal Principal);
}
