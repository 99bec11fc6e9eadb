using System.Collections.Immutable;
using System.Globalization;

namespace Tallydesk.Reports;

/// <summary>An axis of values.</summary>
/// <param name="Low">Its lowest value, 0 or less.</param>
/// <param name="High">Its highest value, more than <paramref name="Low"/>.</param>
/// <param name="Ticks">Round values from the lowest to the highest.</param>
public sealed record ChartScale(double Low, double High, ImmutableArray<double> Ticks)
{
    private const int Steps = 4;
    private const double Day = 24 * 60;

    /// <summary>Minutes are divided as clocks divide them.</summary>
    private static readonly ImmutableArray<double> OfMinutes =
    [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, Day, 2 * Day, 3 * Day, 7 * Day, 14 * Day, 28 * Day];

    private static readonly ImmutableArray<double> Round = [1, 2, 5, 10];

    /// <summary>An axis on which some values have a place.</summary>
    /// <param name="lowest">The lowest, 0 or less.</param>
    /// <param name="highest">The highest, 0 or more.</param>
    /// <param name="unit">What they count.</param>
    public static ChartScale Of(double lowest, double highest, ReportUnit unit)
    {
        var step = StepOf((highest - lowest) / Steps, unit);
        var (low, high) = (Math.Floor(lowest / step), Math.Max(Math.Ceiling(highest / step), 1));
        return new(
            low * step,
            high * step,
            [.. Enumerable.Range(0, (int)(high - low) + 1).Select(index => (low + index) * step)]
        );
    }

    /// <summary>How far a value is from the lowest, as a part of the whole axis.</summary>
    public double PartOf(double value) => (value - Low) / (High - Low);

    private static double StepOf(double rough, ReportUnit unit)
    {
        if (unit == ReportUnit.Minutes && OfMinutes.FirstOrDefault(step => step >= rough) is > 0 and var minutes)
        {
            return minutes;
        }

        if (rough <= 1)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return Round.First(factor => factor * power >= rough) * power;
    }
}

/// <summary>Numbers of a report as they are shown.</summary>
public static class ChartText
{
    private const long Hour = 60;
    private const long Day = 24 * Hour;

    /// <summary>A number with its unit: <c>1,250</c>, <c>45 min</c>, <c>3 h 7 min</c>, <c>2 d 4 h</c>, <c>92 %</c>.</summary>
    public static string Of(long value, ReportUnit unit) =>
        unit switch
        {
            ReportUnit.Minutes => value < 0 ? $"−{Time(-value)}" : Time(value),
            ReportUnit.Percent => $"{Number(value)} %",
            _ => Number(value),
        };

    /// <summary>A difference with its sign: <c>+12</c>, <c>−1 h 5 min</c>, <c>±0</c>.</summary>
    public static string Difference(long change, ReportUnit unit) =>
        change switch
        {
            0 => "±0",
            > 0 => $"+{Of(change, unit)}",
            _ => Of(change, unit),
        };

    /// <summary>A value beside an axis, short: <c>800</c>, <c>12k</c>, <c>3M</c>, <c>2 h</c>.</summary>
    public static string Tick(double value, ReportUnit unit) =>
        unit == ReportUnit.Minutes && value is > 0 and < long.MaxValue ? Time((long)value)
        : Math.Abs(value) >= 1e9 ? Short(value / 1e9, "G")
        : Math.Abs(value) >= 1e6 ? Short(value / 1e6, "M")
        : Math.Abs(value) >= 1e4 ? Short(value / 1e3, "k")
        : Short(value, "");

    private static string Short(double value, string suffix) =>
        value.ToString("#,0.##;−#,0.##;0", CultureInfo.InvariantCulture) + suffix;

    private static string Number(long value) => value.ToString("#,0;−#,0;0", CultureInfo.InvariantCulture);

    private static string Time(long minutes) =>
        minutes < Hour ? $"{minutes} min"
        : minutes < Day ? Two(minutes / Hour, "h", minutes % Hour, "min")
        : Two(minutes / Day, "d", minutes % Day / Hour, "h");

    private static string Two(long more, string moreUnit, long less, string lessUnit) =>
        less == 0 ? $"{Number(more)} {moreUnit}" : $"{Number(more)} {moreUnit} {less} {lessUnit}";
}
