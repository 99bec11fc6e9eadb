using Tallydesk.Display;
using Tallydesk.Explanations;

namespace Tallydesk.Pages.Layout;

/// <summary>The reader's time zone, as the page's script told it in a cookie.</summary>
internal static class ViewerZone
{
    private const string Cookie = "zone";
    private const int LongestName = 64;

    /// <summary>How instants are written for the reader of a request; in UTC until the zone is known.</summary>
    public static Instants Of(HttpContext http) => new(ZoneOf(http) ?? TimeZoneInfo.Utc);

    /// <summary>How sentences write instants for the reader of a request; in UTC until the zone is known.</summary>
    public static ReaderClock ClockOf(HttpContext http) => new(ZoneOf(http) ?? TimeZoneInfo.Utc);

    /// <summary>The zone; null until it is known, or when it is none.</summary>
    public static TimeZoneInfo? ZoneOf(HttpContext http) =>
        http.Request.Cookies[Cookie] is { Length: <= LongestName } name
        && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
        && zone.HasIanaId
            ? zone
            : null;
}
