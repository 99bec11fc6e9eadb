using System.Collections.Immutable;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Chats;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Chats;

/// <summary>The hub as the people in a chat see it.</summary>
public sealed class ChatHubTests(ChatDesk chats) : IClassFixture<ChatDesk>
{
    [Fact]
    public async Task E5_Customer_and_engineer_see_each_others_messages()
    {
        var world = await chats.WithCareAsync();
        await using var owner = await FollowerAsync(await OwnerAsync(world));
        await using var engineer = await FollowerAsync(await EngineerAsync(world));

        var started = await owner.ActAsync(nameof(IChatHub.Start), world.License, "How?", "c-1");
        Assert.Equal(("waiting", null), (started.Status, started.Code));
        var seen = await engineer.SeeAsync(row => row.Id == started.Chat);
        Assert.Equal(("waiting", "How?"), (seen.Status, seen.Newest.Body));

        var taken = await engineer.ActAsync(nameof(IChatHub.Take), started.Chat!, "t-1");
        Assert.Equal("taken", taken.Status);
        await owner.SeeAsync(row => row.Id == started.Chat && row.Status == "taken");

        await engineer.ActAsync(nameof(IChatHub.Say), started.Chat!, "Like this.", "s-1");
        var answered = await owner.SeeAsync(row => row.Id == started.Chat && row.Newest.Body == "Like this.");
        Assert.Equal(("engineer", 2), (answered.Newest.AuthorRole, answered.Messages));

        await owner.ActAsync(nameof(IChatHub.Say), started.Chat!, "Thanks.", "s-1");
        await engineer.SeeAsync(row => row.Newest.Body == "Thanks.");
        var words = await owner.ReadAsync(started.Chat!, 0);
        Assert.Equal(["How?", "Like this.", "Thanks."], words!.Value.Select(word => word.Body));
        Assert.Equal("Thanks.", Assert.Single((await owner.ReadAsync(started.Chat!, words.Value[1].Id))!.Value).Body);

        Assert.Equal("not_answered", (await engineer.ActAsync(nameof(IChatHub.Close), started.Chat!, "c-1")).Code);
        await engineer.ActAsync(nameof(IChatHub.Say), started.Chat!, "You are welcome.", "s-2");
        Assert.Equal("answered", (await engineer.ActAsync(nameof(IChatHub.Close), started.Chat!, "c-2")).Status);
        await owner.SeeAsync(row => row.Id == started.Chat && row.Status == "answered");
        Assert.DoesNotContain(await engineer.FollowAsync(), row => row.Id == started.Chat);
    }

    [Fact]
    public async Task E5_Engineers_see_and_take_chats_and_make_one_ticket()
    {
        var world = await chats.WithCareAsync();
        await using var owner = await FollowerAsync(await OwnerAsync(world));
        var started = await owner.ActAsync(nameof(IChatHub.Start), world.License, "How?", "c-1");
        await using var first = await FollowerAsync(await EngineerAsync(world));
        await using var second = await FollowerAsync(await EngineerAsync(world));
        await EventuallyAsync(async () => (await first.FollowAsync()).Any(row => row.Id == started.Chat));

        var takes = await Task.WhenAll(
            first.ActAsync(nameof(IChatHub.Take), started.Chat!, "t-1"),
            second.ActAsync(nameof(IChatHub.Take), started.Chat!, "t-1")
        );
        Assert.Equal(["already_claimed", null], takes.Select(take => take.Code).OrderDescending());

        var made = await Task.WhenAll(
            first.ActAsync(nameof(IChatHub.MakeTicket), started.Chat!, "Reports", "question", null, "m-1"),
            second.ActAsync(nameof(IChatHub.MakeTicket), started.Chat!, "Reports", null, null, "m-1")
        );
        var number = Assert.Single(made.Select(act => act.Ticket).Distinct());
        Assert.NotNull(number);
        await owner.SeeAsync(row => row.Id == started.Chat && row.Ticket == number);
        var late = await owner.ActAsync(nameof(IChatHub.Say), started.Chat!, "And?", "s-1");
        Assert.Equal("not_in_this_status", late.Code);
    }

    [Fact]
    public async Task E5_A_customer_hears_nothing_of_others()
    {
        var (mine, others) = (await chats.WithCareAsync(), await chats.WithCareAsync());
        await using var stranger = await FollowerAsync(await OwnerAsync(mine));
        await using var owner = await FollowerAsync(await OwnerAsync(others));
        var theirs = await owner.ActAsync(nameof(IChatHub.Start), others.License, "Secret?", "c-1");
        await owner.SeeAsync(row => row.Id == theirs.Chat);

        Assert.Null(await stranger.ReadAsync(theirs.Chat!, 0));
        Assert.Equal("not_found", (await stranger.ActAsync(nameof(IChatHub.Say), theirs.Chat!, "Hi", "s-1")).Code);
        Assert.Equal("not_found", (await stranger.ActAsync(nameof(IChatHub.Start), others.License, "Hi", "s")).Code);
        Assert.DoesNotContain(await stranger.FollowAsync(), row => row.Id == theirs.Chat);

        // What is told of an own chat comes after what would have been told of theirs.
        var own = await stranger.ActAsync(nameof(IChatHub.Start), mine.License, "Mine?", "c-1");
        var heard = await stranger.SeeAsync(_ => true);
        Assert.Equal(own.Chat, heard.Id);
    }

    [Fact]
    public async Task Programs_visitors_and_other_sites_are_refused()
    {
        var world = await chats.WithCareAsync();
        var shop = await World.TokenAsync(world.Admin, "Shop", "system");

        Assert.Equal(HttpStatusCode.Forbidden, await RefusedAsync(shop));
        Assert.Equal(HttpStatusCode.Unauthorized, await RefusedAsync("tdk_no_such"));
        Assert.Equal(HttpStatusCode.Forbidden, await RefusedAsync(await OwnerAsync(world), "https://evil.example"));
    }

    [Fact]
    public async Task What_is_malformed_is_refused()
    {
        var world = await chats.WithCareAsync();
        await using var owner = await FollowerAsync(await OwnerAsync(world));

        var blank = await owner.ActAsync(nameof(IChatHub.Start), world.License, " ", "c-1");
        Assert.Equal("invalid_field", blank.Code);
        var long2001 = await owner.ActAsync(nameof(IChatHub.Start), world.License, new string('x', 2_001), "c-2");
        Assert.Equal("invalid_field", long2001.Code);
        Assert.Equal("invalid_field", (await owner.ActAsync(nameof(IChatHub.Start), "?", "text", "c-3")).Code);
        await Assert.ThrowsAsync<HubException>(() => owner.ActAsync(nameof(IChatHub.Start), world.License, "text", ""));
    }

    [Fact]
    public async Task A_revoked_token_ends_its_connection()
    {
        var world = await chats.WithCareAsync();
        var made = await world.Admin.PostAsync("/v1/tokens", """{"name":"Leaver","role":"engineer"}""");
        await using var follower = await FollowerAsync(made.Must(HttpStatusCode.Created).Text("token"));

        (await world.Admin.PostAsync($"/v1/tokens/{made.Text("id")}/revocation")).Must(HttpStatusCode.OK);

        await follower.Closed.WaitAsync(Eventually.Bound);
    }

    private static Task<string> OwnerAsync(World world) => World.TokenAsync(world.Admin, "Owner", "customer", world.Id);

    private static Task<string> EngineerAsync(World world) => World.TokenAsync(world.Admin, "Engineer", "engineer");

    private static Task EventuallyAsync(Func<Task<bool>> holds) => Eventually.HoldsAsync(holds, () => "It never came");

    private async Task<HttpStatusCode?> RefusedAsync(string token, string? origin = null)
    {
        await using var hub = Hub(token, origin);
        return (await Assert.ThrowsAsync<HttpRequestException>(() => hub.StartAsync())).StatusCode;
    }

    private async Task<Follower> FollowerAsync(string token)
    {
        var follower = new Follower(Hub(token, origin: null));
        await follower.StartAsync();
        await follower.FollowAsync();
        return follower;
    }

    private HubConnection Hub(string token, string? origin) =>
        new HubConnectionBuilder()
            .WithUrl(
                new Uri(chats.Desk.Address, "hubs/chat"),
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
            .AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, ChatJson.Default))
            .Build();

    private sealed class Follower : IAsyncDisposable
    {
        private readonly Channel<ChatRow> rows = Channel.CreateUnbounded<ChatRow>();
        private readonly TaskCompletionSource closed = new();
        private readonly HubConnection hub;

        public Follower(HubConnection hub)
        {
            this.hub = hub;
            hub.On<ChatRow>(nameof(IChatClient.Changed), row => rows.Writer.TryWrite(row));
            hub.Closed += _ =>
            {
                closed.TrySetResult();
                return Task.CompletedTask;
            };
        }

        public Task Closed => closed.Task;

        public Task StartAsync() => hub.StartAsync();

        public Task<ImmutableArray<ChatRow>> FollowAsync() =>
            hub.InvokeAsync<ImmutableArray<ChatRow>>(nameof(IChatHub.Follow)).WaitAsync(Eventually.Bound);

        public Task<ImmutableArray<ChatWords>?> ReadAsync(string chat, long after) =>
            hub.InvokeAsync<ImmutableArray<ChatWords>?>(nameof(IChatHub.Read), chat, after).WaitAsync(Eventually.Bound);

        public Task<ChatAct> ActAsync(string act, params object?[] arguments) =>
            hub.InvokeCoreAsync<ChatAct>(act, arguments).WaitAsync(Eventually.Bound);

        /// <summary>Waits for a change in which something is found.</summary>
        public async Task<ChatRow> SeeAsync(Func<ChatRow, bool> isIt)
        {
            using var patience = new CancellationTokenSource(Eventually.Bound);
            while (true)
            {
                if (await rows.Reader.ReadAsync(patience.Token) is { } row && isIt(row))
                {
                    return row;
                }
            }
        }

        public ValueTask DisposeAsync() => hub.DisposeAsync();
    }
}
