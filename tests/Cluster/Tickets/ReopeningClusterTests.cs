using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>What becomes of tickets that are over, with time that passes; it has a cluster of its own (Policy F4).</summary>
public sealed class ReopeningClusterTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    private static readonly PostMessage Reply = new("And one more thing", Internal: false);

    [Fact]
    public async Task F4_Solved_tickets_close_by_themselves_once_the_days_have_passed_and_others_stay()
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var tickets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.TicketAsync(customer, license)));
        await Task.WhenAll(tickets.Select(ticket => EndAsync(ticket, TicketOutcome.Solved)));
        desk.Time.Pass(TimeSpan.FromDays(6));
        await tickets[0].PostAsync(desk.By(DeskCluster.OwnerOf(customer)), Reply);
        await EndAsync(tickets[0], TicketOutcome.Solved);
        await tickets[1].PostAsync(desk.By(DeskCluster.OwnerOf(customer)), Reply);

        desk.Time.Pass(TimeSpan.FromDays(1));

        await DeskCluster.EventuallyAsync(async () =>
            (await Task.WhenAll(tickets[2..].Select(StatusAsync))).All(status => status == TicketStatus.Closed)
        );
        Assert.Equal(TicketStatus.Solved, await StatusAsync(tickets[0]));
        Assert.Equal(TicketStatus.New, await StatusAsync(tickets[1]));
        var closed = await desk.Reader.ReadHistoryAsync(tickets[2].GetPrimaryKeyString(), 0, 100, ["ticketClosed"]);
        Assert.Equal(Actor.Desk.Id, Assert.Single(closed).Actor);
    }

    [Fact]
    public async Task F4_A_reply_at_the_moment_of_closing_finds_the_ticket_open_again_at_no_new_charge()
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var tickets = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => desk.TicketAsync(customer, license)));
        await Task.WhenAll(
            tickets.Select(async ticket =>
            {
                var question = new AssessTicket(Category.Question, null, null, MinorModification: false, null);
                DeskCluster.Value(await ticket.AssessAsync(desk.By(DeskCluster.Engineer), question));
                await EndAsync(ticket, TicketOutcome.Solved);
            })
        );
        desk.Time.Pass(TimeSpan.FromDays(7));

        await Task.WhenAll(
            tickets.SelectMany(ticket =>
                new Task[]
                {
                    ticket.CloseWhenDueAsync(Actor.Desk),
                    ticket.PostAsync(desk.By(DeskCluster.OwnerOf(customer)), Reply),
                }
            )
        );

        foreach (var ticket in tickets)
        {
            Assert.Equal(TicketStatus.Open, await StatusAsync(ticket));
        }

        await desk.AssertBooksAgreeAsync(customer, tickets);
        Assert.Equal(10, (await desk.Reader.ReadEntriesAsync(customer.Account.Value, 0, 100)).Count(IsCharge));

        static bool IsCharge(Journal.EntryRow entry) => entry.Kind == "charge";
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Fault.Before)]
    [InlineData(Fault.After)]
    public async Task F4_A_late_reply_sent_through_two_silos_or_with_lost_answers_becomes_one_linked_ticket(
        Fault? fault
    )
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var ticket = await desk.TicketAsync(customer, license);
        await EndAsync(ticket, TicketOutcome.CannotBeSolved);
        desk.Time.Pass(TimeSpan.FromDays(14));
        var key = ticket.GetPrimaryKeyString();
        var rows = await desk.Reader.ReadHistoryAsync(key, 0, 100, []);
        var child = TicketId.For(new($"{key}/reply/{rows[^1].Seq + 1}"));
        if (fault is { } planned)
        {
            desk.Faults.Next(key, planned);
            desk.Faults.Next(child.Value, planned);
        }

        var context = desk.By(DeskCluster.OwnerOf(customer));
        var receipts = await Task.WhenAll(
            desk.Silos.Select(silo =>
                DeskCluster.UntilAnsweredAsync(() => silo.GetGrain<ITicketGrain>(key).PostAsync(context, Reply))
            )
        );

        var receipt = DeskCluster.Value(receipts[0]);
        Assert.Equal(receipt, DeskCluster.Value(receipts[1]));
        Assert.Equal(TicketStatus.Closed, receipt.Status);
        var parent = DeskCluster.Value(await ticket.ViewAsync(DeskCluster.Engineer));
        Assert.Equal(receipt.Child, Assert.Single(parent.FollowUps));
        var view = DeskCluster.Value(
            await desk.Cluster.Client.GetGrain<ITicketGrain>(child.Value).ViewAsync(DeskCluster.Engineer)
        );
        Assert.Equal((receipt.Child, receipt.Number), ((long?)view.Number, view.Parent!.Value));
        var messages = await Conversation.ReadAsync(desk.Reader, child, DeskCluster.OwnerOf(customer), 0, 10);
        var message = Assert.Single(messages);
        Assert.Equal((receipt.Message!.Value, Reply.Body), (message.Id, message.Body));
    }

    [Fact]
    public async Task F4_Two_late_replies_at_once_become_two_linked_tickets()
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var ticket = await desk.TicketAsync(customer, license);
        await EndAsync(ticket, TicketOutcome.CannotBeSolved);
        desk.Time.Pass(TimeSpan.FromDays(14));

        var receipts = await Task.WhenAll(
            desk.Silos.Select(silo =>
                silo.GetGrain<ITicketGrain>(ticket.GetPrimaryKeyString())
                    .PostAsync(desk.By(DeskCluster.OwnerOf(customer)), Reply)
            )
        );

        var children = receipts.Select(receipt => DeskCluster.Value(receipt).Child!.Value).Order();
        var parent = DeskCluster.Value(await ticket.ViewAsync(DeskCluster.Engineer));
        Assert.Equal(parent.FollowUps.Order(), children);
        Assert.Equal(2, parent.FollowUps.Distinct().Count());
    }

    private async Task EndAsync(ITicketGrain ticket, TicketOutcome outcome) =>
        DeskCluster.Value(await ticket.ResolveAsync(desk.By(DeskCluster.Engineer), new(outcome, null)));

    private static async Task<TicketStatus> StatusAsync(ITicketGrain ticket) =>
        DeskCluster.Value(await ticket.ViewAsync(DeskCluster.Engineer)).Status;
}
