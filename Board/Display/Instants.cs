using System.Globalization;

namespace Tallydesk.Display;

/// <summary>Instants as a reader's clocks and calendar show them.</summary>
/// <param name="zone">The zone; UTC where the reader's is not known.</param>
public sealed class Instants(TimeZoneInfo zone)
{
    /// <summary>The zone.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>Date, time and offset, for titles: <c>2026-03-02 14:05:09 +04:00</c>.</summary>
    public string Exact(DateTimeOffset instant) => Form(instant, "yyyy-MM-dd HH:mm:ss zzz");

    /// <summary>The time of day: <c>14:05:09</c>.</summary>
    public string Clock(DateTimeOffset instant) => Form(instant, "HH:mm:ss");

    /// <summary>The day: <c>2 Mar 2026</c>.</summary>
    public string Day(DateTimeOffset instant) => Form(instant, "d MMM yyyy");

    /// <summary>As much as tells it apart: <c>14:05</c> today, <c>2 Mar 14:05</c> this year, else <c>2 Mar 2025 14:05</c>.</summary>
    public string Brief(DateTimeOffset instant, DateTimeOffset now)
    {
        var (then, today) = (TimeZoneInfo.ConvertTime(instant, zone), TimeZoneInfo.ConvertTime(now, zone));
        return Form(
            instant,
            then.Date == today.Date ? "HH:mm"
                : then.Year == today.Year ? "d MMM HH:mm"
                : "d MMM yyyy HH:mm"
        );
    }

    private string Form(DateTimeOffset instant, string form) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString(form, CultureInfo.InvariantCulture);
}
