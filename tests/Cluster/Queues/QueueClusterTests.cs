using System.Threading.Channels;
using Orleans.Core.Internal;
using Tallydesk.Identity;
using Tallydesk.Queues;
using Tallydesk.Refusals;
using Tallydesk.Tests.Support;
using Xunit;
using static Tallydesk.Tests.Support.DeskCluster;

namespace Tallydesk.Tests.Queues;

/// <summary>A desk's queue on two silos: engineers who ask at once, gateways that don't answer, a repair from the database.</summary>
public sealed class QueueClusterTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    [Fact]
    public async Task Engineers_who_ask_at_once_through_two_silos_never_get_the_same_ticket()
    {
        await FillAsync(5);
        var queues = desk.Silos.Select(Queue).ToArray();
        var asked = Enumerable
            .Range(0, 12)
            .Select(place =>
                queues[place % queues.Length].NextAsync(desk.By(new Actor($"usr-next-{place}", "Erin", Role.Engineer)))
            );

        var numbers = (await Task.WhenAll(asked)).Select(next => next.Value!.Number).OfType<long>().ToArray();

        Assert.Distinct(numbers);
        Assert.InRange(numbers.Length, 5, 12);
    }

    [Fact]
    public async Task One_engineer_who_presses_twice_gets_two_tickets_and_for_a_repeat_the_same_one()
    {
        await FillAsync(2);
        var queue = Queue(desk.Silos[0]);
        var (first, second) = (desk.By(Engineer), desk.By(Engineer));

        var answers = await Task.WhenAll(queue.NextAsync(first), queue.NextAsync(second), queue.NextAsync(first));

        Assert.NotNull(answers[0].Value!.Number);
        Assert.NotEqual(answers[0].Value!.Number, answers[1].Value!.Number);
        Assert.Equal(answers[0].Value!.Number, answers[2].Value!.Number);
    }

    [Fact]
    public async Task A_queue_that_was_restarted_still_gives_a_repeat_the_same_ticket()
    {
        await FillAsync(2);
        var queue = Queue(desk.Silos[0]);
        var context = desk.By(Engineer);
        var first = Value(await queue.NextAsync(context)).Number;

        await queue.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        var again = Value(await Queue(desk.Silos[1]).NextAsync(context)).Number;

        Assert.NotNull(first);
        Assert.Equal(first, again);
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_holds_up_nobody_else()
    {
        var stuck = new Gateway(answers: false);
        var well = new Gateway(answers: true);
        await AttachAsync(stuck);
        var page = await AttachAsync(well);

        await FillAsync(3);

        var seq = page.Snapshot!.Seq;
        for (var seen = 0; seen < 3; )
        {
            var delta = await well.NextAsync();
            if (delta.Changes.Length > 0)
            {
                Assert.Equal(++seq, delta.Seq);
                seen += delta.Changes.Count(item => item.Card.Subject == "Subject" && item.Card.Assignee is null);
            }
        }

        Assert.True((await Queue(desk.Silos[1]).ViewAsync(Engineer)).Ok);
    }

    [Fact]
    public async Task A_gateway_that_missed_deltas_is_given_them_and_one_of_another_epoch_the_whole_queue()
    {
        var gateway = new Gateway(answers: true);
        var snapshot = (await AttachAsync(gateway)).Snapshot!;
        await FillAsync(1);
        await gateway.NextAsync();

        var missed = await AttachAsync(gateway, snapshot.Epoch, snapshot.Seq);
        Assert.Null(missed.Snapshot);
        Assert.Equal(snapshot.Seq + 1, missed.Deltas[0].Seq);
        Assert.NotNull((await AttachAsync(gateway, "another", snapshot.Seq)).Snapshot);
    }

    [Fact]
    public async Task Only_staff_see_a_queue_and_only_one_that_the_policy_names()
    {
        var shop = new Actor("usr-shop", "Shop", Role.System);
        var queue = Queue(desk.Silos[0]);

        Assert.Equal(RefusalCode.NotFound, (await queue.ViewAsync(shop)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await queue.NextAsync(desk.By(shop))).Refusal?.Code);
        var nowhere = desk.Silos[0].GetGrain<IQueueGrain>(QueueId.OfDesk("nowhere").Value);
        Assert.Equal(RefusalCode.NotFound, (await nowhere.ViewAsync(Engineer)).Refusal?.Code);
    }

    private static IQueueGrain Queue(IGrainFactory silo) => silo.GetGrain<IQueueGrain>(QueueId.OfDesk("support").Value);

    private Task<FeedPage> AttachAsync(Gateway gateway, string? epoch = null, long seq = 0) =>
        Queue(desk.Cluster.Client)
            .AttachAsync(
                gateway.Name,
                gateway.Reference ??= desk.Cluster.Client.CreateObjectReference<IQueueObserver>(gateway),
                epoch,
                seq
            );

    /// <summary>Opens tickets and waits until the queue shows them.</summary>
    private async Task FillAsync(int count)
    {
        var (customer, license) = await desk.CustomerAsync(50);
        for (var opened = 0; opened < count; opened++)
        {
            await desk.TicketAsync(customer, license);
        }

        await DeskCluster.EventuallyAsync(async () => await ShownAsync(customer) >= count);
    }

    private async Task<int> ShownAsync(CustomerId customer) =>
        (await Queue(desk.Silos[0]).ViewAsync(Engineer)).Value!.Items.Count(item => item.Card.Customer == customer);

    /// <summary>A gateway process as a queue sees it.</summary>
    private sealed class Gateway(bool answers) : IQueueObserver
    {
        private readonly Channel<QueueDelta> deltas = Channel.CreateUnbounded<QueueDelta>();
        private readonly TaskCompletionSource never = new();

        public string Name { get; } = Guid.CreateVersion7().ToString();

        public IQueueObserver? Reference { get; set; }

        public Task OnDeltaAsync(string desk, QueueDelta delta)
        {
            deltas.Writer.TryWrite(delta);
            return answers ? Task.CompletedTask : never.Task;
        }

        public async Task<QueueDelta> NextAsync() =>
            await deltas.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Bound);
    }
}
