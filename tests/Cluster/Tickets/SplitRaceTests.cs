using Tallydesk.Identity;
using Tallydesk.Refusals;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Splitting across two tickets.</summary>
public sealed class SplitRaceTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    [Fact]
    public async Task F3_Two_engineers_split_the_same_message_at_once_into_one_child()
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var ticket = await desk.TicketAsync(customer, license);
        var owner = DeskCluster.OwnerOf(customer);
        var posted = DeskCluster.Value(
            await ticket.PostAsync(desk.By(owner), new("Another question", Internal: false))
        );
        var split = new SplitTicket([posted.Message!.Value], "Another question");

        var answers = await Task.WhenAll(
            ticket.SplitAsync(desk.By(DeskCluster.Engineer), split),
            ticket.SplitAsync(desk.By(DeskCluster.Engineer), split)
        );

        var child = Assert.Single(answers, answer => answer.Ok).Value!.Child!.Value;
        var refusal = Assert.Single(answers, answer => !answer.Ok).Refusal!;
        Assert.Equal(RefusalCode.AlreadySplit, refusal.Code);
        Assert.Contains(refusal.Facts, fact => fact.Number == child);
    }

    [Theory]
    [InlineData(Fault.Before)]
    [InlineData(Fault.After)]
    public async Task F1_A_split_whose_answer_was_lost_makes_one_child(Fault fault)
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var ticket = await desk.TicketAsync(customer, license);
        var key = ticket.GetPrimaryKeyString();
        var owner = DeskCluster.OwnerOf(customer);
        var posted = DeskCluster.Value(
            await ticket.PostAsync(desk.By(owner), new("Another question", Internal: false))
        );
        var child = TicketId.For(new($"{key}/split/{posted.Message}"));
        desk.Faults.Next(key, fault);
        desk.Faults.Next(child.Value, fault);
        var context = desk.By(DeskCluster.Engineer);
        var split = new SplitTicket([posted.Message!.Value], "Another question");

        var receipt = DeskCluster.Value(await DeskCluster.UntilAnsweredAsync(() => ticket.SplitAsync(context, split)));

        var view = DeskCluster.Value(
            await desk.Cluster.Client.GetGrain<ITicketGrain>(child.Value).ViewAsync(DeskCluster.Engineer)
        );
        Assert.Equal(receipt.Child, view.Number);
        Assert.Equal(receipt.Number, view.Parent);
        var messages = await Conversation.ReadAsync(desk.Reader, child, owner, 0, 10);
        Assert.Equal("Another question", Assert.Single(messages).Body);
    }
}
