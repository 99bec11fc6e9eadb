using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Tallydesk.Feeds;
using Tallydesk.Identity;
using Tallydesk.Problems;
using Tallydesk.Queues;

namespace Tallydesk.Tickets;

/// <summary>
/// <c>/hubs/tickets</c>: tells followers that a ticket has changed, and staff who is writing. It carries no content: followers
/// read the ticket again, with the rights they have then.
/// </summary>
[Authorize(Rights.CustomerOrStaff)]
internal sealed class TicketHub(
    Followers<long, TicketChange> followers,
    QueueFeeds queues,
    IHubContext<TicketHub, ITicketClient> hub,
    HubIdentity identity,
    TicketDirectory tickets,
    IGrainFactory grains
) : Hub<ITicketClient>, ITicketHub
{
    private const int MostFollowed = 100;

    /// <inheritdoc/>
    public async Task<TicketFollowing?> Follow(long number)
    {
        var actor = await ProveAsync();
        var ticket = await followers.FollowAsync(
            Context,
            number,
            actor,
            new TicketVoice(hub.Clients.Client(Context.ConnectionId), number, actor.IsStaff, queues),
            () => ReadAsync(number, actor),
            (read, change) => change.Replying is null && change.Version <= read.Version
        );
        return ticket is null ? null : new(ticket.Version, actor.IsStaff ? queues.WritersOf(number) : []);
    }

    /// <inheritdoc/>
    public async Task<ActAnswer> Reply(long number, bool replying)
    {
        var actor = await identity.ProveWriterAsync(Context, IsAdmitted, "tickets");
        if (!actor.IsStaff)
        {
            return new(null, ProblemKind.Forbidden.Code, "Only staff can see who is replying.");
        }

        if (await tickets.ViewAsync(number, actor) is not { } ticket)
        {
            return new(null, ProblemKind.NotFound.Code, Problem.NothingToSee);
        }

        await grains.GetGrain<IQueueGrain>(QueueId.OfDesk(ticket.Desk).Value).ReplyingAsync(actor, number, replying);
        return new(number);
    }

    private async Task<TicketView?> ReadAsync(long number, Actor actor)
    {
        var ticket = await tickets.ViewAsync(number, actor);
        return ticket is not null && followers.CountBeside(Context, number) >= MostFollowed
            ? throw new HubException($"A connection can follow up to {MostFollowed} tickets.")
            : ticket;
    }

    private Task<Actor> ProveAsync() => identity.ProveAsync(Context, IsAdmitted);

    private static bool IsAdmitted(Actor actor) => actor.IsStaff || actor.Role == Role.Customer;
}
