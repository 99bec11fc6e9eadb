using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Merging, driven through both silos at once (Policy F5).</summary>
public sealed class MergeRaceTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    private const int Rounds = 25;
    private static readonly AssessTicket Question = new(Category.Question, null, null, MinorModification: false, null);

    [Fact]
    public async Task F5_Two_tickets_merged_into_each_other_at_once_end_as_one_in_every_round()
    {
        var (customer, license) = await desk.CustomerAsync(10 * Rounds);
        var all = new List<ITicketGrain>();
        for (var round = 0; round < Rounds; round++)
        {
            ImmutableArray<ITicketGrain> two = [await PaidAsync(customer, license), await PaidAsync(customer, license)];
            all.AddRange(two);

            var answers = await Task.WhenAll(MergeAsync(0, two[0], two[1]), MergeAsync(1, two[1], two[0]));

            var won = Assert.Single(answers, answer => answer.Ok).Value!;
            var refusal = Assert.Single(answers, answer => !answer.Ok).Refusal!;
            Assert.True(refusal.Code is RefusalCode.AlreadyMerged or RefusalCode.MergeInFlight, refusal.ToString());
            Assert.Equal((TicketStatus.Merged, 0), (won.Status, won.Charged.Value));
            var survivor = answers[0].Ok ? two[1] : two[0];
            await AssertTookInAsync(survivor, won.Number);
        }

        await desk.AssertBooksAgreeAsync(customer, all);
        Assert.Equal(
            5 * Rounds,
            DeskCluster.Value(await desk.Account(customer).ViewAsync(DeskCluster.Admin)).Balance.Value
        );
    }

    [Fact]
    public async Task F5_Three_tickets_merged_around_a_ring_at_once_leave_one_that_goes_on()
    {
        var (customer, license) = await desk.CustomerAsync(50);
        for (var round = 0; round < Rounds; round++)
        {
            var three = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => desk.TicketAsync(customer, license)));

            var answers = await Task.WhenAll(
                Enumerable.Range(0, 3).Select(n => MergeAsync(n % 2, three[n], three[(n + 1) % 3]))
            );

            Assert.Contains(answers, answer => !answer.Ok);
            foreach (var (ticket, answer) in three.Zip(answers))
            {
                var view = DeskCluster.Value(await ticket.ViewAsync(DeskCluster.Engineer));
                Assert.Equal(answer.Ok ? TicketStatus.Merged : TicketStatus.New, view.Status);
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Fault.Before)]
    [InlineData(Fault.After)]
    public async Task F5_A_merge_sent_through_two_silos_or_with_lost_answers_is_done_once(Fault? fault)
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var (ticket, into) = (await PaidAsync(customer, license), await desk.TicketAsync(customer, license));
        if (fault is { } planned)
        {
            desk.Faults.Next(ticket.GetPrimaryKeyString(), planned);
            desk.Faults.Next(ticket.GetPrimaryKeyString(), planned);
            desk.Faults.Next(into.GetPrimaryKeyString(), planned);
            desk.Faults.Next(customer.Account.Value, planned);
        }

        var context = desk.By(DeskCluster.Engineer);
        var receipts = await Task.WhenAll(
            Enumerable
                .Range(0, 2)
                .Select(silo => DeskCluster.UntilAnsweredAsync(() => MergeAsync(silo, ticket, into, context)))
        );

        var receipt = DeskCluster.Value(receipts[0]);
        Assert.Equal(receipt.Version, DeskCluster.Value(receipts[1]).Version);
        Assert.Equal((TicketStatus.Merged, 0), (receipt.Status, receipt.Charged.Value));
        await AssertTookInAsync(into, receipt.Number);
        await desk.AssertBooksAgreeAsync(customer, [ticket, into]);
        Assert.Equal(
            ["charge", "refund"],
            (await desk.Reader.ReadEntriesOfTicketAsync(customer.Account.Value, receipt.Number)).Select(entry =>
                entry.Kind
            )
        );
    }

    [Fact]
    public async Task F5_A_merge_that_nobody_drives_on_is_driven_by_the_sweep()
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var (ticket, into) = (await PaidAsync(customer, license), await desk.TicketAsync(customer, license));
        DeskCluster.Value(await ticket.BeginMergeAsync(desk.By(DeskCluster.Engineer), await CommandAsync(into)));

        await DeskCluster.EventuallyAsync(async () =>
            DeskCluster.Value(await ticket.ViewAsync(DeskCluster.Engineer))
                is { Status: TicketStatus.Merged, Charged.Value: 0 }
        );
        await AssertTookInAsync(into, DeskCluster.Value(await ticket.ViewAsync(DeskCluster.Engineer)).Number);
    }

    private static async Task AssertTookInAsync(ITicketGrain survivor, long merged)
    {
        await DeskCluster.EventuallyAsync(async () =>
            !DeskCluster
                .Value(await DeskCluster.UntilAnsweredAsync(() => survivor.ViewAsync(DeskCluster.Engineer)))
                .Merged.IsEmpty
        );
        var view = DeskCluster.Value(await survivor.ViewAsync(DeskCluster.Engineer));
        Assert.Equal(merged, Assert.Single(view.Merged));
        Assert.Null(view.MergedInto);
        Assert.NotEqual(TicketStatus.Merged, view.Status);
    }

    /// <summary>A ticket that cost 5.</summary>
    private async Task<ITicketGrain> PaidAsync(CustomerId customer, LicenseNumber license)
    {
        var ticket = await desk.TicketAsync(customer, license);
        DeskCluster.Value(await ticket.AssessAsync(desk.By(DeskCluster.Engineer), Question));
        return ticket;
    }

    private async Task<Answer<TicketReceipt>> MergeAsync(
        int silo,
        ITicketGrain ticket,
        ITicketGrain into,
        CommandContext? context = null
    )
    {
        var grains = desk.Silos[silo];
        return await Merging.MergeAsync(
            grains,
            grains.GetGrain<ITicketGrain>(ticket.GetPrimaryKeyString()),
            context ?? desk.By(DeskCluster.Engineer),
            await CommandAsync(into)
        );
    }

    private static async Task<MergeTicket> CommandAsync(ITicketGrain into) =>
        new(
            new TicketId(into.GetPrimaryKeyString()),
            DeskCluster.Value(await DeskCluster.UntilAnsweredAsync(() => into.ViewAsync(DeskCluster.Engineer))).Number
        );
}
