namespace Tallydesk.Display;

/// <summary>Exact instants in the reader's zone, for titles.</summary>
/// <param name="zone">The zone; UTC where the reader's is not known.</param>
public sealed class Instants(TimeZoneInfo zone)
{
    /// <summary>Date, time and offset: <c>2026-03-02 14:05:09 +04:00</c>.</summary>
    public string Exact(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString("yyyy-MM-dd HH:mm:ss zzz");

    /// <summary>The time of day: <c>14:05:09</c>.</summary>
    public string Clock(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone).ToString("HH:mm:ss");
}
