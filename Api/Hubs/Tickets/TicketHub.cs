using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Tallydesk.Identity;
using Tallydesk.Problems;
using Tallydesk.Queues;

namespace Tallydesk.Tickets;

/// <summary>
/// <c>/hubs/tickets</c>: tells that a ticket has changed, and staff of each other's writing. It carries no content: who is
/// told reads anew by the rights they have then.
/// </summary>
[Authorize(Rights.CustomerOrStaff)]
internal sealed class TicketHub(
    TicketFollowers followers,
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
        if (await tickets.ViewAsync(number, actor) is not { } ticket)
        {
            return null;
        }

        if (!followers.Join(Context, actor, number, MostFollowed))
        {
            throw new HubException($"A connection follows at most {MostFollowed} tickets.");
        }

        return new(ticket.Version, actor.IsStaff ? followers.Replying(number) : []);
    }

    /// <inheritdoc/>
    public async Task<ActAnswer> Reply(long number, bool replying)
    {
        var actor = await identity.ProveWriterAsync(Context, IsAdmitted, "tickets");
        if (!actor.IsStaff)
        {
            return new(null, ProblemKind.Forbidden.Code, "Only staff tell each other that they write.");
        }

        if (await tickets.ViewAsync(number, actor) is not { } ticket)
        {
            return new(null, ProblemKind.NotFound.Code, "There is nothing here that you can see.");
        }

        await grains.GetGrain<IQueueGrain>(QueueId.OfDesk(ticket.Desk).Value).ReplyingAsync(actor, number, replying);
        return new(number);
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        followers.Leave(Context.ConnectionId);
        return Task.CompletedTask;
    }

    private Task<Actor> ProveAsync() => identity.ProveAsync(Context, IsAdmitted);

    private static bool IsAdmitted(Actor actor) => actor.IsStaff || actor.Role == Role.Customer;
}
