using Tallydesk.Policy;

namespace Tallydesk.Tests.Queues;

/// <summary>
/// Counts working time the slow way, one minute after the other through day after day: an independent model of the
/// deadline.
/// </summary>
internal static class MinuteClock
{
    internal static DateTimeOffset Deadline(WorkingCalendar calendar, DateTimeOffset asked, TimeSpan work)
    {
        var local = asked.ToOffset(calendar.UtcOffset).DateTime;
        var open = MinuteOfDay(calendar.Open);
        var close = MinuteOfDay(calendar.Close);
        var minute = MinuteOfDay(TimeOnly.FromDateTime(local));
        var seconds = TimeSpan.FromSeconds(local.Second);

        // A minute that is begun late counts from there on, if it counts at all.
        var left = IsWorked(calendar, local.Date) && minute >= open && minute < close ? work + seconds : work;
        for (var day = local.Date; ; day = day.AddDays(1), minute = 0)
        {
            for (var isWorked = IsWorked(calendar, day); minute < 24 * 60; minute++)
            {
                if (!isWorked || minute < open || minute >= close)
                {
                    continue;
                }

                if (left <= TimeSpan.FromMinutes(1))
                {
                    return new DateTimeOffset(day.AddMinutes(minute) + left, calendar.UtcOffset);
                }

                left -= TimeSpan.FromMinutes(1);
            }
        }
    }

    private static int MinuteOfDay(TimeOnly time) => (time.Hour * 60) + time.Minute;

    private static bool IsWorked(WorkingCalendar calendar, DateTime day)
    {
        foreach (var extra in calendar.ExtraWorkingDays)
        {
            if (extra.ToString("o") == day.ToString("yyyy-MM-dd"))
            {
                return true;
            }
        }

        foreach (var holiday in calendar.Holidays)
        {
            if (holiday.ToString("o") == day.ToString("yyyy-MM-dd"))
            {
                return false;
            }
        }

        return calendar.Days.Any(worked => worked.ToString() == day.DayOfWeek.ToString());
    }
}
