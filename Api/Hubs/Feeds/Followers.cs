using System.Collections.Immutable;
using Microsoft.AspNetCore.SignalR;
using Tallydesk.Identity;

namespace Tallydesk.Feeds;

/// <summary>The connections that follow something through this gateway: a desk, tickets, chats.</summary>
/// <param name="length">The most news that waits for a slow connection.</param>
/// <typeparam name="TKey">Names what is followed.</typeparam>
/// <typeparam name="TNews">What is sent.</typeparam>
internal sealed class Followers<TKey, TNews>(int length)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Connection> connections = new(StringComparer.Ordinal);
    private readonly Dictionary<TKey, ImmutableDictionary<string, Follower<TNews>>> followers = [];

    /// <summary>How many connections follow anything.</summary>
    public int Connections
    {
        get
        {
            lock (gate)
            {
                return connections.Count;
            }
        }
    }

    /// <summary>How many other keys a connection follows.</summary>
    public int CountBeside(HubCallerContext connection, TKey key)
    {
        lock (gate)
        {
            return connections.GetValueOrDefault(connection.ConnectionId)?.Followed.Keys.Count(one => !one.Equals(key))
                ?? 0;
        }
    }

    /// <summary>
    /// Follows something: joins, then reads, then sends what the reading does not include, so nothing between the two is
    /// lost. Following the same key again starts again. A connection that has ended, or ends later, leaves nothing behind.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="key">What is followed.</param>
    /// <param name="actor">Who follows.</param>
    /// <param name="voice">Sends to the client.</param>
    /// <param name="readAsync">Reads what is followed; null when there is nothing to follow.</param>
    /// <param name="isRead">Whether the reading already includes a piece of news.</param>
    /// <returns>The reading.</returns>
    public async Task<TReading?> FollowAsync<TReading>(
        HubCallerContext connection,
        TKey key,
        Actor actor,
        IVoice<TNews> voice,
        Func<Task<TReading?>> readAsync,
        Func<TReading, TNews, bool> isRead
    )
        where TReading : class
    {
        var follower = new Follower<TNews>(connection, actor, voice, length);
        Join(connection, key, follower);
        TReading? reading = null;
        try
        {
            reading = await readAsync();
        }
        finally
        {
            if (reading is null)
            {
                Leave(connection.ConnectionId, key, follower);
            }
        }

        if (reading is not null)
        {
            follower.Begin(news => isRead(reading, news));
        }

        return reading;
    }

    /// <summary>Ends everything that a connection follows.</summary>
    public void Leave(string connection)
    {
        lock (gate)
        {
            foreach (var (key, follower) in connections.GetValueOrDefault(connection)?.Followed.ToArray() ?? [])
            {
                Leave(connection, key, follower);
            }
        }
    }

    /// <summary>Sends news to the followers of a key that may see it, without waiting.</summary>
    public void Tell(TKey key, TNews news, Func<Actor, bool> admits)
    {
        foreach (var follower in Of(key).Values)
        {
            if (admits(follower.Actor))
            {
                follower.Add(news);
            }
        }
    }

    /// <summary>Tells the followers of a key that they may have missed news.</summary>
    public void Miss(TKey key)
    {
        foreach (var follower in Of(key).Values)
        {
            follower.Miss();
        }
    }

    /// <summary>Tells all followers that they may have missed news.</summary>
    public void MissAll()
    {
        TKey[] keys;
        lock (gate)
        {
            keys = [.. followers.Keys];
        }

        Array.ForEach(keys, Miss);
    }

    private ImmutableDictionary<string, Follower<TNews>> Of(TKey key)
    {
        lock (gate)
        {
            return followers.GetValueOrDefault(key, ImmutableDictionary<string, Follower<TNews>>.Empty);
        }
    }

    private void Join(HubCallerContext connection, TKey key, Follower<TNews> follower)
    {
        var id = connection.ConnectionId;
        lock (gate)
        {
            var isNew = !connections.TryGetValue(id, out var own);
            own ??= connections[id] = new();
            own.Followed.GetValueOrDefault(key)?.Leave();
            own.Followed[key] = follower;
            followers[key] = Of(key).SetItem(id, follower);
            if (isNew)
            {
                // For a connection that has already ended, this is called immediately.
                own.Ending = connection.ConnectionAborted.Register(() => Leave(id));
            }
        }
    }

    private void Leave(string connection, TKey key, Follower<TNews> follower)
    {
        follower.Leave();
        lock (gate)
        {
            if (
                connections.GetValueOrDefault(connection) is not { } own
                || own.Followed.GetValueOrDefault(key) != follower
            )
            {
                return;
            }

            own.Followed.Remove(key);
            followers[key] = followers[key].Remove(connection);
            if (followers[key].IsEmpty)
            {
                followers.Remove(key);
            }

            if (own.Followed.Count == 0)
            {
                own.Ending.Unregister();
                connections.Remove(connection);
            }
        }
    }

    private sealed class Connection
    {
        public Dictionary<TKey, Follower<TNews>> Followed { get; } = [];

        public CancellationTokenRegistration Ending { get; set; }
    }
}
