using System.Globalization;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Xunit;

namespace Tallydesk.Tests.Credits;

/// <summary>In which month of the reader's calendar an entry lies.</summary>
public sealed class StatementMonthsTests
{
    [Theory]
    [InlineData("UTC", "2026-11-30T23:59:59Z", "2026-11-01", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")]
    [InlineData("Asia/Tbilisi", "2026-11-30T20:00:00Z", "2026-12-01", "2026-11-30T20:00:00Z", "2026-12-31T20:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-31T23:30:00Z", "2026-11-01", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z")]
    public void An_entry_lies_in_a_month_of_the_readers_calendar(
        string zone,
        string at,
        string first,
        string start,
        string end
    )
    {
        var month = Assert.Single(StatementMonths.Of([Row(1, at)], TimeZoneInfo.FindSystemTimeZoneById(zone))).Month;

        Assert.Equal(DateOnly.Parse(first, CultureInfo.InvariantCulture), month.FirstDay);
        Assert.Equal(Instant(start), month.Start);
        Assert.Equal(Instant(end), month.End);
    }

    [Fact]
    public void A_day_on_which_clocks_go_forward_at_midnight_starts_later()
    {
        var midnight = new DateTime(1, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        var summer = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date,
            DateTime.MaxValue.Date,
            TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(midnight, 10, 1),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(midnight, 3, 1)
        );
        var zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(-4), "test", "test", "summer", [summer]);

        Assert.Equal(Instant("2023-10-01T04:00:00Z"), StatementMonths.StartOf(new(2023, 10, 1), zone));
        Assert.Equal(Instant("2023-10-02T03:00:00Z"), StatementMonths.StartOf(new(2023, 10, 2), zone));
    }

    [Fact]
    public void Months_and_entries_keep_the_order_in_which_they_come()
    {
        var months = StatementMonths.Of(
            [Row(4, "2026-03-02T00:00:00Z"), Row(3, "2026-03-01T00:00:00Z"), Row(2, "2026-01-31T00:00:00Z")],
            TimeZoneInfo.Utc
        );

        Assert.Equal([3, 1], months.Select(month => month.Month.FirstDay.Month));
        Assert.Equal([4L, 3L], months[0].Rows.Select(row => row.Seq));
    }

    private static StatementRow Row(long seq, string at) =>
        new(seq, Instant(at), "charge", new(-5), CreditAmount.Zero, null, null, [], null);

    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
