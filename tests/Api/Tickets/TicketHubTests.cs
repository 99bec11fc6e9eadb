using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

public sealed class TicketHubTests(DeskHost desk) : IClassFixture<DeskHost>
{
    [Fact]
    public async Task Followers_are_told_of_changes_and_a_customer_of_no_note()
    {
        var world = await World.CreateAsync(desk);
        var number = await world.OpenAsync();
        await using var customer = await FollowAsync(world.Customer, number);
        await using var engineer = await FollowAsync(world.Engineer, number);
        await SettleAsync(number, engineer, customer);

        await PostAsync(world.Engineer, number, """{"body":"For us","internal":true}""");
        await engineer.TouchedAsync(number);
        await PostAsync(world.Engineer, number, """{"body":"For you"}""");
        await customer.TouchedAsync(number);
        await engineer.TouchedAsync(number);
        // What came for the note would have come before what came for the answer.
        Assert.Equal(1, customer.Told);
    }

    [Fact]
    public async Task Staff_are_told_who_writes()
    {
        var world = await World.CreateAsync(desk);
        var number = await world.OpenAsync();
        await using var lead = await FollowAsync(world.Lead, number);
        await using var engineer = await FollowAsync(world.Engineer, number);

        await SettleAsync(number, engineer, lead);
        var told = await lead.Replies.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Bound);
        Assert.Equal(1, told.GetArrayLength());
        await engineer.Hub.InvokeAsync<JsonElement>(nameof(ITicketHub.Reply), number, false);
        Assert.Equal(0, (await lead.Replies.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Bound)).GetArrayLength());
    }

    private static async Task PostAsync(ApiClient caller, long number, string body) =>
        (await caller.PostAsync($"/v1/tickets/{number}/messages", body)).Must(HttpStatusCode.Created);

    private async Task<Follower> FollowAsync(ApiClient caller, long number)
    {
        var follower = new Follower(HubClient.To(desk, "tickets", caller.Token));
        await follower.Hub.StartAsync();
        var following = await follower.Hub.InvokeAsync<JsonElement>(nameof(ITicketHub.Follow), number);
        Assert.True(following.GetProperty("version").GetInt64() > 0);
        return follower;
    }

    /// <summary>Waits until all that was told of the opening has come: words of writing take the same way behind it.</summary>
    private static async Task SettleAsync(long number, Follower engineer, Follower customer)
    {
        using var patience = new CancellationTokenSource(Eventually.Bound);
        while (!engineer.Replies.Reader.TryRead(out _))
        {
            await engineer.Hub.InvokeAsync<JsonElement>(nameof(ITicketHub.Reply), number, true, patience.Token);
            await Task.Delay(50, patience.Token);
        }

        await customer.Hub.InvokeAsync<JsonElement>(nameof(ITicketHub.Follow), number, patience.Token);
        engineer.Forget();
        customer.Forget();
    }

    private sealed class Follower : IAsyncDisposable
    {
        private readonly Channel<long> touched = Channel.CreateUnbounded<long>();

        public Follower(HubConnection hub)
        {
            Hub = hub;
            hub.On<long>(
                nameof(ITicketClient.Touched),
                number =>
                {
                    Told++;
                    touched.Writer.TryWrite(number);
                }
            );
            hub.On<long, JsonElement>(nameof(ITicketClient.Replying), (_, who) => Replies.Writer.TryWrite(who));
        }

        public HubConnection Hub { get; }

        public int Told { get; private set; }

        public Channel<JsonElement> Replies { get; } = Channel.CreateUnbounded<JsonElement>();

        public async Task TouchedAsync(long number) =>
            Assert.Equal(number, await touched.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Bound));

        public void Forget()
        {
            Told = 0;
            while (touched.Reader.TryRead(out _))
            {
                // Told before.
            }
        }

        public ValueTask DisposeAsync() => Hub.DisposeAsync();
    }
}
