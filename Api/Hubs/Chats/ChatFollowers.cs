using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Tallydesk.Identity;

namespace Tallydesk.Chats;

/// <summary>
/// The connections that follow chats through this gateway: staff all of them, a customer their own. Each has a short line of
/// its own, as a queue's viewers have; whoever does not keep up is told that changes were missed.
/// </summary>
internal sealed class ChatFollowers(IHubContext<ChatHub, IChatClient> hub)
{
    private const int LineLength = 64;
    private readonly ConcurrentDictionary<string, Follower> followers = new(StringComparer.Ordinal);

    /// <summary>Begins to tell a connection of what its actor sees.</summary>
    public void Join(HubCallerContext connection, Actor actor)
    {
        if (followers.ContainsKey(connection.ConnectionId))
        {
            return;
        }

        var follower = new Follower(connection, actor);
        if (followers.TryAdd(connection.ConnectionId, follower))
        {
            _ = PumpAsync(follower);
        }
    }

    /// <summary>The connection has ended.</summary>
    public void Leave(string connection)
    {
        if (followers.TryRemove(connection, out var follower))
        {
            follower.Line.Writer.TryComplete();
        }
    }

    /// <summary>Tells everybody who may see the chat. Waits for nobody.</summary>
    public void Tell(ChatView chat)
    {
        foreach (var (_, follower) in followers)
        {
            if (follower.Actor.Sees(chat.Customer) && !follower.Line.Writer.TryWrite(ChatRows.Of(chat, follower.Actor)))
            {
                follower.HasMissed = true;
            }
        }
    }

    private async Task PumpAsync(Follower follower)
    {
        var client = hub.Clients.Client(follower.Connection.ConnectionId);
        await foreach (var chat in follower.Line.Reader.ReadAllAsync())
        {
            await client.Changed(chat);
            if (follower.HasMissed && follower.Line.Reader.Count == 0)
            {
                follower.HasMissed = false;
                await client.Missed();
            }
        }
    }

    private sealed class Follower(HubCallerContext connection, Actor actor)
    {
        private volatile bool hasMissed;

        public HubCallerContext Connection => connection;

        public Actor Actor => actor;

        public Channel<ChatRow> Line { get; } = Channel.CreateBounded<ChatRow>(LineLength);

        public bool HasMissed
        {
            get => hasMissed;
            set => hasMissed = value;
        }
    }
}
