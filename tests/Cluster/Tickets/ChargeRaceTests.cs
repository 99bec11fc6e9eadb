using Tallydesk.Credits;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Charges under concurrency, lost answers, failed writes and a silo's death: each happens once.</summary>
public sealed class ChargeRaceTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    private static readonly AssessTicket Question = new(Category.Question, null, null, MinorModification: false, null);
    private static readonly AssessTicket Investigation = Question with { Category = Category.Investigation };
    private static readonly AssessTicket Configuration = Question with { Category = Category.Configuration };

    [Fact]
    public async Task D5_I1_Sixty_four_tickets_race_for_the_last_10_credits_and_two_get_them()
    {
        var (customer, license) = await desk.CustomerAsync(10);
        var tickets = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => desk.TicketAsync(customer, license)));

        var receipts = await Task.WhenAll(
            tickets.Select(async ticket =>
                DeskCluster.Value(await ticket.AssessAsync(desk.By(DeskCluster.Engineer), Question))
            )
        );

        Assert.Equal(2, receipts.Count(receipt => receipt.Status == TicketStatus.Open));
        Assert.Equal(62, receipts.Count(receipt => receipt.Status == TicketStatus.AwaitingCredits));
        var account = DeskCluster.Value(await desk.Account(customer).ViewAsync(DeskCluster.Admin));
        Assert.Equal((0, 62), (account.Balance.Value, account.Waiting.Length));
        await desk.AssertBooksAgreeAsync(customer, tickets);
    }

    [Fact]
    public async Task D5_A_purchase_pays_what_waits_and_the_tickets_are_told()
    {
        var (customer, license) = await desk.CustomerAsync(1);
        var tickets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.TicketAsync(customer, license)));
        await Task.WhenAll(tickets.Select(ticket => ticket.AssessAsync(desk.By(DeskCluster.Engineer), Question)));

        await desk.Account(customer).PurchaseAsync(desk.By(DeskCluster.Admin), new("order-1", new(39)));

        await DeskCluster.EventuallyAsync(async () =>
        {
            var views = await Task.WhenAll(tickets.Select(ticket => ticket.ViewAsync(DeskCluster.Admin)));
            return views.All(view => view.Value is { Status: TicketStatus.Open, Charged.Value: 5 });
        });
        await desk.AssertBooksAgreeAsync(customer, tickets);
        await DeskCluster.EventuallyAsync(async () => (await desk.Reader.ReadNoticesAsync(10)).IsEmpty);
    }

    [Fact]
    public async Task D5_A_charge_that_waits_tells_what_is_missing_and_tells_it_again()
    {
        var (customer, license) = await desk.CustomerAsync(5);
        var (first, ticket) = (await desk.TicketAsync(customer, license), await desk.TicketAsync(customer, license));
        await first.AssessAsync(desk.By(DeskCluster.Engineer), Configuration);
        await first.DecideAsync(desk.By(DeskCluster.OwnerOf(customer)), new(1, ConsentDecision.Accept, false));
        var context = desk.By(DeskCluster.Engineer);

        var receipt = DeskCluster.Value(await ticket.AssessAsync(context, Question));

        Assert.Equal(TicketStatus.AwaitingCredits, receipt.Status);
        var ahead = DeskCluster.Value(await first.ViewAsync(DeskCluster.Admin)).Price!.Value;
        Assert.Equal(Shortage.Of(new(5), new(5), ahead), receipt.Shortage);
        Assert.Equal(receipt.Shortage, DeskCluster.Value(await ticket.ViewAsync(DeskCluster.Admin)).Shortage);
        Assert.Equal(receipt.Shortage, DeskCluster.Value(await ticket.AssessAsync(context, Question)).Shortage);
    }

    [Fact]
    public async Task A_stranger_learns_nothing_of_an_account_and_charges_nothing()
    {
        var (customer, _) = await desk.CustomerAsync(50);
        var (stranger, _) = await desk.CustomerAsync(50);
        var account = desk.Cluster.Client.GetGrain<IJointChargeGrain>(customer.Account.Value);
        var context = desk.By(DeskCluster.OwnerOf(stranger));
        var charge = new ChargeTicket(new("tic-stranger"), 1, 1, new(5));
        var commit = new Commit("ticket", "tic-stranger", 0, "{}"u8.ToArray());
        var expected = new ChargeReceipt(ChargeState.Settled, context.Id.Value, new(5), new(45), []);

        Assert.Equal(RefusalCode.NotFound, (await account.PreviewChargeAsync(context, charge)).Refusal?.Code);
        Assert.Equal(
            JointOutcome.NotWritten,
            await account.ChargeJointlyAsync(context, new(charge, expected, commit))
        );
    }

    [Fact]
    public async Task D10_The_same_command_through_two_silos_is_done_once()
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var ticket = await desk.TicketAsync(customer, license);
        var context = desk.By(DeskCluster.Engineer);

        var receipts = await Task.WhenAll(
            desk.Silos.Select(silo =>
                silo.GetGrain<ITicketGrain>(ticket.GetPrimaryKeyString()).AssessAsync(context, Question)
            )
        );

        Assert.Equal(DeskCluster.Value(receipts[0]).Version, DeskCluster.Value(receipts[1]).Version);
        Assert.Equal(1, DeskCluster.Value(receipts[0]).Assessment!.Revision);
        await desk.AssertBooksAgreeAsync(customer, [ticket]);
        Assert.Single(await desk.Reader.ReadEntriesOfTicketAsync(customer.Account.Value, receipts[0].Value!.Number));
    }

    [Fact]
    public async Task D10_The_same_command_id_with_other_content_is_refused()
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var ticket = await desk.TicketAsync(customer, license);
        var context = desk.By(DeskCluster.Engineer);
        await ticket.AssessAsync(context, Question);

        var refused = await ticket.AssessAsync(context, Configuration);

        Assert.Equal(RefusalCode.IdempotencyKeyReused, refused.Refusal!.Code);
    }

    [Theory]
    [InlineData(Fault.Before)]
    [InlineData(Fault.After)]
    public async Task D10_A_charge_whose_answer_was_lost_is_found_by_its_key(Fault fault)
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var ticket = await desk.TicketAsync(customer, license, ceiling: new(20));
        var context = desk.By(DeskCluster.Engineer);
        desk.Faults.Next(customer.Account.Value, fault);
        desk.Faults.Next(ticket.GetPrimaryKeyString(), fault);

        var receipt = DeskCluster.Value(
            await DeskCluster.UntilAnsweredAsync(() => ticket.AssessAsync(context, Investigation))
        );

        Assert.Equal((TicketStatus.Open, 20), (receipt.Status, receipt.Charged.Value));
        await desk.AssertBooksAgreeAsync(customer, [ticket]);
        Assert.Single(await desk.Reader.ReadEntriesOfTicketAsync(customer.Account.Value, receipt.Number));
        var again = DeskCluster.Value(await ticket.AssessAsync(context, Investigation));
        Assert.Equal(receipt.Version, again.Version);
    }

    [Fact]
    public async Task D10_A_charge_that_took_the_last_credits_does_not_wait_for_others_when_it_is_repeated()
    {
        var (customer, license) = await desk.CustomerAsync(20);
        var ticket = await desk.TicketAsync(customer, license, ceiling: new(20));
        var context = desk.By(DeskCluster.Engineer);
        desk.Faults.Next(customer.Account.Value, Fault.After);

        var receipt = DeskCluster.Value(
            await DeskCluster.UntilAnsweredAsync(() => ticket.AssessAsync(context, Investigation))
        );

        Assert.Equal((TicketStatus.Open, 20), (receipt.Status, receipt.Charged.Value));
        var account = DeskCluster.Value(await desk.Account(customer).ViewAsync(DeskCluster.Admin));
        Assert.Equal((0, 0), (account.Balance.Value, account.Waiting.Length));
        await desk.AssertBooksAgreeAsync(customer, [ticket]);
    }

    [Fact]
    public async Task After_an_unknown_outcome_the_activation_serves_nothing_more()
    {
        var (customer, _) = await desk.CustomerAsync(50);
        var account = desk.Account(customer);
        desk.Faults.Next(customer.Account.Value, Fault.After);
        var context = desk.By(DeskCluster.Admin);

        await Assert.ThrowsAsync<UnknownOutcomeException>(() => account.AdjustAsync(context, new(new(-5), "test")));

        var view = DeskCluster.Value(await DeskCluster.UntilAnsweredAsync(() => account.ViewAsync(DeskCluster.Admin)));
        Assert.Equal(45, view.Balance.Value);
        var receipt = DeskCluster.Value(await account.AdjustAsync(context, new(new(-5), "test")));
        Assert.Equal((-5, 45), (receipt.Amount.Value, receipt.Balance.Value));
    }

    [Fact]
    public async Task D10_A_charge_that_left_the_line_is_not_taken_when_it_comes_again()
    {
        var (customer, _) = await desk.CustomerAsync(5);
        var account = desk.Account(customer);
        var charge = desk.By(DeskCluster.Engineer);
        var command = new ChargeTicket(new("tic-left"), 1, 1, new(20));
        Assert.Equal(ChargeState.Waiting, DeskCluster.Value(await account.ChargeAsync(charge, command)).State);
        DeskCluster.Value(await account.WithdrawAsync(desk.By(DeskCluster.Engineer), new(charge.Id.Value)));
        desk.Faults.Next(customer.Account.Value, Fault.After);
        var purchase = desk.By(DeskCluster.Admin);

        // The lost answer ends the activation, so that nothing of it is remembered but what is on disk.
        DeskCluster.Value(
            await DeskCluster.UntilAnsweredAsync(() => account.PurchaseAsync(purchase, new("order-9", new(100))))
        );
        var again = DeskCluster.Value(await DeskCluster.UntilAnsweredAsync(() => account.ChargeAsync(charge, command)));

        Assert.Equal(ChargeState.Waiting, again.State);
        Assert.Equal(105, DeskCluster.Value(await account.ViewAsync(DeskCluster.Admin)).Balance.Value);
    }

    [Fact]
    public async Task D14_A_low_balance_is_told_in_the_accounts_history_once()
    {
        var (customer, license) = await desk.CustomerAsync(12);
        var tickets = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => desk.TicketAsync(customer, license)));

        await Task.WhenAll(tickets.Select(ticket => ticket.AssessAsync(desk.By(DeskCluster.Engineer), Question)));

        var account = DeskCluster.Value(await desk.Account(customer).ViewAsync(DeskCluster.Admin));
        Assert.Equal((2, 10), (account.Balance.Value, Assert.Single(account.Low).Threshold.Value));
        Assert.Single(await desk.Reader.ReadHistoryAsync(customer.Account.Value, 0, 100, ["balanceFell"]));
        await desk.AssertBooksAgreeAsync(customer, tickets);
    }

    [Fact]
    public async Task J1_One_purchase_per_order_whatever_the_command_id()
    {
        var (customer, _) = await desk.CustomerAsync(50);
        var order = new PurchaseCredits("order-7", new(30));

        var first = DeskCluster.Value(await desk.Account(customer).PurchaseAsync(desk.By(DeskCluster.Admin), order));
        var second = DeskCluster.Value(await desk.Account(customer).PurchaseAsync(desk.By(DeskCluster.Admin), order));
        var other = await desk.Account(customer)
            .PurchaseAsync(desk.By(DeskCluster.Admin), order with { Credits = new(31) });

        Assert.Equal(first, second);
        Assert.Equal(RefusalCode.IdempotencyKeyReused, other.Refusal!.Code);
        Assert.Equal(80, DeskCluster.Value(await desk.Account(customer).ViewAsync(DeskCluster.Admin)).Balance.Value);
    }
}
