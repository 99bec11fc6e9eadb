using Tallydesk.Queues;
using Xunit;
using static Tallydesk.Tests.Queues.Rows;

namespace Tallydesk.Tests.Queues;

public sealed class BoardViewTests
{
    private readonly QueueReplica replica = new();
    private readonly BoardView view;

    public BoardViewTests()
    {
        view = new(replica, "me");
        replica.Reset(Snapshot("a", 1, Row(1), Row(2), Row(3)));
    }

    [Fact]
    public void While_the_order_is_held_lines_change_in_place_and_none_moves()
    {
        view.Hold(true);
        replica.Accept(Change("a", 2, Row(3, "Rises") with { Vip = true }, Row(4)));
        replica.Accept(Leave("a", 3, 1));

        Assert.Equal(["1 gone", "2", "3 Rises"], Lines());
        Assert.Equal(1, view.Arrived);

        view.Hold(false);
        Assert.Equal(["3 Rises", "2", "4"], Lines());
        Assert.Equal(0, view.Arrived);
    }

    [Fact]
    public void Keys_stay_on_the_board()
    {
        Assert.Equal(1, view.Step(null, 1));
        Assert.Equal(2, view.Step(1, 1));
        Assert.Equal(3, view.Step(3, 1));
        Assert.Equal(1, view.Step(1, -1));
    }

    [Fact]
    public void A_repeated_press_is_the_same_command_until_it_is_answered()
    {
        var commands = new Commands();
        var first = commands.IdOf("claim 1");
        commands.Answered("claim 1", new(null, "outcome_unknown", "Lost."));
        Assert.Equal(first, commands.IdOf("claim 1"));

        commands.Answered("claim 1", new(1));
        Assert.NotEqual(first, commands.IdOf("claim 1"));
    }

    private string[] Lines() =>
        [
            .. view.Lines(0, 10)
                .Select(line =>
                    $"{line.Row.Number}{(line.Gone ? " gone" : "")}{(line.Row.Subject == "Subject" ? "" : $" {line.Row.Subject}")}"
                ),
        ];
}
