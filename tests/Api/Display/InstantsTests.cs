using Tallydesk.Display;
using Xunit;

namespace Tallydesk.Tests.Display;

public sealed class InstantsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-12-01T00:00:00Z", "30 Nov", "30 Nov 2026", "2026-11-30 23:59:59 +00:00")]
    [InlineData("2027-01-01T00:00:00Z", "31 Dec", "31 Dec 2026", "2026-12-31 23:59:59 +00:00")]
    [InlineData("2027-02-01T00:00:00Z", "31 Jan 2027", "31 Jan 2027", "2027-01-31 23:59:59 +00:00")]
    [InlineData("2026-12-01T10:00:00Z", "1 Dec 10:00", "1 Dec 2026", "2026-12-01 10:00:00 +00:00")]
    [InlineData("2026-11-28T00:00:00Z", "27 Nov", "27 Nov 2026", "2026-11-27 23:59:59 +00:00")]
    public void What_ends_at_midnight_is_shown_with_its_last_day(string end, string brief, string day, string exact)
    {
        var (instants, at) = (new Instants(TimeZoneInfo.Utc), Of(end));
        Assert.Equal(brief, instants.BriefEnd(at, Now));
        Assert.Equal(day, instants.LastDay(at));
        Assert.Equal(exact, instants.ExactEnd(at));
    }

    [Fact]
    public void Midnight_is_the_readers()
    {
        var dubai = new Instants(TimeZoneInfo.CreateCustomTimeZone("four", TimeSpan.FromHours(4), "four", "four"));
        var end = Of("2026-12-01T00:00:00+04:00");
        Assert.Equal("30 Nov", dubai.BriefEnd(end, Now));
        Assert.Equal("30 Nov 20:00", new Instants(TimeZoneInfo.Utc).BriefEnd(end, Now));
        Assert.Equal("30 Nov 2026", new Instants(TimeZoneInfo.Utc).LastDay(end));
    }

    private static DateTimeOffset Of(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
