using Tallydesk.Hours;
using Tallydesk.Refusals;
using Tallydesk.Tests.Policy;
using Xunit;

namespace Tallydesk.Tests.Hours;

public sealed class SupportHoursTests
{
    [Theory]
    [InlineData("Asia/Tokyo", "2026-07-01", "07-01 14:00 +09:00", "07-01 23:00 +09:00")]
    [InlineData("Asia/Tokyo", "2026-01-14", "01-14 14:00 +09:00", "01-14 23:00 +09:00")]
    [InlineData("America/Los_Angeles", "2026-07-01", "06-30 22:00 -07:00", "07-01 07:00 -07:00")]
    [InlineData("America/Los_Angeles", "2026-01-14", "01-13 21:00 -08:00", "01-14 06:00 -08:00")]
    [InlineData("Asia/Hong_Kong", "2026-07-01", "07-01 13:00 +08:00", "07-01 22:00 +08:00")]
    [InlineData("Europe/Berlin", "2026-07-01", "07-01 07:00 +02:00", "07-01 16:00 +02:00")]
    [InlineData("Europe/Berlin", "2026-01-14", "01-14 06:00 +01:00", "01-14 15:00 +01:00")]
    [InlineData("Europe/London", "2026-01-14", "01-14 05:00 +00:00", "01-14 14:00 +00:00")]
    [InlineData("Australia/Sydney", "2026-01-14", "01-14 16:00 +11:00", "01-15 01:00 +11:00")]
    [InlineData("Australia/Sydney", "2026-07-01", "07-01 15:00 +10:00", "07-02 00:00 +10:00")]
    [InlineData("Asia/Kathmandu", "2026-07-01", "07-01 10:45 +05:45", "07-01 19:45 +05:45")]
    [InlineData("Asia/Dubai", "2026-07-01", "07-01 09:00 +04:00", "07-01 18:00 +04:00")]
    [InlineData("UTC", "2026-07-01", "07-01 05:00 +00:00", "07-01 14:00 +00:00")]
    public void H2_The_hours_are_right_in_summer_and_winter(string zone, string on, string opens, string closes)
    {
        var day = SupportHours.In(Business.Policy.Calendar, zone, DateOnly.Parse(on)).Value!;

        Assert.Equal((opens, closes), (Clock(day.Opens), Clock(day.Closes)));
        Assert.Equal(Business.At($"{on} 09:00").UtcDateTime, day.Opens.UtcDateTime);
    }

    [Theory]
    [InlineData("America/Los_Angeles", "2026-03-08", "03-07 21:00 -08:00", "03-08 07:00 -07:00")]
    [InlineData("America/Los_Angeles", "2026-11-01", "10-31 22:00 -07:00", "11-01 06:00 -08:00")]
    [InlineData("Australia/Lord_Howe", "2026-04-05", "04-05 15:30 +10:30", "04-06 00:30 +10:30")]
    public void H2_On_the_day_the_clocks_change_each_end_has_its_own_offset(
        string zone,
        string on,
        string opens,
        string closes
    )
    {
        var day = SupportHours.In(Business.Policy.Calendar, zone, DateOnly.Parse(on)).Value!;

        Assert.Equal((opens, closes), (Clock(day.Opens), Clock(day.Closes)));
    }

    [Theory]
    [InlineData("2026-07-01", true)]
    [InlineData("2026-07-04", false)]
    [InlineData("2026-05-01", false)]
    [InlineData("2027-02-20", true)]
    public void H2_It_is_told_whether_the_day_is_worked(string on, bool worked) =>
        Assert.Equal(worked, SupportHours.In(Business.Policy.Calendar, "UTC", DateOnly.Parse(on)).Value?.Worked);

    [Fact]
    public void H2_A_desk_that_works_until_midnight_closes_at_it()
    {
        var calendar = Business.Policy.Calendar with { Close = TimeSpan.FromHours(24) };

        var day = SupportHours.In(calendar, "Asia/Dubai", new DateOnly(2026, 7, 1)).Value!;

        Assert.Equal("07-02 00:00 +04:00", Clock(day.Closes));
    }

    [Theory]
    [InlineData("Asia/Calcutta")]
    [InlineData("US/Pacific")]
    [InlineData("Etc/GMT+12")]
    public void H2_Older_names_are_known_too(string zone) =>
        Assert.True(SupportHours.In(Business.Policy.Calendar, zone, new DateOnly(2026, 7, 1)).Ok);

    [Theory]
    [InlineData("Mars/Base")]
    [InlineData("asia/tokyo")]
    [InlineData("UTC+04:00")]
    [InlineData("Pacific Standard Time")]
    [InlineData("../etc/passwd")]
    [InlineData("")]
    public void H2_What_IANA_does_not_know_is_refused(string zone)
    {
        var refusal = SupportHours.In(Business.Policy.Calendar, zone, new DateOnly(2026, 7, 1)).Refusal!;

        Assert.Equal((RefusalCode.InvalidField, "zone"), (refusal.Code, refusal.Facts.Single().Text));
    }

    private static string Clock(DateTimeOffset instant) => instant.ToString("MM-dd HH:mm zzz");
}
