using Orleans.Core.Internal;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Commands that change nothing are remembered beyond an activation and its silo (Policy D10).</summary>
public sealed class NothingChangedClusterTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    [Fact]
    public async Task D6_A_waiver_of_nothing_that_is_repeated_late_on_another_silo_gives_no_credits_back()
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var ticket = await desk.TicketAsync(customer, license);
        var key = ticket.GetPrimaryKeyString();
        var assessed = DeskCluster.Value(
            await ticket.AssessAsync(desk.By(DeskCluster.Engineer), Assess(Category.ProductBug))
        );
        var (context, waiver) = (desk.By(DeskCluster.Engineer), new WaiveTicket("Goodwill"));
        desk.Faults.Next(key, Fault.After);
        var first = await DeskCluster.UntilAnsweredAsync(() =>
            desk.Silos[0].GetGrain<ITicketGrain>(key).WaiveAsync(context, waiver)
        );
        Assert.Equal(assessed.Version, DeskCluster.Value(first).Version);

        await ticket.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        var charged = DeskCluster.Value(
            await ticket.AssessAsync(desk.By(DeskCluster.Engineer), Assess(Category.Question))
        );
        Assert.Equal(5, charged.Charged.Value);
        await ticket.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        var other = desk.Silos[1].GetGrain<ITicketGrain>(key);
        var late = DeskCluster.Value(await other.WaiveAsync(context, waiver));
        var reused = await other.WaiveAsync(context, new("Another reason"));

        Assert.Equal(StateJson.Write(first.Value), StateJson.Write(late));
        Assert.Equal(RefusalCode.IdempotencyKeyReused, reused.Refusal?.Code);
        var view = DeskCluster.Value(await other.ViewAsync(DeskCluster.Engineer));
        Assert.Equal((charged.Version, 5L), (view.Version, view.Charged.Value));
        var kept = await desk.Reader.ReadHistoryAsync(key, 0, 100, [NothingChanged.Kind]);
        Assert.Equal(DeskCluster.Engineer.Id, Assert.Single(kept).Actor);
        await desk.AssertBooksAgreeAsync(customer, [ticket]);
    }

    private static AssessTicket Assess(Category category) => new(category, null, null, MinorModification: false, null);
}
