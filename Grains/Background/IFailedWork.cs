using System.Collections.Immutable;

namespace Tallydesk.Background;

/// <summary>
/// Remembers items of background work that failed, so that they are tried again ever later and keep no others waiting. An
/// item that failed <see cref="MostAttempts"/> times is dead: it is not tried again until an admin says so.
/// </summary>
public interface IFailedWork
{
    /// <summary>
    /// How often an item is tried. The waits double from a second to five minutes, so the last attempt is a day after the
    /// first: longer than an operator lets an outage last.
    /// </summary>
    const int MostAttempts = 300;

    /// <summary>When each set aside item of a kind is tried again; null for one that is dead or was discarded.</summary>
    Task<ImmutableDictionary<string, DateTimeOffset?>> ReadAsync(string kind);

    /// <summary>The same for several kinds; each of them exists.</summary>
    Task<ImmutableDictionary<string, ImmutableDictionary<string, DateTimeOffset?>>> ReadEachAsync(
        params ImmutableArray<string> kinds
    );

    /// <summary>An item failed. Counted once when several processes tried it at the same time.</summary>
    Task FailAsync(string kind, string id, Exception failure);

    /// <summary>An item can't be done, however often it is tried.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="id">Its id.</param>
    /// <param name="failure">Why, without what people wrote.</param>
    Task GiveUpAsync(string kind, string id, string failure);

    /// <summary>Items that are done, or no longer there, are forgotten.</summary>
    Task ForgetAsync(string kind, IEnumerable<string> ids);
}
