using System.Collections.Immutable;
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

    [Fact]
    public async Task F3_Overlapping_splits_through_two_silos_make_one_child_in_every_round()
    {
        var (customer, license) = await desk.CustomerAsync(50);
        for (var round = 0; round < 20; round++)
        {
            var ticket = await desk.TicketAsync(customer, license);
            var messages = await PostAsync(ticket, customer, 3);
            ImmutableArray<long>[] choices =
            [
                [messages[0], messages[1]],
                [messages[1], messages[2]],
            ];

            var answers = await Task.WhenAll(
                choices.Zip(
                    desk.Silos,
                    (chosen, silo) =>
                        silo.GetGrain<ITicketGrain>(ticket.GetPrimaryKeyString())
                            .SplitAsync(desk.By(DeskCluster.Engineer), new(chosen, "Another question"))
                )
            );

            var child = Assert.Single(answers, answer => answer.Ok).Value!.Child!.Value;
            var refusal = Assert.Single(answers, answer => !answer.Ok).Refusal!;
            Assert.Equal(RefusalCode.AlreadySplit, refusal.Code);
            Assert.Contains(refusal.Facts, fact => fact.Number == child);
            var view = DeskCluster.Value(await ticket.ViewAsync(DeskCluster.Engineer));
            Assert.Equal(child, Assert.Single(view.Splits).Child);
        }
    }

    [Fact]
    public async Task F3_With_several_children_all_are_named()
    {
        var (customer, license) = await desk.CustomerAsync(50);
        var ticket = await desk.TicketAsync(customer, license);
        var messages = await PostAsync(ticket, customer, 3);
        var children = new List<long>();
        foreach (var message in messages[..2])
        {
            var split = await ticket.SplitAsync(desk.By(DeskCluster.Engineer), new([message], "Another question"));
            children.Add(DeskCluster.Value(split).Child!.Value);
        }

        var refusal = (await ticket.SplitAsync(desk.By(DeskCluster.Engineer), new(messages, "All"))).Refusal!;

        Assert.Equal(RefusalCode.AlreadySplit, refusal.Code);
        Assert.Equal(children, refusal.Facts.Where(fact => fact.Name == "ticket").Select(fact => fact.Number!.Value));
        Assert.Contains(refusal.Facts, fact => fact.Text == string.Join(",", children));
        Assert.All(children, child => Assert.Contains($"{child}", refusal.Detail, StringComparison.Ordinal));
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

    /// <summary>The customer writes; answers the messages' ids.</summary>
    private async Task<ImmutableArray<long>> PostAsync(ITicketGrain ticket, CustomerId customer, int count)
    {
        var ids = ImmutableArray.CreateBuilder<long>(count);
        for (var n = 0; n < count; n++)
        {
            var posted = await ticket.PostAsync(
                desk.By(DeskCluster.OwnerOf(customer)),
                new("Another question", Internal: false)
            );
            ids.Add(DeskCluster.Value(posted).Message!.Value);
        }

        return ids.MoveToImmutable();
    }
}
