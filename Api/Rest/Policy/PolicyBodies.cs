using System.Globalization;
using Tallydesk.Hours;

namespace Tallydesk.Policy;

/// <summary>A version of the policy.</summary>
/// <param name="Version">Its name.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="At">When it came into force.</param>
/// <param name="Actor">Who brought it: the id of a token, or <c>desk</c> at a start.</param>
internal sealed record PolicyVersionBody(string Version, PolicySource Source, DateTimeOffset At, string Actor)
{
    /// <summary>A version as its body.</summary>
    public static PolicyVersionBody Of(PolicyVersionView view) => new(view.Version, view.Source, view.At, view.Actor);
}

/// <summary>Every version of the policy.</summary>
/// <param name="InForce">The version in force.</param>
/// <param name="Items">All of them in the order they came into force; one that came back stands there again.</param>
internal sealed record PolicyVersionsBody(string InForce, IReadOnlyList<PolicyVersionBody> Items)
{
    /// <summary>The versions as their body.</summary>
    public static PolicyVersionsBody Of(PolicyVersionList list) =>
        new(list.InForce, [.. list.Versions.Select(PolicyVersionBody.Of)]);
}

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
