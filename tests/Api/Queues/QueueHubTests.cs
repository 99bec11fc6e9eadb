using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Queues;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Queues;

/// <summary>The hub as a program sees it.</summary>
[Collection(DeskTests.Name)]
public sealed class QueueHubTests(DeskHost desk)
{
    private const string Desk = "support";

    [Fact]
    public async Task A_ticket_that_is_opened_and_solved_comes_and_goes()
    {
        var world = await World.CreateAsync(desk);
        await using var viewer = await ViewerAsync(await EngineerAsync(world));
        var snapshot = await viewer.SubscribeAsync(Desk);
        Assert.NotNull(snapshot);

        var ticket = await world.OpenAsync();
        var row = await viewer.SeeAsync(delta => delta.Changes.FirstOrDefault(change => change.Number == ticket));
        Assert.Equal(("Slow", "new"), (row.Subject, row.Status));

        await world.AssessAsync(ticket, "question");
        (await world.Engineer.PostAsync($"/v1/tickets/{ticket}/resolution", """{"outcome":"solved"}""")).Must(
            HttpStatusCode.OK
        );
        await viewer.SeeAsync(delta => delta.Removed.Contains(ticket) ? delta : null);
    }

    [Fact]
    public async Task Its_queue_is_the_one_of_the_rest_interface()
    {
        var world = await World.CreateAsync(desk, "Multi-Vendor Ultimate");
        var ticket = await world.OpenAsync();
        await using var viewer = await ViewerAsync(await EngineerAsync(world));
        await viewer.SubscribeAsync(Desk);
        await viewer.SeeAsync(delta => delta.IsHeartbeat() ? delta : null);

        var rest = (await world.Engineer.GetAsync($"/v1/queues/{Desk}")).Must(HttpStatusCode.OK);
        var hub = await viewer.SubscribeAsync(Desk);

        var numbers = rest
            .Json.GetProperty("items")
            .EnumerateArray()
            .Select(item => item.GetProperty("number").GetInt64());
        Assert.Equal(numbers, hub!.Rows.Select(row => row.Number));
        Assert.NotNull(hub.Rows.Single(row => row.Number == ticket).DueAt);
        Assert.True(hub.Rows.Single(row => row.Number == ticket).Vip);
    }

    [Fact]
    public async Task Acts_follow_the_rules_and_repeat_under_their_command_id()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        await using var first = await ViewerAsync(await EngineerAsync(world));
        await using var second = await ViewerAsync(await EngineerAsync(world));

        Assert.Equal(new ActAnswer(ticket), await first.ActAsync(nameof(IQueueHub.Claim), ticket, "c-1"));
        Assert.Equal(new ActAnswer(ticket), await first.ActAsync(nameof(IQueueHub.Claim), ticket, "c-1"));
        Assert.Equal("already_claimed", (await second.ActAsync(nameof(IQueueHub.Claim), ticket, "c-1")).Code);
        Assert.Equal("already_claimed", (await second.ActAsync(nameof(IQueueHub.Release), ticket, "r-1")).Code);
        Assert.Equal(new ActAnswer(ticket), await first.ActAsync(nameof(IQueueHub.Release), ticket, "r-1"));
        Assert.Equal("not_found", (await first.ActAsync(nameof(IQueueHub.Claim), 999_999_999L, "c-2")).Code);
        Assert.Equal("not_found", (await first.ActAsync(nameof(IQueueHub.Next), "no-such-desk", "n-1")).Code);
        await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() =>
            first.ActAsync(nameof(IQueueHub.Claim), ticket, "")
        );
    }

    [Fact]
    public async Task Next_takes_a_ticket_once_for_a_command()
    {
        var world = await World.CreateAsync(desk);
        await world.OpenAsync();
        await using var viewer = await ViewerAsync(await EngineerAsync(world));
        await viewer.SubscribeAsync(Desk);

        var taken = await viewer.ActAsync(nameof(IQueueHub.Next), Desk, "n-1");
        Assert.NotNull(taken.Number);
        Assert.Equal(taken, await viewer.ActAsync(nameof(IQueueHub.Next), Desk, "n-1"));
    }

    [Fact]
    public async Task There_is_nothing_to_subscribe_to_at_a_desk_that_is_not_there()
    {
        var world = await World.CreateAsync(desk);
        await using var viewer = await ViewerAsync(await EngineerAsync(world));

        Assert.Null(await viewer.SubscribeAsync("no-such-desk"));
    }

    [Fact]
    public async Task Customers_programs_visitors_and_other_sites_are_refused()
    {
        var world = await World.CreateAsync(desk);
        var shop = await World.TokenAsync(world.Admin, "Shop", "system");
        var customer = await World.TokenAsync(world.Admin, "Owner", "customer", world.Id);

        Assert.Equal(HttpStatusCode.Forbidden, await RefusedAsync(customer));
        Assert.Equal(HttpStatusCode.Forbidden, await RefusedAsync(shop));
        Assert.Equal(HttpStatusCode.Unauthorized, await RefusedAsync("tdk_no_such"));
        Assert.Equal(HttpStatusCode.Forbidden, await RefusedAsync(await EngineerAsync(world), "https://evil.example"));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_page_on_another_port_of_the_host_is_another_site(int ports, bool isOwn)
    {
        var token = await EngineerAsync(await World.CreateAsync(desk));
        var origin = $"{desk.Address.Scheme}://{desk.Address.Host}:{desk.Address.Port + ports}";
        if (!isOwn)
        {
            Assert.Equal(HttpStatusCode.Forbidden, await RefusedAsync(token, origin));
            return;
        }

        await using var hub = Hub(token, origin);
        await hub.StartAsync();
    }

    [Fact]
    public async Task Forgetting_a_view_leaves_the_view_of_that_name_that_another_has()
    {
        var world = await World.CreateAsync(desk);
        await using var mine = await ViewerAsync(await EngineerAsync(world));
        await using var theirs = await ViewerAsync(await EngineerAsync(world));
        await mine.KeepViewAsync("late");
        await theirs.KeepViewAsync("late");

        Assert.Empty(await mine.ForgetViewAsync("late"));

        Assert.Equal("late", Assert.Single(await theirs.ViewsAsync()).Name);
    }

    [Fact]
    public async Task A_revoked_token_ends_its_connection()
    {
        var world = await World.CreateAsync(desk);
        var made = await world.Admin.PostAsync("/v1/tokens", """{"name":"Leaver","role":"engineer"}""");
        await using var viewer = await ViewerAsync(made.Must(HttpStatusCode.Created).Text("token"));
        await viewer.SubscribeAsync(Desk);

        (await world.Admin.PostAsync($"/v1/tokens/{made.Text("id")}/revocation")).Must(HttpStatusCode.OK);

        await viewer.Closed.WaitAsync(Eventually.Bound);
    }

    private static Task<string> EngineerAsync(World world) => World.TokenAsync(world.Admin, "Viewer", "engineer");

    private async Task<HttpStatusCode?> RefusedAsync(string token, string? origin = null)
    {
        await using var hub = Hub(token, origin);
        return (await Assert.ThrowsAsync<HttpRequestException>(() => hub.StartAsync())).StatusCode;
    }

    private async Task<Viewer> ViewerAsync(string token)
    {
        var viewer = new Viewer(Hub(token, origin: null));
        await viewer.StartAsync();
        return viewer;
    }

    // Asks first, as a program does that does not know which transports there are: a refusal is then told with its status.
    private HubConnection Hub(string token, string? origin) =>
        new HubConnectionBuilder()
            .WithUrl(
                new Uri(desk.Address, "hubs/queue"),
                options =>
                {
                    options.Transports = HttpTransportType.WebSockets;
                    options.AccessTokenProvider = () => Task.FromResult<string?>(token);
                    if (origin is not null)
                    {
                        options.Headers["Origin"] = origin;
                    }
                }
            )
            .AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, BoardJson.Default))
            .Build();

    private sealed class Viewer : IAsyncDisposable
    {
        private readonly Channel<BoardDelta> deltas = Channel.CreateUnbounded<BoardDelta>();
        private readonly TaskCompletionSource closed = new();
        private readonly HubConnection hub;

        public Viewer(HubConnection hub)
        {
            this.hub = hub;
            hub.On<BoardDelta>(nameof(IQueueClient.Delta), delta => deltas.Writer.TryWrite(delta));
            hub.Closed += _ =>
            {
                closed.TrySetResult();
                return Task.CompletedTask;
            };
        }

        public Task Closed => closed.Task;

        public Task StartAsync() => hub.StartAsync();

        public Task<BoardSnapshot?> SubscribeAsync(string name) =>
            hub.InvokeAsync<BoardSnapshot?>(nameof(IQueueHub.Subscribe), name).WaitAsync(Eventually.Bound);

        public Task<ActAnswer> ActAsync(string act, object about, string command) =>
            hub.InvokeAsync<ActAnswer>(act, about, command).WaitAsync(Eventually.Bound);

        public Task<IReadOnlyList<SavedView>> ViewsAsync() =>
            hub.InvokeAsync<IReadOnlyList<SavedView>>(nameof(IQueueHub.Views)).WaitAsync(Eventually.Bound);

        public Task<IReadOnlyList<SavedView>> KeepViewAsync(string name) =>
            hub.InvokeAsync<IReadOnlyList<SavedView>>(nameof(IQueueHub.KeepView), name, BoardFilter.All)
                .WaitAsync(Eventually.Bound);

        public Task<IReadOnlyList<SavedView>> ForgetViewAsync(string name) =>
            hub.InvokeAsync<IReadOnlyList<SavedView>>(nameof(IQueueHub.ForgetView), name).WaitAsync(Eventually.Bound);

        /// <summary>Waits for a delta in which something is found.</summary>
        public async Task<T> SeeAsync<T>(Func<BoardDelta, T?> find)
            where T : class
        {
            using var patience = new CancellationTokenSource(Eventually.Bound);
            while (true)
            {
                if (find(await deltas.Reader.ReadAsync(patience.Token)) is { } found)
                {
                    return found;
                }
            }
        }

        public ValueTask DisposeAsync() => hub.DisposeAsync();
    }
}
