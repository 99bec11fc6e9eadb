using Tallydesk.Queues;
using Xunit;
using static Tallydesk.Tests.Queues.Rows;

namespace Tallydesk.Tests.Queues;

public sealed class BoardFilterTests
{
    private static readonly BoardRow Mine = Row(12, "Checkout fails") with
    {
        Assignee = new("me", "Ada"),
        Status = "open",
    };

    private static readonly BoardRow Late = Row(345, "Prices") with
    {
        Vip = true,
        Urgent = true,
        Customer = "Lind",
        DueAt = Monday.AddMinutes(-1),
    };

    private static readonly BoardRow Soon = Row(7) with { DueAt = Monday.AddMinutes(59), WaitingSince = null };

    [Theory]
    [InlineData("", "", "", "12 345 7")]
    [InlineData("mine", "", "", "12")]
    [InlineData("waiting", "", "", "12 345")]
    [InlineData("unassigned", "", "", "345 7")]
    [InlineData("vip", "", "", "345")]
    [InlineData("urgent", "", "", "345")]
    [InlineData("soon", "", "", "7")]
    [InlineData("overdue", "", "", "345")]
    [InlineData("", "open", "", "12")]
    [InlineData("", "", "34", "345")]
    [InlineData("", "", "lind prices", "345")]
    [InlineData("", "", "ada", "12")]
    [InlineData("", "", "acme checkout", "12")]
    [InlineData("mine", "", "prices", "")]
    public void It_shows_what_was_asked_for(string show, string status, string text, string expected)
    {
        var filter = new BoardFilter
        {
            Show = show,
            Status = status,
            Text = text,
        };
        var shown = new[] { Mine, Late, Soon }.Where(row => filter.Admits(row, "me", Monday));
        Assert.Equal(expected, string.Join(' ', shown.Select(row => row.Number)));
    }

    [Fact]
    public void A_filtered_board_keeps_the_places_of_the_whole_queue()
    {
        var replica = new QueueReplica();
        replica.Reset(Snapshot("a", 1, Row(1), Row(2, "Other"), Row(3)));
        var view = new BoardView(replica, "me") { Filter = new() { Text = "other" } };
        Assert.Equal([(2, 2)], view.Lines(0, 9).Select(line => ((int)line.Row.Number, line.Place!.Value)));

        view.Hold(true);
        replica.Accept(Change("a", 2, Row(2, "Renamed")));
        Assert.True(view.Lines(0, 9).Single().Gone);
        view.Hold(false);
        Assert.Equal(0, view.Count);
    }
}
