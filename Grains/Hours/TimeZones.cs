using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace Tallydesk.Hours;

/// <summary>The time zones of IANA, from data that comes with the product: what the machine has may be partial or absent.</summary>
internal static class TimeZones
{
    private static readonly IDateTimeZoneProvider Data = DateTimeZoneProviders.Tzdb;

    /// <summary>Finds a zone by its IANA name, such as <c>Europe/Berlin</c>, in its letter case.</summary>
    internal static bool TryFind(string name, [NotNullWhen(true)] out DateTimeZone? zone)
    {
        // The provider makes zones of offsets too, which are no names.
        zone = Data.Ids.Contains(name) ? Data[name] : null;
        return zone is not null;
    }
}
