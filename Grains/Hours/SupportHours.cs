using NodaTime;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Hours;

/// <summary>One business day's support hours, as the clocks of a time zone show them.</summary>
/// <param name="On">The date where the vendor is.</param>
/// <param name="Worked">Whether support works on that date; if not, the hours are those it would work.</param>
/// <param name="Opens">When support opens; often on another date of that zone.</param>
/// <param name="Closes">When it closes.</param>
public sealed record SupportDay(DateOnly On, bool Worked, DateTimeOffset Opens, DateTimeOffset Closes);

/// <summary>Support hours for readers elsewhere (Policy H2).</summary>
public static class SupportHours
{
    /// <summary>
    /// The support hours of a business day in a time zone (Policy H2). Opening and closing each have the zone's own offset
    /// at that instant, so that they are right in summer, in winter, and on the day between.
    /// </summary>
    /// <param name="calendar">The support hours.</param>
    /// <param name="zone">The zone's IANA name, such as <c>Asia/Tokyo</c>.</param>
    /// <param name="on">The date where the vendor is.</param>
    /// <remarks>Refused: <see cref="RefusalCode.InvalidField"/> for a zone that IANA does not know.</remarks>
    public static Answer<SupportDay> In(WorkingCalendar calendar, string zone, DateOnly on)
    {
        if (!TimeZones.TryFind(zone, out var found))
        {
            return Fields.Invalid("zone", "zone must be an IANA time zone such as Europe/Berlin.");
        }

        var midnight = new DateTimeOffset(on, TimeOnly.MinValue, calendar.UtcOffset);
        return new SupportDay(
            on,
            WorkingHours.IsWorkingDay(calendar, on),
            In(found, midnight + calendar.Open),
            In(found, midnight + calendar.Close)
        );
    }

    private static DateTimeOffset In(DateTimeZone zone, DateTimeOffset instant) =>
        Instant.FromDateTimeOffset(instant).InZone(zone).ToDateTimeOffset();
}
