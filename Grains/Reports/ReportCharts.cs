using System.Collections.Immutable;
using System.Globalization;

namespace Tallydesk.Reports;

/// <summary>How numbers are drawn.</summary>
public enum ChartShape
{
    /// <summary>Upright columns, in each of which the series are stacked; below the axis where they are negative.</summary>
    Columns,

    /// <summary>A line for each series.</summary>
    Lines,

    /// <summary>Bars from left to right, in each of which the series are stacked.</summary>
    Bars,
}

/// <summary>A color of a chart. Within a chart, each series has its own.</summary>
public enum ChartTone
{
    /// <summary>Blue.</summary>
    Blue,

    /// <summary>Teal.</summary>
    Teal,

    /// <summary>Purple.</summary>
    Purple,

    /// <summary>Amber.</summary>
    Amber,

    /// <summary>Pink.</summary>
    Pink,

    /// <summary>Red.</summary>
    Red,

    /// <summary>Green.</summary>
    Green,

    /// <summary>Gray.</summary>
    Gray,
}

/// <summary>Numbers of one kind.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Tone">Their color.</param>
/// <param name="Values">A number for each label; null where there is none.</param>
public sealed record ChartSeries(string Name, ChartTone Tone, ImmutableArray<long?> Values);

/// <summary>A part of a column or bar.</summary>
/// <param name="Series">Whose part.</param>
/// <param name="From">Where it begins, on the axis of values.</param>
/// <param name="To">Where it ends.</param>
public sealed record ChartPart(ChartSeries Series, double From, double To);

/// <summary>A chart of one report.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Shape">How it is drawn.</param>
/// <param name="Unit">What its numbers count.</param>
/// <param name="Labels">What the places on the axis are, briefly.</param>
/// <param name="Heading">What a label is: Week of, Engineer, ….</param>
/// <param name="Series">The series with something to draw, at least one.</param>
public sealed record ReportChart(
    string Title,
    ChartShape Shape,
    ReportUnit Unit,
    ImmutableArray<string> Labels,
    string Heading,
    ImmutableArray<ChartSeries> Series
)
{
    /// <summary>The parts of a column or bar, from the axis on: what is positive, then what is negative.</summary>
    /// <param name="label">Which of the labels.</param>
    public ImmutableArray<ChartPart> PartsOf(int label)
    {
        var (up, down) = (0.0, 0.0);
        var parts = ImmutableArray.CreateBuilder<ChartPart>();
        foreach (var series in Series)
        {
            if (series.Values[label] is not { } value || value == 0)
            {
                continue;
            }

            var from = value > 0 ? up : down;
            parts.Add(new(series, from, from + value));
            (up, down) = value > 0 ? (up + value, down) : (up, down + value);
        }

        return parts.ToImmutable();
    }

    /// <summary>The scale that every number has a place on.</summary>
    public ChartScale Scale
    {
        get
        {
            var ends =
                Shape == ChartShape.Lines
                    ? Series.SelectMany(series => series.Values).OfType<long>().Select(value => (double)value)
                    : Enumerable.Range(0, Labels.Length).SelectMany(label => PartsOf(label)).Select(part => part.To);
            var all = ends.Append(0).ToList();
            return ChartScale.Of(all.Min(), all.Max(), Unit);
        }
    }

    /// <summary>The numbers at a place in words: <c>Week of 23 Nov: Question 8, Upgrade 4</c>.</summary>
    /// <param name="label">Which of the labels.</param>
    public string TextOf(int label)
    {
        var place = $"{Heading} {Labels[label]}";
        var values = Series
            .Where(series => series.Values[label] is { } value && (value != 0 || Shape == ChartShape.Lines))
            .Select(series => $"{series.Name} {ChartText.Of(series.Values[label]!.Value, Unit)}")
            .ToList();
        return values.Count == 0 ? $"{place}: none" : $"{place}: {string.Join(", ", values)}";
    }
}

/// <summary>Chooses the charts of a report.</summary>
public static class ReportCharts
{
    private static readonly ImmutableArray<ChartTone> Every = [.. Enum.GetValues<ChartTone>()];

    /// <summary>The colors of the kinds of entries, in the order of the report's columns.</summary>
    private static readonly ImmutableArray<ChartTone> OfEntries =
    [ChartTone.Green, ChartTone.Teal, ChartTone.Blue, ChartTone.Purple, ChartTone.Gray, ChartTone.Red];

    /// <summary>The charts of a report; none where there is nothing to draw.</summary>
    public static ImmutableArray<ReportChart> Of(ReportTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        IEnumerable<ReportChart> charts = table.Name switch
        {
            ReportName.Tickets =>
            [
                Chart(table, table.Title, ChartShape.Columns, ReportUnit.Count, Columns(table, Every)),
            ],
            ReportName.Credits =>
            [
                Chart(table, table.Title, ChartShape.Columns, ReportUnit.Credits, Columns(table, OfEntries)),
            ],
            ReportName.Answers =>
            [
                Chart(
                    table,
                    "Time to first response",
                    ChartShape.Lines,
                    ReportUnit.Minutes,
                    [Of(table, 0, "Median", ChartTone.Blue), Of(table, 1, "90th percentile", ChartTone.Amber)]
                ),
                Chart(
                    table,
                    "Response targets",
                    ChartShape.Columns,
                    ReportUnit.Count,
                    [Of(table, 4, "Met", ChartTone.Green), Of(table, 5, "Missed", ChartTone.Red)]
                ),
            ],
            ReportName.Backlog =>
            [
                Chart(
                    table,
                    table.Title,
                    ChartShape.Bars,
                    ReportUnit.Count,
                    [Of(table, 0, "Assigned", ChartTone.Blue), Of(table, 1, "Unassigned", ChartTone.Amber)]
                ),
            ],
            ReportName.Engineers or ReportName.Editions =>
            [
                Chart(
                    table,
                    table.Title,
                    ChartShape.Bars,
                    ReportUnit.Count,
                    [
                        Of(table, 1, "Finished", ChartTone.Green),
                        new("Open", ChartTone.Blue, [.. table.Rows.Select(row => row.Values[0] - row.Values[1])]),
                    ]
                ),
            ],
            _ => throw new ArgumentOutOfRangeException(nameof(table), table.Name, null),
        };
        return [.. charts.Where(chart => chart.Series.Length > 0)];
    }

    private static ReportChart Chart(
        ReportTable table,
        string title,
        ChartShape shape,
        ReportUnit unit,
        IEnumerable<ChartSeries> series
    ) =>
        new(
            title,
            shape,
            unit,
            [.. table.Rows.Select(row => LabelOf(row.Label))],
            table.RowHeading,
            [.. series.Where(one => one.Values.Any(value => IsDrawn(value, shape)))]
        );

    /// <summary>A response after 0 minutes is a point of a line; 0 tickets are no part of a column.</summary>
    private static bool IsDrawn(long? value, ChartShape shape) =>
        shape == ChartShape.Lines ? value is not null : value is not (null or 0);

    private static IEnumerable<ChartSeries> Columns(ReportTable table, ImmutableArray<ChartTone> tones) =>
        table.Columns.Take(table.Plotted).Select((name, column) => Of(table, column, name, tones[column]));

    private static ChartSeries Of(ReportTable table, int column, string name, ChartTone tone) =>
        new(name, tone, [.. table.Rows.Select(row => row.Values[column])]);

    private static string LabelOf(string label) =>
        DateOnly.TryParseExact(label, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var week)
            ? week.ToString("d MMM", CultureInfo.InvariantCulture)
            : label;
}
