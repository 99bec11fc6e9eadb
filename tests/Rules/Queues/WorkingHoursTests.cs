using CsCheck;
using Tallydesk.Policy;
using Tallydesk.Queues;
using Tallydesk.Tests.Policy;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Queues;

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

    [Fact]
    public void E2_H1_The_deadline_agrees_with_counting_minute_by_minute() =>
        Gen.Select(Calendars, Gen.Int[0, 60 * 24 * 60], Gen.Int[0, 59], Gen.Int[1, 60])
            .Sample(
                (calendar, minute, second, hours) =>
                {
                    var asked = At("2026-02-20 00:00")
                        .ToOffset(calendar.UtcOffset)
                        .AddMinutes(minute)
                        .AddSeconds(second);
                    var work = TimeSpan.FromHours(hours);
                    return WorkingHours.Deadline(calendar, asked, work) == MinuteClock.Deadline(calendar, asked, work);
                },
                iter: 3_000
            );

    private static Gen<WorkingCalendar> Calendars =>
        Gen.Select(
            Gen.Int[-14, 14],
            Gen.Int[0, 12],
            Gen.Int[1, 11],
            Gen.Enum<Weekday>().Array[1, 7],
            Dates,
            Dates,
            (offset, open, length, days, holidays, extra) =>
                new WorkingCalendar(
                    TimeSpan.FromHours(offset),
                    new TimeOnly(open, open),
                    new TimeOnly(open + length, length),
                    [.. days.Distinct()],
                    [.. holidays.Distinct()],
                    [.. extra.Distinct()]
                )
        );

    private static Gen<DateOnly[]> Dates => Gen.Int[0, 90].Select(new DateOnly(2026, 2, 20).AddDays).Array[0, 12];
}
