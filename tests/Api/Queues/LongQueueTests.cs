using System.Collections.Immutable;
using Microsoft.AspNetCore.SignalR.Client;
using Tallydesk.Queues;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Queues;

/// <summary>A queue longer than the first part that a board gets.</summary>
public sealed class LongQueueTests
{
    private const string Desk = "support";
    private const int Tickets = 205;

    [Fact]
    public async Task It_begins_with_its_first_rows_and_the_rest_follows_on_the_same_connection()
    {
        var desk = await DeskHost.StartAsync(DeskHost.Unlimited);
        try
        {
            var world = await World.CreateAsync(desk);
            await Parallel.ForAsync(0, Tickets, async (_, _) => await world.OpenAsync());
            await using var hub = HubClient.To(desk, "queue", world.Engineer.Token);
            await hub.StartAsync();
            await Eventually.HoldsAsync(
                async () =>
                    (await world.Engineer.GetAsync($"/v1/queues/{Desk}"))
                        .Json.GetProperty("items")
                        .GetArrayLength() == Tickets,
                () => "not all tickets are in the queue"
            );
            await Eventually.HoldsAsync(
                async () => (await hub.InvokeAsync<BoardSnapshot>(nameof(IQueueHub.Subscribe), Desk)).Rows.Length == Tickets,
                () => "not all tickets are at the gateway"
            );

            var whole = await hub.InvokeAsync<BoardSnapshot>(nameof(IQueueHub.Subscribe), Desk);
            var first = await hub.InvokeAsync<BoardSnapshot>(nameof(IQueueHub.Begin), Desk);
            var rest = await RestAsync(hub, first.Rows.Length);

            Assert.Equal((0, 5), (whole.Rest, first.Rest));
            Assert.Equal(
                whole.Rows.Select(row => row.Number),
                first.Rows.Concat(rest).Select(row => row.Number)
            );
            // With the last rows the server has dropped the snapshot.
            Assert.Empty(await RestAsync(hub, first.Rows.Length));
            await AssertBoardAsync(desk, world, whole);
        }
        finally
        {
            await desk.DisposeAsync();
        }
    }

    private static async Task AssertBoardAsync(DeskHost desk, World world, BoardSnapshot whole)
    {
        var replica = new QueueReplica();
        await using var link = new QueueLink(
            new(desk.Address, "hubs/queue"),
            Desk,
            replica,
            new(TimeProvider.System),
            TimeProvider.System,
            options => options.AccessTokenProvider = () => Task.FromResult(world.Engineer.Token)
        );
        link.Start();
        await Eventually.HoldsAsync(
            () => Task.FromResult(replica.Rows.Count == Tickets),
            () => $"{replica.Rows.Count} rows"
        );
        Assert.Equal(whole.Rows.Select(row => row.Number), replica.Rows.Select(row => row.Number));
    }

    private static Task<ImmutableArray<BoardRow>> RestAsync(HubConnection hub, int after) =>
        hub.InvokeAsync<ImmutableArray<BoardRow>>(nameof(IQueueHub.Rest), after);
}
