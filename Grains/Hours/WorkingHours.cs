using Tallydesk.Policy;

namespace Tallydesk.Hours;

/// <summary>Counting in working hours (Policy E2, H1).</summary>
public static class WorkingHours
{
    /// <summary>
    /// The instant at which an amount of working time has passed, at the calendar's offset and exact to the tick. Time
    /// that runs out with a day's closing hour is due at that hour, not at the next opening.
    /// </summary>
    /// <param name="calendar">The support hours.</param>
    /// <param name="asked">When the clock starts; outside working hours it starts to run at the next opening.</param>
    /// <param name="work">Working time, more than 0.</param>
    internal static DateTimeOffset Deadline(WorkingCalendar calendar, DateTimeOffset asked, TimeSpan work)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(work, TimeSpan.Zero);
        var local = asked.ToOffset(calendar.UtcOffset);
        var from = local.TimeOfDay;
        for (var day = DateOnly.FromDateTime(local.Date); ; day = day.AddDays(1), from = TimeSpan.Zero)
        {
            var start = from > calendar.Open ? from : calendar.Open;
            if (!IsWorkingDay(calendar, day) || start >= calendar.Close)
            {
                continue;
            }

            var left = calendar.Close - start;
            if (work <= left)
            {
                return new DateTimeOffset(day, TimeOnly.MinValue, calendar.UtcOffset) + start + work;
            }

            work -= left;
        }
    }

    /// <summary>
    /// A running deadline after the calendar changed: counted again, though never before the change (Policy H1). Met and
    /// breached ones are facts and stay as they are.
    /// </summary>
    internal static DateTimeOffset Moved(
        WorkingCalendar changed,
        DateTimeOffset changedAt,
        DateTimeOffset asked,
        TimeSpan work
    )
    {
        var deadline = Deadline(changed, asked, work);
        return deadline < changedAt ? changedAt.ToOffset(changed.UtcOffset) : deadline;
    }

    /// <summary>
    /// When the support hours end in which an instant lies, at the calendar's offset; null outside of them. Opening belongs to
    /// the hours, closing does not (Policy E5, H1).
    /// </summary>
    public static DateTimeOffset? ClosesAt(WorkingCalendar calendar, DateTimeOffset instant)
    {
        var local = instant.ToOffset(calendar.UtcOffset);
        var day = DateOnly.FromDateTime(local.Date);
        return IsWorkingDay(calendar, day) && calendar.Open <= local.TimeOfDay && local.TimeOfDay < calendar.Close
            ? new DateTimeOffset(day, TimeOnly.MinValue, calendar.UtcOffset) + calendar.Close
            : null;
    }

    /// <summary>Whether a date is worked: extra working days are, then holidays are not, then the weekday decides (Policy H1).</summary>
    public static bool IsWorkingDay(WorkingCalendar calendar, DateOnly date) =>
        calendar.ExtraWorkingDays.Contains(date)
        || (calendar.Days.Contains((Weekday)date.DayOfWeek) && !calendar.Holidays.Contains(date));
}
