using Tallydesk.Policy;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Waivers against other waivers and against the payment they spare: the price is taken away once.</summary>
public sealed class ReliefRaceTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    private const int Rounds = 20;

    private static readonly AssessTicket Investigation = new(
        Category.Investigation,
        null,
        null,
        MinorModification: false,
        null
    );

    [Fact]
    public async Task D6_Two_engineers_waive_at_once_and_the_credits_go_back_once()
    {
        var (customer, license) = await desk.CustomerAsync(50);
        for (var round = 0; round < Rounds; round++)
        {
            var ticket = await desk.TicketAsync(customer, license, ceiling: new(20));
            DeskCluster.Value(await ticket.AssessAsync(desk.By(DeskCluster.Engineer), Investigation));

            var receipts = await Task.WhenAll(
                desk.Silos.Select(silo =>
                    silo.GetGrain<ITicketGrain>(ticket.GetPrimaryKeyString())
                        .WaiveAsync(desk.By(DeskCluster.Engineer), new("Goodwill"))
                )
            );

            Assert.All(receipts, receipt => Assert.Equal((0, 2), ChargeOf(DeskCluster.Value(receipt))));
            var number = DeskCluster.Value(receipts[0]).Number;
            var entries = await desk.Reader.ReadEntriesOfTicketAsync(customer.Account.Value, number);
            Assert.Equal([-20, 20], entries.Select(entry => entry.Amount.Value));
            await desk.AssertBooksAgreeAsync(customer, [ticket]);
        }
    }

    [Fact]
    public async Task D5_D6_A_waiver_meets_the_payment_of_what_it_waives_and_nothing_is_charged()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (customer, license) = await desk.CustomerAsync(1);
            var ticket = await desk.TicketAsync(customer, license, ceiling: new(20));
            DeskCluster.Value(await ticket.AssessAsync(desk.By(DeskCluster.Engineer), Investigation));

            var waiving = DeskCluster.UntilAnsweredAsync(() =>
                ticket.WaiveAsync(desk.By(DeskCluster.Engineer), new("Goodwill"))
            );
            var paying = desk.Account(customer)
                .PurchaseAsync(desk.By(DeskCluster.Admin), new($"order-{round}", new(100)));
            DeskCluster.Value(await paying);
            DeskCluster.Value(await waiving);

            await DeskCluster.EventuallyAsync(async () =>
            {
                var view = DeskCluster.Value(await ticket.ViewAsync(DeskCluster.Admin));
                return view is { Charged.Value: 0, Status: TicketStatus.Open, ChargeInFlight: false };
            });
            var account = DeskCluster.Value(await desk.Account(customer).ViewAsync(DeskCluster.Admin));
            Assert.Equal((101, 0), (account.Balance.Value, account.Waiting.Length));
            await desk.AssertBooksAgreeAsync(customer, [ticket]);
        }
    }

    private static (long Charged, int? Revision) ChargeOf(TicketReceipt receipt) =>
        (receipt.Charged.Value, receipt.Assessment?.Revision);
}
