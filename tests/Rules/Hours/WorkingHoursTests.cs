using CsCheck;
using Tallydesk.Hours;
using Tallydesk.Policy;
using Tallydesk.Tests.Policy;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Hours;

public sealed class WorkingHoursTests
{
    private static readonly TimeSpan Promise = TimeSpan.FromHours(12);

    [Theory]
    [InlineData("2026-03-02 09:00", "2026-03-03 12:00")]
    [InlineData("2026-03-02 08:59", "2026-03-03 12:00")]
    [InlineData("2026-03-01 16:00", "2026-03-03 12:00")]
    [InlineData("2026-03-02 10:00", "2026-03-03 13:00")]
    [InlineData("2026-03-02 18:00", "2026-03-04 12:00")]
    [InlineData("2026-03-03 15:00", "2026-03-04 18:00")]
    [InlineData("2026-03-06 17:00", "2026-03-10 11:00")]
    [InlineData("2026-03-06 17:59:30", "2026-03-10 11:59:30")]
    [InlineData("2026-03-07 12:00", "2026-03-10 12:00")]
    public void E2_H1_An_answer_is_due_after_twelve_working_hours(string asked, string due)
    {
        Assert.Equal(At(due), WorkingHours.Deadline(Business.Policy.Calendar, At(asked), Promise));
        Assert.Equal(At(due), WorkingHours.Deadline(Business.Policy.Calendar, At(asked).ToUniversalTime(), Promise));
    }

    [Fact]
    public void E2_H1_A_holiday_is_skipped()
    {
        var calendar = Business.Policy.Calendar with { Holidays = [new DateOnly(2026, 3, 4)] };

        Assert.Equal(At("2026-03-05 18:00"), WorkingHours.Deadline(calendar, At("2026-03-03 15:00"), Promise));
        Assert.Equal(At("2026-03-06 12:00"), WorkingHours.Deadline(calendar, At("2026-03-04 10:00"), Promise));
    }

    [Fact]
    public void H1_A_date_that_is_both_is_a_working_day()
    {
        var saturday = new DateOnly(2026, 3, 7);
        var calendar = Business.Policy.Calendar with { Holidays = [saturday], ExtraWorkingDays = [saturday] };

        Assert.Equal(At("2026-03-09 11:00"), WorkingHours.Deadline(calendar, At("2026-03-06 17:00"), Promise));
    }

    [Fact]
    public void H1_A_week_may_have_a_single_working_day()
    {
        var calendar = Business.Policy.Calendar with { Days = [Weekday.Monday] };

        Assert.Equal(At("2026-03-09 12:00"), WorkingHours.Deadline(calendar, At("2026-03-02 09:00"), Promise));
    }

    [Theory]
    [InlineData("2026-03-03 10:00", "2026-03-04 18:00")]
    [InlineData("2026-03-05 10:00", "2026-03-05 10:00")]
    public void H1_A_changed_calendar_never_moves_a_deadline_before_the_change(string changedAt, string due)
    {
        var calendar = Business.Policy.Calendar with { Holidays = [] };

        Assert.Equal(At(due), WorkingHours.Moved(calendar, At(changedAt), At("2026-03-03 15:00"), Promise));
    }

    [Theory]
    [InlineData("2026-03-02 23:00", "2026-03-03 10:00")]
    [InlineData("2026-03-02 23:59:30", "2026-03-03 10:59:30")]
    [InlineData("2026-03-02 22:00", "2026-03-03 00:00")]
    [InlineData("2026-03-06 23:59", "2026-03-09 10:59")]
    public void H1_A_desk_that_works_until_midnight_loses_no_minute(string asked, string due)
    {
        var calendar = Business.Policy.Calendar with { Close = TimeSpan.FromHours(24) };

        Assert.Equal(At(due), WorkingHours.Deadline(calendar, At(asked), TimeSpan.FromHours(2)));
    }

    [Theory]
    [InlineData("2026-03-02 23:59:59.999")]
    [InlineData("2026-03-03 00:00")]
    [InlineData("2026-03-07 12:34:56")]
    public void H1_Around_the_clock_every_hour_is_a_working_hour(string asked)
    {
        var calendar = Business.Policy.Calendar with
        {
            Open = TimeSpan.Zero,
            Close = TimeSpan.FromHours(24),
            Days = [.. Enum.GetValues<Weekday>()],
        };

        Assert.Equal(
            At(asked) + TimeSpan.FromHours(50),
            WorkingHours.Deadline(calendar, At(asked), TimeSpan.FromHours(50))
        );
    }

    [Theory]
    [InlineData("2026-02-23 08:00", "2026-02-25 12:00")]
    [InlineData("2026-02-23 12:00", "2026-02-25 12:00")]
    [InlineData("2026-02-23 18:00", "2026-02-25 12:00")]
    [InlineData("2026-02-20 17:00", "2026-02-25 11:00")]
    [InlineData("2027-02-20 12:00", "2027-02-24 15:00")]
    [InlineData("2025-12-31 17:00", "2026-01-12 11:00")]
    public void H1_What_is_asked_on_a_holiday_waits_for_the_next_working_day(string asked, string due) =>
        Assert.Equal(At(due), WorkingHours.Deadline(Business.Policy.Calendar, At(asked), Promise));

    [Fact]
    public void E2_H1_The_deadline_agrees_with_counting_minute_by_minute_in_100_000_cases() =>
        Gen.Select(Calendars, Gen.Select(Gen.Int[0, AskedWithinMilliseconds], Gen.Double[0, 1]).Array[100])
            .Sample(
                (calendar, cases) =>
                {
                    var clock = new MinuteClock(calendar, FirstDay);
                    var start = new DateTimeOffset(FirstDay, TimeOnly.MinValue, calendar.UtcOffset);
                    return cases.All(one =>
                    {
                        var asked = start.AddMilliseconds(one.Item1).ToUniversalTime();
                        var work = WorkOf(calendar, one.Item2);
                        return WorkingHours.Deadline(calendar, asked, work) == clock.Deadline(asked, work);
                    });
                },
                iter: 1_000
            );

    private const int AskedWithinMilliseconds = 20 * 24 * 60 * 60 * 1000;
    private static readonly DateOnly FirstDay = new(2026, 2, 20);

    private static Gen<WorkingCalendar> Calendars =>
        Gen.Select(
            Gen.Int[-14 * 4, 14 * 4],
            Gen.Frequency((1, Gen.Const(0)), (3, Gen.Int[0, (24 * 60) - 1])),
            Gen.Frequency((1, Gen.Const(24 * 60)), (3, Gen.Int[1, 24 * 60])),
            Gen.Frequency((1, Gen.Enum<Weekday>().Array[1]), (2, Gen.Enum<Weekday>().Array[1, 7])),
            Dates,
            Dates,
            (quarters, open, close, days, holidays, extra) =>
                new WorkingCalendar(
                    TimeSpan.FromMinutes(15 * quarters),
                    TimeSpan.FromMinutes(Math.Min(open, close - 1)),
                    TimeSpan.FromMinutes(close),
                    [.. days.Distinct()],
                    [.. holidays.Distinct()],
                    [.. extra.Distinct()]
                )
        );

    private static Gen<DateOnly[]> Dates => Gen.Int[0, 60].Select(FirstDay.AddDays).Array[0, 12];

    /// <summary>Work of up to forty days or sixty hours, exact to the millisecond, often to the whole day.</summary>
    private static TimeSpan WorkOf(WorkingCalendar calendar, double share)
    {
        var day = calendar.Close - calendar.Open;
        var most = Math.Min(TimeSpan.FromHours(60).TotalMilliseconds, 40 * day.TotalMilliseconds);
        var work = TimeSpan.FromMilliseconds(1 + Math.Floor(share * (most - 1)));
        return share < 0.2 ? Math.Ceiling(work / day) * day : work;
    }
}
