using System.Net;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Chats;
using Tallydesk.Feeds;
using Tallydesk.Identity;
using Tallydesk.Queues;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Feeds;

/// <summary>Clients that are gone before a hub has answered them.</summary>
public sealed class HubFollowTests(DeskHost desk) : IClassFixture<DeskHost>
{
    [Fact]
    public async Task A_client_that_follows_is_kept_until_it_ends_and_one_that_has_ended_is_not_kept_at_all()
    {
        var world = await World.CreateAsync(desk);
        var number = await world.OpenAsync();
        var services = desk.Services;
        await SeeAsync<QueueHub>(
            hub => hub.Subscribe("support"),
            () => services.GetRequiredService<Followers<string, BoardDelta>>().Connections
        );
        await SeeAsync<TicketHub>(
            hub => hub.Follow(number),
            () => services.GetRequiredService<Followers<long, TicketChange>>().Connections
        );
        await SeeAsync<ChatHub>(
            hub => hub.Follow(),
            () => services.GetRequiredService<Followers<string, ChatView>>().Connections
        );
    }

    private async Task SeeAsync<THub>(Func<THub, Task> followAsync, Func<int> connections)
        where THub : Hub
    {
        var made = await desk.Admin.PostAsync("/v1/tokens", """{"name":"Eve","role":"engineer"}""");
        var id = made.Must(HttpStatusCode.Created).Text("id");
        var eve = ActorClaims.PrincipalOf(new(id, "Eve", Role.Engineer), new(ProofKind.Token, id));
        using var connection = new PlayedConnection(eve);
        using var hub = ActivatorUtilities.CreateInstance<THub>(desk.Services);
        hub.Context = connection;

        await followAsync(hub);
        Assert.Equal(1, connections());
        connection.Abort();
        Assert.Equal(0, connections());

        await followAsync(hub);
        Assert.Equal(0, connections());
    }
}
