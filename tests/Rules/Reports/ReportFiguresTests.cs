using Tallydesk.Policy;
using Tallydesk.Reports;
using Tallydesk.Tests.Queues;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Reports;

/// <summary>The weeks of a report as one number each, beside the same of the weeks before.</summary>
public sealed class ReportFiguresTests
{
    private static readonly DateTimeOffset Wednesday = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_weeks_before_are_as_many_and_end_as_far_into_their_week()
    {
        var weeks = ReportWeeks.Until(Wednesday, TimeSpan.Zero, 4);
        var before = weeks.Before(Wednesday);

        Assert.Equal((weeks.Start.AddDays(-28), 4), (before.Start, before.Count));
        Assert.Equal(Wednesday.AddDays(-28), before.End);
        Assert.Equal(weeks.Start, weeks.Before(weeks.End).End);
    }

    [Fact]
    public void Each_figure_is_compared_and_says_whether_it_is_better()
    {
        var now = new ReportFacts(
            [Opened(30), Opened(90), Opened(null)],
            [new(0, "charge", new(-30)), new(1, "refund", new(10)), new(1, "purchase", new(50))],
            [Promise(isMet: true), Promise(isMet: true), Promise(isMet: false)]
        );
        var before = new ReportFacts([Opened(60)], [new(0, "charge", new(-25))], [Promise(isMet: true)]);

        var figures = ReportFigures.Of(now, before);

        Assert.Equal(
            [
                ("Tickets opened", 3L, 1L, 2L, null),
                ("Median first response", 30, 60, -30, true),
                ("90th percentile first response", 90, 60, 30, false),
                ("Response targets met", 67, 100, -33, false),
                ("Credits charged, less refunds", 20, 25, -5, null),
                ("Credits purchased", 50, 0, 50, null),
            ],
            figures.Select(figure => (figure.Name, figure.Now!.Value, figure.Before!.Value, figure.Difference!.Value, figure.IsBetter))
        );
    }

    [Fact]
    public void Of_nothing_there_is_no_difference()
    {
        var nothing = new ReportFacts([], [], []);
        var figures = ReportFigures.Of(nothing, nothing);

        Assert.Equal([0L, null, null, null, 0, 0], figures.Select(figure => figure.Now));
        Assert.Equal([0L, null, null, null, 0, 0], figures.Select(figure => figure.Difference));
        Assert.All(figures, figure => Assert.Null(figure.IsBetter));
    }

    [Fact]
    public void Columns_are_added_where_their_numbers_can_be()
    {
        var table = ReportRules.Answers(ReportWeeks.Until(Wednesday, TimeSpan.Zero, 2), [Opened(10), Opened(null)], []);

        Assert.Equal<long?>([null, null, 1, 1, 0, 0], ReportFigures.TotalsOf(table));
    }

    private static ReportedTicket Opened(int? answeredAfter) =>
        new(
            QueueCards.Card(1) with
            {
                Category = Category.Question,
            },
            Wednesday,
            Wednesday,
            answeredAfter is { } minutes ? Wednesday.AddMinutes(minutes) : null
        );

    private static AnsweredPromise Promise(bool isMet) => new(Wednesday, Wednesday, Wednesday, isMet);
}
