using Tallydesk.Credits;
using Tallydesk.Policy;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>An account that does not answer, as while its silo dies: what is only told of it keeps no ticket from its commands.</summary>
public sealed class SilentAccountTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    [Fact]
    public async Task Commands_are_carried_out_and_leave_out_what_they_would_tell_of_an_account_that_does_not_answer()
    {
        var (customer, license) = await desk.CustomerAsync(5);
        var owner = DeskCluster.OwnerOf(customer);
        var (free, withdrawn, priced) = (
            await desk.TicketAsync(customer, license),
            await desk.TicketAsync(customer, license),
            await desk.TicketAsync(customer, license)
        );
        desk.Faults.Silence(customer.Account.Value);
        try
        {
            var resolved = await free.ResolveAsync(
                desk.By(DeskCluster.Engineer),
                new(TicketOutcome.CannotBeSolved, null)
            );
            Assert.Equal((TicketStatus.Closed, null), StandOf(DeskCluster.Value(resolved)));
            var taken = DeskCluster.Value(await withdrawn.WithdrawAsync(desk.By(owner)));
            Assert.Equal((TicketStatus.Withdrawn, null), StandOf(taken));

            var assessed = await priced.AssessAsync(
                desk.By(DeskCluster.Engineer),
                new(Category.Investigation, null, null, MinorModification: false, null)
            );
            Assert.Equal((TicketStatus.AwaitingConsent, null), StandOf(DeskCluster.Value(assessed)));
            var shown = DeskCluster.Value(await priced.ViewAsync(owner));
            Assert.Equal((TicketStatus.AwaitingConsent, null), (shown.Status, shown.Shortage));
        }
        finally
        {
            desk.Faults.Speak(customer.Account.Value);
        }

        Assert.Equal(new Shortage(new(20), new(5), new(15)), DeskCluster.Value(await priced.ViewAsync(owner)).Shortage);
    }

    private static (TicketStatus Status, Shortage? Shortage) StandOf(TicketReceipt receipt) =>
        (receipt.Status, receipt.Shortage);
}
