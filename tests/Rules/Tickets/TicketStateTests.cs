using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>What the stored state of a ticket is made of.</summary>
public sealed class TicketStateTests
{
    [Fact]
    public void A_ticket_with_10_000_messages_is_as_small_as_one_with_10()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        Post(desk, ticket, 10);
        var before = StateJson.WriteBytes(desk[ticket]).Length;

        Post(desk, ticket, 9_990);

        // Only the history's sequence number and that of what the customer saw last have more digits.
        Assert.InRange(StateJson.WriteBytes(desk[ticket]).Length, before, before + 6);
    }

    [Fact]
    public void A_state_is_read_back_as_it_was_written()
    {
        var desk = new PureDesk(5);
        var ticket = desk.Open(ceiling: 100);
        desk.Assess(ticket, Category.Investigation);
        var pending = desk[ticket] with
        {
            Settlement = new(2, new(10), PureDesk.Start, new(PureDesk.Owner, "command", "hash")),
            Split = new(new("tic-2"), [3], "Subject", PureDesk.Start, new(PureDesk.Engineer, "command", "hash")),
            Reply = new(
                new("tic-3"),
                9,
                PureDesk.Start,
                Author.Of(PureDesk.Owner),
                "text",
                new([]),
                new(PureDesk.Owner, "command", "hash")
            ),
            FollowUps = [new(7, 2)],
            Merge = new(new("tic-4"), 4, PureDesk.Start, new(PureDesk.Engineer, "command", "hash")),
            MergedInto = 4,
            Duplicates = [5],
        };

        var json = StateJson.Write(pending);

        Assert.Equal(json, StateJson.Write(StateJson.Read<Ticket>(json)));
    }

    private static void Post(PureDesk desk, long ticket, int messages)
    {
        for (var i = 0; i < messages; i++)
        {
            desk.Post(ticket, i % 2 == 0 ? PureDesk.Engineer : PureDesk.Owner);
        }
    }
}
