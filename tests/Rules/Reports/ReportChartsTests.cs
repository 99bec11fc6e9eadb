using System.Collections.Immutable;
using Tallydesk.Reports;
using Xunit;

namespace Tallydesk.Tests.Reports;

/// <summary>What is drawn of a report: shape, series, colors, stacks, scale and the words of each mark.</summary>
public sealed class ReportChartsTests
{
    private static readonly ReportWeeks Weeks = new(new(2026, 2, 23, 0, 0, 0, TimeSpan.Zero), 2);

    [Fact]
    public void Every_report_without_a_number_other_than_0_has_no_chart()
    {
        foreach (var name in Enum.GetValues<ReportName>())
        {
            long? none = name == ReportName.Answers ? null : 0;
            Assert.Empty(ReportCharts.Of(Table(name, [none, none, 0, 0, 0, 0, 0, 0])));
            Assert.NotEmpty(ReportCharts.Of(Table(name, [1, 1, 1, 1, 1, 1, 1, 1])));
        }
    }

    [Fact]
    public void No_two_series_of_a_chart_share_a_color()
    {
        var charts = Enum.GetValues<ReportName>().SelectMany(name => ReportCharts.Of(Table(name, [5, 3, 1, 1, 1, 1, 1, 1])));
        Assert.All(
            charts,
            chart => Assert.Equal(chart.Series.Length, chart.Series.Select(series => series.Tone).Distinct().Count())
        );
    }

    [Fact]
    public void The_kinds_of_a_reports_entries_and_tickets_each_have_their_series()
    {
        var tickets = ReportRules.Tickets(Weeks, []);
        var credits = ReportRules.Credits(Weeks, []);
        foreach (var table in new[] { tickets, credits })
        {
            var filled = table with
            {
                Rows = [new("2026-02-23", [.. table.Columns.Select(_ => (long?)1)])],
            };
            Assert.Equal(table.Columns, Assert.Single(ReportCharts.Of(filled)).Series.Select(series => series.Name));
        }
    }

    [Fact]
    public void A_series_without_a_number_is_left_out_and_keeps_the_colors_of_the_others()
    {
        var chart = Assert.Single(ReportCharts.Of(Table(ReportName.Tickets, [0, 2, 0, 0, 0, 0, 0, 1])));

        Assert.Equal([ChartTone.Teal, ChartTone.Gray], chart.Series.Select(series => series.Tone));
        Assert.Equal("Week of 23 Feb: B 2, H 1", chart.TextOf(0));
    }

    [Fact]
    public void What_is_negative_is_stacked_below_the_axis()
    {
        var chart = Assert.Single(ReportCharts.Of(Table(ReportName.Credits, [50, 20, -30, 5, -5, -1])));

        Assert.Equal(
            [(0, 50), (50, 70), (0, -30), (70, 75), (-30, -35), (-35, -36)],
            chart.PartsOf(0).Select(part => ((int)part.From, (int)part.To))
        );
        Assert.Equal((-50, 100), (chart.Scale.Low, chart.Scale.High));
        Assert.Equal("Week of 23 Feb: A 50, B 20, C −30, D 5, E −5, F −1", chart.TextOf(0));
    }

    [Fact]
    public void First_responses_are_lines_and_targets_are_columns()
    {
        var charts = ReportCharts.Of(Table(ReportName.Answers, [187, 1700, 4, 1, 3, 1]));

        Assert.Equal([ChartShape.Lines, ChartShape.Columns], charts.Select(chart => chart.Shape));
        Assert.Equal("Week of 23 Feb: Median 3 h 7 min, 90th percentile 1 d 4 h", charts[0].TextOf(0));
        Assert.Equal("Week of 23 Feb: Met 3, Missed 1", charts[1].TextOf(0));
    }

    [Fact]
    public void A_response_after_0_minutes_is_a_point_and_a_week_without_one_is_a_gap()
    {
        var table = Table(ReportName.Answers, [0, 0, 1, 0, 0, 0]);
        var chart = Assert.Single(
            ReportCharts.Of(table with { Rows = [.. table.Rows, new("2026-03-02", [null, null, 0, 0, 0, 0])] })
        );

        Assert.Equal<long?>([0, null], chart.Series[0].Values);
        Assert.Equal("Week of 23 Feb: Median 0 min, 90th percentile 0 min", chart.TextOf(0));
        Assert.Equal("Week of 2 Mar: none", chart.TextOf(1));
    }

    [Fact]
    public void Tickets_of_an_engineer_are_finished_or_open()
    {
        var chart = Assert.Single(ReportCharts.Of(Table(ReportName.Engineers, [5, 3, null, 40])));

        Assert.Equal(ChartShape.Bars, chart.Shape);
        Assert.Equal([(0, 3), (3, 5)], chart.PartsOf(0).Select(part => ((int)part.From, (int)part.To)));
    }

    [Theory]
    [InlineData(0, 0, ReportUnit.Count, "0 1")]
    [InlineData(0, 3, ReportUnit.Count, "0 1 2 3")]
    [InlineData(0, 17, ReportUnit.Count, "0 5 10 15 20")]
    [InlineData(-36, 75, ReportUnit.Credits, "-50 0 50 100")]
    [InlineData(0, 400, ReportUnit.Minutes, "0 120 240 360 480")]
    [InlineData(0, 5000, ReportUnit.Minutes, "0 1440 2880 4320 5760")]
    public void Ticks_are_round_and_every_value_has_a_place(double lowest, double highest, ReportUnit unit, string ticks)
    {
        var scale = ChartScale.Of(lowest, highest, unit);

        Assert.Equal(ticks, string.Join(' ', scale.Ticks));
        Assert.InRange(scale.PartOf(lowest), 0, 1);
        Assert.InRange(scale.PartOf(highest), 0, 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void The_largest_numbers_have_a_scale_of_a_few_ticks(long highest)
    {
        foreach (var unit in Enum.GetValues<ReportUnit>())
        {
            Assert.InRange(ChartScale.Of(-(double)highest, highest, unit).Ticks.Length, 2, 8);
        }
    }

    [Theory]
    [InlineData(0, ReportUnit.Minutes, "0 min", "±0")]
    [InlineData(59, ReportUnit.Minutes, "59 min", "+59 min")]
    [InlineData(60, ReportUnit.Minutes, "1 h", "+1 h")]
    [InlineData(-65, ReportUnit.Minutes, "−1 h 5 min", "−1 h 5 min")]
    [InlineData(3120, ReportUnit.Minutes, "2 d 4 h", "+2 d 4 h")]
    [InlineData(92, ReportUnit.Percent, "92 %", "+92 %")]
    [InlineData(-1250, ReportUnit.Credits, "−1,250", "−1,250")]
    public void Numbers_and_differences_are_shown_with_unit_and_sign(
        long value,
        ReportUnit unit,
        string text,
        string difference
    ) => Assert.Equal((text, difference), (ChartText.Of(value, unit), ChartText.Difference(value, unit)));

    [Theory]
    [InlineData(0, ReportUnit.Count, "0")]
    [InlineData(2500, ReportUnit.Count, "2,500")]
    [InlineData(12_500, ReportUnit.Credits, "12.5k")]
    [InlineData(-2_000_000, ReportUnit.Credits, "−2M")]
    [InlineData(2880, ReportUnit.Minutes, "2 d")]
    public void Values_beside_an_axis_are_short(double value, ReportUnit unit, string text) =>
        Assert.Equal(text, ChartText.Tick(value, unit));

    private static ReportTable Table(ReportName name, ImmutableArray<long?> values)
    {
        values = name == ReportName.Credits ? values[..6] : values;
        ImmutableArray<string> columns = [.. values.Select((_, index) => $"{(char)('A' + index)}")];
        return new(name, "Title", "Week of", columns, columns.Length, [new("2026-02-23", values)]);
    }
}
