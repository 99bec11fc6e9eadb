using System.Collections.Immutable;
using Tallydesk.Policy;
using Tallydesk.Reports;
using Tallydesk.Tests.Queues;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Reports;

public sealed class ReportRulesTests
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(4);
    private static readonly DateTimeOffset Wednesday = new(2026, 3, 4, 12, 0, 0, Offset);
    private static readonly ReportWeeks Weeks = ReportWeeks.Until(Wednesday, Offset, 2);

    [Theory]
    [InlineData("2026-03-04T12:00:00+04:00", "2026-02-23")]
    [InlineData("2026-03-01T23:59:59+04:00", "2026-02-16")]
    [InlineData("2026-03-01T20:00:00Z", "2026-02-23")]
    public void A_week_begins_on_Monday_where_the_vendor_is(string now, string first)
    {
        var weeks = ReportWeeks.Until(
            DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture),
            Offset,
            2
        );
        Assert.Equal(first, weeks.LabelOf(0));
        Assert.Equal(TimeSpan.FromDays(14), weeks.End - weeks.Start);
    }

    [Fact]
    public void Tickets_count_in_the_week_they_were_opened_under_their_category_now()
    {
        var table = ReportRules.Tickets(
            Weeks,
            [Opened(1, Category.Question), Opened(2, category: null), Opened(3, Category.Question, daysAgo: 7)]
        );
        Assert.Equal(["2026-02-23", "2026-03-02"], table.Rows.Select(row => row.Label));
        Assert.Equal([1, 1], table.Rows.Select(row => row.Values[table.Columns.IndexOf("Question")]));
        Assert.Equal([0, 1], table.Rows.Select(row => row.Values[table.Columns.IndexOf("Not assessed")]));
    }

    [Fact]
    public void Credits_of_a_kind_and_week_are_summed()
    {
        var table = ReportRules.Credits(
            Weeks,
            [new(1, "charge", new(-30)), new(1, "grant", new(50)), new(0, "charge", new(-5))]
        );
        Assert.Equal([-5, -30], table.Rows.Select(row => row.Values[table.Columns.IndexOf("Charge")]));
        Assert.Equal([0, 50], table.Rows.Select(row => row.Values[table.Columns.IndexOf("Grant")]));
    }

    [Fact]
    public void First_answers_and_promises_are_told_by_week()
    {
        var kept = new AnsweredPromise(Wednesday, Wednesday.AddHours(2), Wednesday.AddHours(1), IsMet: true);
        var table = ReportRules.Answers(
            Weeks,
            [Opened(1, answeredAfter: 10), Opened(2, answeredAfter: 90), Opened(3)],
            [kept, kept with { AnsweredAt = Wednesday.AddHours(3), IsMet = false }]
        );
        Assert.Equal<long?>([10, 90, 2, 1, 1, 1], table.Rows[1].Values);
        Assert.Equal<long?>([null, null, 0, 0, 0, 0], table.Rows[0].Values);
    }

    [Fact]
    public void First_answers_count_from_the_customers_message_and_never_below_nothing()
    {
        var ticket = Opened(1);
        ImmutableArray<ReportedTicket> opened =
        [
            ticket with
            {
                FirstAskedAt = Wednesday.AddMinutes(10),
                AnsweredAt = Wednesday.AddMinutes(15),
            },
            ticket with
            {
                FirstAskedAt = Wednesday,
                AnsweredAt = Wednesday.AddMinutes(-3),
            },
            ticket with
            {
                FirstAskedAt = null,
                AnsweredAt = null,
            },
        ];
        Assert.Equal<long?>([0, 5, 2, 1, 0, 0], ReportRules.Answers(Weeks, opened, []).Rows[1].Values);
    }

    [Fact]
    public void The_backlog_is_told_by_age_and_leaves_out_what_waits_for_nothing()
    {
        var table = ReportRules.Backlog(
            [
                QueueCards.Card(1) with
                {
                    WaitingSince = Wednesday.AddMinutes(-59),
                },
                QueueCards.Card(2) with
                {
                    WaitingSince = Wednesday.AddHours(-1),
                    Assignee = new("usr-1", "Ada"),
                },
                QueueCards.Card(3) with
                {
                    WaitingSince = Wednesday.AddDays(-30),
                },
                QueueCards.Card(4) with
                {
                    WaitingSince = null,
                },
            ],
            Wednesday
        );
        Assert.Equal(
            [(0L, 1L), (1, 0), (0, 0), (0, 0), (0, 0), (0, 1)],
            table.Rows.Select(row => (row.Values[0]!.Value, row.Values[1]!.Value))
        );
    }

    [Theory]
    [InlineData(50, new long[0], null)]
    [InlineData(50, new long[] { 7 }, 7L)]
    [InlineData(50, new long[] { 4, 1, 3, 2 }, 2L)]
    [InlineData(90, new long[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 9L)]
    public void A_percentile_is_one_of_the_values(int percent, long[] values, long? expected) =>
        Assert.Equal(expected, ReportRules.Percentile([.. values], percent));

    [Fact]
    public void Engineers_and_editions_are_told_with_most_tickets_first()
    {
        ImmutableArray<ReportedTicket> opened =
        [
            Opened(1),
            Opened(2) with
            {
                Card = QueueCards.Card(2) with { Assignee = new("usr-1", "Ada"), Charged = new(20), InQueue = false },
            },
            Opened(3) with
            {
                Card = QueueCards.Card(3) with { Assignee = new("usr-1", "Ada"), Charged = new(5) },
            },
        ];
        var row = ReportRules.Engineers(opened).Rows[0];
        Assert.Equal("Ada", row.Label);
        Assert.Equal<long?>([2, 1, null, 25], row.Values);
        Assert.Equal(["CS-Cart"], ReportRules.Editions(opened).Rows.Select(edition => edition.Label));
    }

    private static ReportedTicket Opened(
        long number,
        Category? category = null,
        int daysAgo = 0,
        int? answeredAfter = null
    ) =>
        new(
            QueueCards.Card(number) with
            {
                Category = category,
            },
            Wednesday.AddDays(-daysAgo),
            Wednesday.AddDays(-daysAgo),
            answeredAfter is { } minutes ? Wednesday.AddMinutes(minutes) : null
        );
}
