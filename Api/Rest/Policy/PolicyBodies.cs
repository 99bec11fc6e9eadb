using System.Globalization;
using Tallydesk.Hours;

namespace Tallydesk.Policy;

/// <summary>The support hours of one business day, as a time zone's clocks show them.</summary>
/// <param name="Zone">The zone's IANA name.</param>
/// <param name="On">The date where the vendor is.</param>
/// <param name="Worked">Whether support works on that date; if not, the hours are those it would work.</param>
/// <param name="From">The time of day at which support opens, such as <c>22:00</c>.</param>
/// <param name="To">The time of day at which it closes; not later than <c>from</c> when the zone's midnight lies between.</param>
/// <param name="Opens">The instant at which support opens, with the zone's offset.</param>
/// <param name="Closes">The instant at which it closes, with the zone's offset then.</param>
internal sealed record SupportHoursBody(
    string Zone,
    DateOnly On,
    bool Worked,
    string From,
    string To,
    DateTimeOffset Opens,
    DateTimeOffset Closes
)
{
    /// <summary>A day as its body.</summary>
    public static SupportHoursBody Of(string zone, SupportDay day) =>
        new(zone, day.On, day.Worked, Clock(day.Opens), Clock(day.Closes), day.Opens, day.Closes);

    private static string Clock(DateTimeOffset instant) => instant.ToString("HH:mm", CultureInfo.InvariantCulture);
}
