using Tallydesk.Policy;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>A silo dies while tickets are charged; it has a cluster of its own.</summary>
public sealed class SiloDeathTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    [Fact]
    public async Task I1_I2_I4_Charges_go_on_after_a_silos_death_each_once()
    {
        var (customer, license) = await desk.CustomerAsync(200);
        var tickets = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => desk.TicketAsync(customer, license)));
        var question = new AssessTicket(Category.Question, null, null, MinorModification: false, null);

        var assessing = tickets
            .Select(ticket =>
            {
                var context = desk.By(DeskCluster.Engineer);
                return DeskCluster.UntilAnsweredAsync(() => ticket.AssessAsync(context, question));
            })
            .ToArray();
        await desk.Cluster.KillSiloAsync(desk.Cluster.Silos[1]);
        var receipts = await Task.WhenAll(assessing);

        Assert.All(receipts, receipt => Assert.Equal(5, DeskCluster.Value(receipt).Charged.Value));
        await desk.AssertBooksAgreeAsync(customer, tickets);
        Assert.Equal(40, DeskCluster.Value(await desk.Account(customer).ViewAsync(DeskCluster.Admin)).Balance.Value);
    }
}
