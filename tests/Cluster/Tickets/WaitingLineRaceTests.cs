using Tallydesk.Policy;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Purchases that race for what waits: first come first served, strictly (Policy D5).</summary>
public sealed class WaitingLineRaceTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    private static readonly AssessTicket Question = new(Category.Question, null, null, MinorModification: false, null);
    private static readonly AssessTicket Investigation = Question with { Category = Category.Investigation };
    private int orders;

    [Fact]
    public async Task D5_A_purchase_that_pays_for_the_second_only_pays_neither_and_the_rest_pays_the_first()
    {
        var (customer, license) = await desk.CustomerAsync(0);
        var first = await desk.TicketAsync(customer, license, ceiling: new(20));
        var second = await desk.TicketAsync(customer, license);
        await AssessAsync(first, Investigation);
        await AssessAsync(second, Question);

        // A question that is assessed meanwhile, through the other silo, overtakes nobody.
        var third = await desk.TicketAsync(customer, license);
        await Task.WhenAll(PurchaseAsync(customer, 10), PurchaseAsync(customer, 9), AssessAsync(third, Question));
        await AssertAsync(0, 0, 0, balance: 19);

        await Task.WhenAll(PurchaseAsync(customer, 1), PurchaseAsync(customer, 3));
        await AssertAsync(20, 0, 0, balance: 3);

        await Task.WhenAll(PurchaseAsync(customer, 1), PurchaseAsync(customer, 2));
        await AssertAsync(20, 5, 0, balance: 1);

        async Task AssertAsync(long one, long two, long three, long balance)
        {
            ITicketGrain[] tickets = [first, second, third];
            long[] charged = [one, two, three];
            await DeskCluster.EventuallyAsync(async () => (await ChargedAsync(tickets)).SequenceEqual(charged));
            var account = DeskCluster.Value(await desk.Account(customer).ViewAsync(DeskCluster.Admin));
            Assert.Equal(
                (balance, charged.Count(credits => credits == 0)),
                (account.Balance.Value, account.Waiting.Length)
            );
            await desk.AssertBooksAgreeAsync(customer, tickets);
        }
    }

    [Fact]
    public async Task D5_Two_charges_and_a_purchase_at_once_serve_whoever_came_first_in_every_round()
    {
        for (var round = 0; round < 20; round++)
        {
            var (customer, license) = await desk.CustomerAsync(0);
            var large = await desk.TicketAsync(customer, license, ceiling: new(20));
            var small = await desk.TicketAsync(customer, license);

            await Task.WhenAll(
                AssessAsync(large, Investigation),
                AssessAsync(small, Question),
                PurchaseAsync(customer, 20)
            );

            // 20 pay for the large one alone or for the small one alone, since the large one then waits for 5 more.
            await DeskCluster.EventuallyAsync(async () => await ChargedAsync([large, small]) is [20, 0] or [0, 5]);
            var account = DeskCluster.Value(await desk.Account(customer).ViewAsync(DeskCluster.Admin));
            var waiting = Assert.Single(account.Waiting);
            Assert.Equal(account.Balance.Value, waiting.Credits.Value == 20 ? 15 : 0);
            await desk.AssertBooksAgreeAsync(customer, [large, small]);
        }
    }

    private static async Task<long[]> ChargedAsync(ITicketGrain[] tickets) =>
        [
            .. (await Task.WhenAll(tickets.Select(ticket => ticket.ViewAsync(DeskCluster.Engineer)))).Select(view =>
                DeskCluster.Value(view).Charged.Value
            ),
        ];

    private async Task AssessAsync(ITicketGrain ticket, AssessTicket command) =>
        DeskCluster.Value(
            await desk.Silos[1]
                .GetGrain<ITicketGrain>(ticket.GetPrimaryKeyString())
                .AssessAsync(desk.By(DeskCluster.Engineer), command)
        );

    private async Task PurchaseAsync(Identity.CustomerId customer, long credits) =>
        DeskCluster.Value(
            await desk.Account(customer)
                .PurchaseAsync(
                    desk.By(DeskCluster.Admin),
                    new($"{customer}-{Interlocked.Increment(ref orders)}", new(credits))
                )
        );
}
