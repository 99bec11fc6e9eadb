using Tallydesk.Policy;

namespace Tallydesk.Tests.Hours;

/// <summary>
/// Counts working time the slow way: writes down every minute in which support works, one after the other through day after
/// day, and then goes from one to the next. An independent model of the deadline; it looks a year and a half ahead.
/// </summary>
internal sealed class MinuteClock
{
    private const int MinutesOfDay = 24 * 60;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly DateTime first;
    private readonly TimeSpan offset;
    private readonly List<int> worked = [];

    /// <param name="calendar">The support hours.</param>
    /// <param name="first">The first day that is looked at.</param>
    public MinuteClock(WorkingCalendar calendar, DateOnly first)
    {
        this.first = first.ToDateTime(TimeOnly.MinValue);
        offset = calendar.UtcOffset;
        var (open, close) = ((int)calendar.Open.TotalMinutes, (int)calendar.Close.TotalMinutes);
        var extras = calendar.ExtraWorkingDays.Select(day => day.ToString("o")).ToHashSet();
        var holidays = calendar.Holidays.Select(day => day.ToString("o")).ToHashSet();
        var weekdays = calendar.Days.Select(day => day.ToString()).ToHashSet();
        var end = this.first.AddMonths(18);
        for (var (day, minute) = (this.first, 0); day < end; day = day.AddDays(1), minute += MinutesOfDay)
        {
            var name = day.ToString("yyyy-MM-dd");
            if (extras.Contains(name) || (weekdays.Contains(day.DayOfWeek.ToString()) && !holidays.Contains(name)))
            {
                worked.AddRange(Enumerable.Range(minute, MinutesOfDay).Where(m => IsOpen(m % MinutesOfDay)));
            }
        }

        bool IsOpen(int minuteOfDay) => open <= minuteOfDay && minuteOfDay < close;
    }

    /// <summary>When the work is done that is asked for at an instant.</summary>
    public DateTimeOffset Deadline(DateTimeOffset asked, TimeSpan work)
    {
        var passed = asked.ToOffset(offset).DateTime - first;
        var minute = (int)passed.TotalMinutes;
        var place = worked.BinarySearch(minute);

        // A minute that is begun late counts from there on, if it counts at all.
        var left = place >= 0 ? work + (passed - (minute * Minute)) : work;
        for (place = place >= 0 ? place : ~place; left > Minute; place++)
        {
            left -= Minute;
        }

        return new DateTimeOffset(first + (worked[place] * Minute) + left, offset);
    }
}
