using System.Collections.Immutable;
using Tallydesk.Amounts;

namespace Tallydesk.Credits;

/// <summary>A month where the reader is.</summary>
/// <param name="FirstDay">Its first day.</param>
/// <param name="Start">Its first instant.</param>
/// <param name="End">The first instant after it.</param>
public sealed record StatementMonth(DateOnly FirstDay, DateTimeOffset Start, DateTimeOffset End);

/// <summary>What came in and went out in a month.</summary>
/// <param name="Month">The month.</param>
/// <param name="In">The sum of what was added; 0 or more.</param>
/// <param name="Out">The sum of what was taken away; 0 or less.</param>
public sealed record MonthSum(StatementMonth Month, CreditAmount In, CreditAmount Out);

/// <summary>Entries of one month.</summary>
/// <param name="Month">The month.</param>
/// <param name="Rows">Its entries on this page, in the order of the page.</param>
public sealed record MonthRows(StatementMonth Month, ImmutableArray<StatementRow> Rows);

/// <summary>Puts the entries of a statement into the months of the reader's calendar.</summary>
public static class StatementMonths
{
    /// <summary>Entries by month, in the order in which they come.</summary>
    /// <param name="rows">The entries.</param>
    /// <param name="zone">The reader's zone.</param>
    public static ImmutableArray<MonthRows> Of(IEnumerable<StatementRow> rows, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(zone);
        return
        [
            .. rows.GroupBy(row => FirstDayOf(row.At, zone))
                .Select(month => new MonthRows(MonthFrom(month.Key, zone), [.. month])),
        ];
    }

    /// <summary>The first instant of a day where the reader is.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = day.ToDateTime(TimeOnly.MinValue);
        // Where clocks go forward at midnight, the day starts later.
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        // The calendar's first and last days have no instant at every offset.
        var ticks = Math.Clamp(
            local.Ticks - offset.Ticks,
            DateTimeOffset.MinValue.Ticks,
            DateTimeOffset.MaxValue.Ticks
        );
        return new(ticks, TimeSpan.Zero);
    }

    /// <summary>The first instant after a day where the reader is; null for the calendar's last day.</summary>
    public static DateTimeOffset? EndOf(DateOnly day, TimeZoneInfo zone) =>
        day < DateOnly.MaxValue ? StartOf(day.AddDays(1), zone) : null;

    private static DateOnly FirstDayOf(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        return new(local.Year, local.Month, 1);
    }

    private static StatementMonth MonthFrom(DateOnly first, TimeZoneInfo zone) =>
        new(first, StartOf(first, zone), StartOf(first.AddMonths(1), zone));
}
