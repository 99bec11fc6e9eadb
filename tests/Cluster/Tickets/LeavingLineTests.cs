using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>
/// Charges on their way out of the line: begun by an earlier program, whose key for it named the revision, or overtaken by a
/// payment (Policy D10, D12).
/// </summary>
public sealed class LeavingLineTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    private static readonly AssessTicket Configuration = new(
        Category.Configuration,
        null,
        null,
        MinorModification: false,
        null
    );

    private static readonly AssessTicket Investigation = Configuration with { Category = Category.Investigation };

    [Fact]
    public async Task D10_A_withdrawal_that_an_earlier_program_began_is_finished_and_its_key_taken_for_nothing_else()
    {
        var (customer, license) = await desk.CustomerAsync(0);
        var ticket = await desk.TicketAsync(customer, license, ceiling: new(10));
        var key = ticket.GetPrimaryKeyString();
        DeskCluster.Value(await ticket.AssessAsync(desk.By(DeskCluster.Engineer), Configuration));

        // The account has carried out the step; the program ended before its ticket knew.
        DeskCluster.Value(
            await desk.Account(customer)
                .WithdrawAsync(
                    new CommandContext(DeskCluster.Engineer, new CommandId($"{key}/2/withdrawal")),
                    new($"{key}/1/charge")
                )
        );

        var proposed = DeskCluster.Value(await ticket.AssessAsync(desk.By(DeskCluster.Engineer), Investigation));
        Assert.Equal(TicketStatus.AwaitingConsent, proposed.Status);
        var owner = DeskCluster.OwnerOf(customer);
        DeskCluster.Value(
            await ticket.DecideAsync(desk.By(owner), new(2, ConsentDecision.Accept, Acknowledged: false))
        );
        Assert.Equal(20, Assert.Single(await LineAsync(customer)).Credits.Value);

        var withdrawn = DeskCluster.Value(await ticket.WithdrawAsync(desk.By(owner)));

        Assert.Equal((TicketStatus.Withdrawn, 0), (withdrawn.Status, withdrawn.Charged.Value));
        Assert.Empty(await LineAsync(customer));
        await desk.AssertBooksAgreeAsync(customer, [ticket]);
    }

    [Fact]
    public async Task D12_Credits_that_are_taken_while_the_charge_of_an_ended_ticket_is_still_in_the_line_go_back()
    {
        var (customer, license) = await desk.CustomerAsync(0);
        var ticket = await desk.TicketAsync(customer, license, ceiling: new(20));
        DeskCluster.Value(await ticket.AssessAsync(desk.By(DeskCluster.Engineer), Investigation));
        var withdrawal = desk.By(DeskCluster.OwnerOf(customer));

        // The ticket has ended, and the account fails before it takes the charge out of the line.
        desk.Faults.Next(customer.Account.Value, Fault.Before);
        Assert.Equal(RefusalCode.TryAgainLater, (await ticket.WithdrawAsync(withdrawal)).Refusal?.Code);
        desk.Time.Pass(TimeSpan.FromSeconds(1));
        DeskCluster.Value(
            await DeskCluster.UntilAnsweredAsync(() =>
                desk.Account(customer).PurchaseAsync(desk.By(DeskCluster.Admin), new("order-late", new(30)))
            )
        );

        var withdrawn = DeskCluster.Value(await DeskCluster.UntilAnsweredAsync(() => ticket.WithdrawAsync(withdrawal)));

        Assert.Equal((TicketStatus.Withdrawn, 0), (withdrawn.Status, withdrawn.Charged.Value));
        var account = DeskCluster.Value(await desk.Account(customer).ViewAsync(DeskCluster.Admin));
        Assert.Equal((30, 0), (account.Balance.Value, account.Waiting.Length));
        await desk.AssertBooksAgreeAsync(customer, [ticket]);
    }

    private async Task<IReadOnlyList<Credits.WaitingChargeView>> LineAsync(CustomerId customer) =>
        DeskCluster.Value(await desk.Account(customer).ViewAsync(DeskCluster.Admin)).Waiting;
}
