using Tallydesk.Licensing;
using Tallydesk.Queues;
using Tallydesk.Tickets;
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
    [InlineData("", "", "12", "12")]
    [InlineData("", "", "#12", "12")]
    [InlineData("", "", "#34", "")]
    [InlineData("", "", "#12 checkout", "12")]
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
    public void Each_counter_counts_what_its_filter_shows()
    {
        BoardRow[] rows = [Mine, Late, Soon];
        var counts = BoardCounts.Of(rows, Monday);
        Assert.Equal(
            [
                CountOf(rows, ""),
                CountOf(rows, "waiting"),
                CountOf(rows, "unassigned"),
                CountOf(rows, "soon"),
                CountOf(rows, "overdue"),
            ],
            (int[])[counts.All, counts.Waiting, counts.Unassigned, counts.Soon, counts.Overdue]
        );
        Assert.Equal(2, counts.Unassigned);
    }

    [Theory]
    [InlineData("a", "Ben, Cleo")]
    [InlineData("b", "Ada, Cleo")]
    [InlineData("c", "Ada, Ben")]
    [InlineData("d", "Ada, Ben, Cleo")]
    public void Each_reader_sees_everybody_else_who_writes(string reader, string names)
    {
        var card = new TicketCard
        {
            Id = new("tic-1"),
            Number = 1,
            Version = 1,
            Status = TicketStatus.New,
            Desk = "support",
            InQueue = true,
            Subject = "Subject",
            Customer = new("cus-1"),
            CustomerName = "Acme",
            License = new("ACME-1"),
            Edition = "CS-Cart",
            AskedAt = Monday,
            Coverage = CoverageBasis.Credits,
            ChangedAt = Monday,
        };
        var item = new QueueItem(card, Vip: false, DueAt: null)
        {
            Replying = [new("a", "Ada"), new("b", "Ben"), new("c", "Cleo")],
        };
        Assert.Equal(names, BoardRows.Of(item).Replying!.NamesBeside(reader));
        Assert.Equal("", new BoardReplying("a", "Ada") { Writers = [new("a", "Ada")] }.NamesBeside("a"));
    }

    private static int CountOf(IEnumerable<BoardRow> rows, string show) =>
        rows.Count(row => new BoardFilter { Show = show }.Admits(row, "me", Monday));

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
