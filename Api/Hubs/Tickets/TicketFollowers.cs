using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Tallydesk.Identity;
using Tallydesk.Queues;

namespace Tallydesk.Tickets;

/// <summary>
/// The connections that follow tickets through this gateway. What is told of one ticket before a slow connection has taken it
/// is told once, so nobody misses anything and nobody is waited for.
/// </summary>
internal sealed class TicketFollowers(IHubContext<TicketHub, ITicketClient> hub)
{
    private readonly ConcurrentDictionary<string, Follower> followers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, ImmutableArray<BoardAssignee>> replying = new();

    /// <summary>Who writes an answer to a ticket.</summary>
    public ImmutableArray<BoardAssignee> Replying(long number) => replying.GetValueOrDefault(number, []);

    /// <summary>Begins to tell a connection of a ticket that its actor sees; false when it follows too many.</summary>
    public bool Join(HubCallerContext connection, Actor actor, long number, int most)
    {
        var isNew = false;
        var follower = followers.GetOrAdd(
            connection.ConnectionId,
            _ =>
            {
                isNew = true;
                return new(actor.IsStaff);
            }
        );
        if (isNew)
        {
            _ = PumpAsync(connection.ConnectionId, follower);
        }

        return follower.Tickets.ContainsKey(number)
            || (follower.Tickets.Count < most && follower.Tickets.TryAdd(number, News.None));
    }

    /// <summary>The connection has ended.</summary>
    public void Leave(string connection)
    {
        if (followers.TryRemove(connection, out var follower))
        {
            follower.Wake.Writer.TryComplete();
        }
    }

    /// <summary>A ticket has changed.</summary>
    /// <param name="number">The ticket.</param>
    /// <param name="forCustomer">Whether its customer may see what has changed.</param>
    public void Touch(long number, bool forCustomer) => Tell(number, News.Touched, forCustomer);

    /// <summary>Somebody began or stopped to write an answer.</summary>
    public void Reply(long number, ImmutableArray<BoardAssignee> who)
    {
        if (who.IsEmpty)
        {
            replying.TryRemove(number, out _);
        }
        else
        {
            replying[number] = who;
        }

        Tell(number, News.Replying, forCustomer: false);
    }

    /// <summary>Changes may have been missed: every ticket counts as changed.</summary>
    public void TouchAll()
    {
        foreach (var number in followers.Values.SelectMany(follower => follower.Tickets.Keys).Distinct())
        {
            Touch(number, forCustomer: true);
        }
    }

    private void Tell(long number, News news, bool forCustomer)
    {
        foreach (var (_, follower) in followers)
        {
            if (follower.Tickets.ContainsKey(number) && (follower.IsStaff || forCustomer))
            {
                follower.Tickets.AddOrUpdate(number, news, (_, waiting) => waiting | news);
                follower.Wake.Writer.TryWrite(true);
            }
        }
    }

    private async Task PumpAsync(string connection, Follower follower)
    {
        var client = hub.Clients.Client(connection);
        await foreach (var _ in follower.Wake.Reader.ReadAllAsync())
        {
            foreach (var (number, news) in follower.Tickets.Where(ticket => ticket.Value != News.None))
            {
                if (!follower.Tickets.TryUpdate(number, News.None, news))
                {
                    // More has come meanwhile, and woke this line again.
                    continue;
                }

                if (news.HasFlag(News.Replying))
                {
                    await client.Replying(number, Replying(number));
                }

                if (news.HasFlag(News.Touched))
                {
                    await client.Touched(number);
                }
            }
        }
    }

    /// <summary>What a follower has not been told yet.</summary>
    [Flags]
    private enum News
    {
        None = 0,
        Touched = 1,
        Replying = 2,
    }

    private sealed class Follower(bool isStaff)
    {
        public bool IsStaff => isStaff;

        public ConcurrentDictionary<long, News> Tickets { get; } = new();

        public Channel<bool> Wake { get; } =
            Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    }
}
