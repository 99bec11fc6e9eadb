using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Feeds;
using Tallydesk.Identity;
using Tallydesk.Queues;
using Tallydesk.Refusals;
using Tallydesk.Tests.Feeds;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Following a ticket that changes while its version is read.</summary>
public sealed class TicketFollowTests(DeskHost desk) : IClassFixture<DeskHost>
{
    private readonly Followers<long, TicketChange> followers = new(length: 2);
    private readonly PlayedClient client = new();

    [Fact]
    public async Task A_change_between_the_reading_and_its_answer_is_told_and_one_before_it_is_not()
    {
        var world = await World.CreateAsync(desk);
        var number = await world.OpenAsync();
        using var connection = new PlayedConnection(await EngineerAsync(world));
        using var hub = HubWhere(
            number,
            (view, isRead) =>
            {
                var change = new TicketChange(number, isRead ? view.Version + 1 : view.Version) { HasChanged = true };
                followers.Tell(number, change, change.IsFor);
            }
        );
        hub.Context = connection;

        var following = await hub.Follow(number);

        Assert.NotNull(following);
        await client.First.WaitAsync(Eventually.Bound);
        connection.Abort();
        Assert.Equal((1, 0), (client.Count, followers.Connections));
    }

    private static async Task<System.Security.Claims.ClaimsPrincipal> EngineerAsync(World world)
    {
        var made = await world.Admin.PostAsync("/v1/tokens", """{"name":"Eve","role":"engineer"}""");
        var id = made.Must(HttpStatusCode.Created).Text("id");
        return ActorClaims.PrincipalOf(new(id, "Eve", Role.Engineer), new(ProofKind.Token, id));
    }

    /// <summary>A hub to which something happens before and after it reads a ticket.</summary>
    private TicketHub HubWhere(long number, Action<TicketView, bool> happens)
    {
        async Task<Answer<TicketView>> ReadAsync(Task<Answer<TicketView>> reading)
        {
            var view = await reading;
            happens(view.Value!, false);
            happens(view.Value!, true);
            return view;
        }

        var services = desk.Services;
        var grains = Hooked.Of(
            services.GetRequiredService<IGrainFactory>(),
            found =>
                found is ITicketGrain ticket
                    ? Hooked.Of(
                        ticket,
                        answer => answer is Task<Answer<TicketView>> reading ? ReadAsync(reading) : answer
                    )
                    : found
        );
        return new TicketHub(
            followers,
            services.GetRequiredService<QueueFeeds>(),
            new PlayedClients<TicketHub, ITicketClient>(client),
            new HubIdentity(services.GetRequiredService<Proofs>()),
            new TicketDirectory(services.GetRequiredService<TicketQueries>(), grains),
            grains
        );
    }

    private sealed class PlayedClient : ITicketClient
    {
        private readonly TaskCompletionSource first = new();

        public Task First => first.Task;

        public int Count { get; private set; }

        public Task Touched(long number)
        {
            Count++;
            first.TrySetResult();
            return Task.CompletedTask;
        }

        public Task Replying(long number, ImmutableArray<BoardAssignee> who) => Task.CompletedTask;
    }
}
