using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>
/// Acts over several grains, one of which can't do its step at the moment: the caller is told to try again, and a repeat gets
/// the answer (Policy D10).
/// </summary>
public sealed class UnfinishedStepTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    private static readonly AssessTicket Question = new(Category.Question, null, null, MinorModification: false, null);

    [Theory]
    [InlineData(Fault.Busy)]
    [InlineData(Fault.Refused)]
    public async Task D10_A_charge_that_the_account_does_not_take_now_is_refused_and_taken_once(Fault fault)
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var ticket = await desk.TicketAsync(customer, license);
        var context = desk.By(DeskCluster.Engineer);
        FailCharge(customer, fault);

        AssertIsUnderWay(await ticket.AssessAsync(context, Question));

        await AssertChargedOnceAsync(customer, ticket, context);
    }

    [Theory]
    [InlineData(Fault.Before)]
    [InlineData(Fault.After)]
    public async Task D10_A_charge_whose_answer_is_lost_is_taken_once(Fault fault)
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var ticket = await desk.TicketAsync(customer, license);
        var context = desk.By(DeskCluster.Engineer);
        desk.Faults.Next(customer.Account.Value, fault);

        await AssertChargedOnceAsync(customer, ticket, context);
    }

    [Fact]
    public async Task After_a_lost_answer_a_ticket_that_can_not_write_either_is_read_again()
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var ticket = await desk.TicketAsync(customer, license);
        desk.Faults.Next(customer.Account.Value, Fault.After);
        desk.Faults.Next(ticket.GetPrimaryKeyString(), Fault.Refused);

        await Assert.ThrowsAsync<JournalRejectedException>(() =>
            ticket.AssessAsync(desk.By(DeskCluster.Engineer), Question)
        );

        var view = await DeskCluster.UntilAnsweredAsync(() => ticket.ViewAsync(DeskCluster.Admin));
        Assert.Equal(5, DeskCluster.Value(view).Charged.Value);
    }

    // Once together with the ticket's commit, and once by itself.
    private void FailCharge(CustomerId customer, Fault fault)
    {
        desk.Faults.Next(customer.Account.Value, fault);
        desk.Faults.Next(customer.Account.Value, fault);
    }

    private async Task AssertChargedOnceAsync(CustomerId customer, ITicketGrain ticket, CommandContext context)
    {
        var receipt = await DeskCluster.UntilAnsweredAsync(() => ticket.AssessAsync(context, Question));
        Assert.Equal((TicketStatus.Open, 5), (DeskCluster.Value(receipt).Status, receipt.Value!.Charged.Value));
        await desk.AssertBooksAgreeAsync(customer, [ticket]);
        Assert.Single(await desk.Reader.ReadEntriesOfTicketAsync(customer.Account.Value, receipt.Value.Number));
    }

    [Fact]
    public async Task D10_An_unfinished_act_goes_on_by_itself()
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var ticket = await desk.TicketAsync(customer, license);
        FailCharge(customer, Fault.Busy);

        AssertIsUnderWay(await ticket.AssessAsync(desk.By(DeskCluster.Engineer), Question));

        await DeskCluster.EventuallyAsync(async () =>
            (await ticket.ViewAsync(DeskCluster.Admin)).Value is { Charged.Value: 5, ChargeInFlight: false }
        );
    }

    [Fact]
    public async Task D12_A_withdrawal_whose_refund_is_not_taken_now_is_refused_and_done_once()
    {
        var (customer, license) = await desk.CustomerAsync(5);
        var ticket = await desk.TicketAsync(customer, license, ceiling: new(20));
        DeskCluster.Value(
            await ticket.AssessAsync(desk.By(DeskCluster.Engineer), Question with { Category = Category.Investigation })
        );
        var context = desk.By(DeskCluster.OwnerOf(customer));
        desk.Faults.Next(customer.Account.Value, Fault.Refused);

        AssertIsUnderWay(await ticket.WithdrawAsync(context));

        var receipt = await DeskCluster.UntilAnsweredAsync(() => ticket.WithdrawAsync(context));
        Assert.Equal((TicketStatus.Withdrawn, 0), (DeskCluster.Value(receipt).Status, receipt.Value!.Charged.Value));
        Assert.Empty(DeskCluster.Value(await desk.Account(customer).ViewAsync(DeskCluster.Admin)).Waiting);
    }

    [Fact]
    public async Task F1_A_split_whose_child_is_not_written_now_is_refused_and_done_once()
    {
        var (customer, license) = await desk.CustomerAsync(5);
        var ticket = await desk.TicketAsync(customer, license);
        var message = DeskCluster
            .Value(await ticket.PostAsync(desk.By(DeskCluster.OwnerOf(customer)), new("And another thing?", false)))
            .Message!.Value;
        var context = desk.By(DeskCluster.Engineer);
        var split = new SplitTicket([message], "Another thing");
        var child = TicketId.For(new($"{ticket.GetPrimaryKeyString()}/split/{message}"));
        desk.Faults.Next(child.Value, Fault.Refused);

        AssertIsUnderWay(await ticket.SplitAsync(context, split));

        var receipt = DeskCluster.Value(await DeskCluster.UntilAnsweredAsync(() => ticket.SplitAsync(context, split)));
        Assert.NotNull(receipt.Child);
        var again = DeskCluster.Value(await ticket.SplitAsync(context, split));
        Assert.Equal((receipt.Version, receipt.Child), (again.Version, again.Child));
    }

    [Fact]
    public async Task F5_A_merge_is_done_also_where_the_other_ticket_can_not_take_note_now()
    {
        var (customer, license) = await desk.CustomerAsync(5);
        var (duplicate, other) = (await desk.TicketAsync(customer, license), await desk.TicketAsync(customer, license));
        var number = DeskCluster.Value(await other.ViewAsync(DeskCluster.Admin)).Number;
        var into = new MergeTicket(TicketId.From(other.GetPrimaryKeyString()), number);
        desk.Faults.Next(other.GetPrimaryKeyString(), Fault.Refused);

        var merged = await Merging.MergeAsync(desk.Cluster.Client, duplicate, desk.By(DeskCluster.Engineer), into);

        Assert.Equal(TicketStatus.Merged, DeskCluster.Value(merged).Status);
        await DeskCluster.EventuallyAsync(async () =>
            (await desk.Reader.ReadHistoryAsync(other.GetPrimaryKeyString(), 0, 100, ["duplicateTakenIn"])).Length == 1
        );
    }

    [Fact]
    public async Task A3_A_license_whose_credits_are_not_granted_now_is_refused_and_registered_once()
    {
        var (id, _) = await desk.CustomerAsync(50);
        var customer = desk.Cluster.Client.GetGrain<ICustomerGrain>(id.Value);
        var context = desk.By(DeskCluster.Admin);
        var second = new RegisterLicense(
            new($"SECOND-{context.Id.Value.ToUpperInvariant()}"),
            "CS-Cart",
            DeskCluster.Bought,
            null,
            null,
            default
        );
        desk.Faults.Next(id.Account.Value, Fault.Refused);

        AssertIsUnderWay(await customer.RegisterLicenseAsync(context, second));

        DeskCluster.Value(await DeskCluster.UntilAnsweredAsync(() => customer.RegisterLicenseAsync(context, second)));
        Assert.Equal(80, DeskCluster.Value(await desk.Account(id).ViewAsync(DeskCluster.Admin)).Balance.Value);
    }

    private static void AssertIsUnderWay<T>(Answer<T> answer)
        where T : class => Assert.Equal(RefusalCode.TryAgainLater, answer.Refusal?.Code);
}
