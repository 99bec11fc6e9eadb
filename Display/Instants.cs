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

    /// <summary>Date and time, without the year if it is this one: <c>2 Mar 14:05</c>, else <c>2 Mar 2025 14:05</c>.</summary>
    public string Brief(DateTimeOffset instant, DateTimeOffset now)
    {
        var (then, today) = (TimeZoneInfo.ConvertTime(instant, zone), TimeZoneInfo.ConvertTime(now, zone));
        return Form(instant, then.Year == today.Year ? "d MMM HH:mm" : "d MMM yyyy HH:mm");
    }

    /// <summary>
    /// The last day of what ends at an instant, which itself is no longer part of it: what ends on 1 March at 00:00 lasts
    /// through <c>28 Feb 2026</c>.
    /// </summary>
    public string LastDay(DateTimeOffset end) => Day(LastOf(end));

    /// <summary>
    /// The end of what ends at an instant, as <see cref="Brief"/>; the last day alone where it ends at midnight, without its
    /// year if that is this one.
    /// </summary>
    public string BriefEnd(DateTimeOffset end, DateTimeOffset now) =>
        !IsMidnight(end) ? Brief(end, now)
        : TimeZoneInfo.ConvertTime(LastOf(end), zone).Year == TimeZoneInfo.ConvertTime(now, zone).Year
            ? Form(LastOf(end), "d MMM")
        : LastDay(end);

    /// <summary>The last second of what ends at midnight, else the end itself, as <see cref="Exact"/>.</summary>
    public string ExactEnd(DateTimeOffset end) => Exact(IsMidnight(end) ? LastOf(end) : end);

    private bool IsMidnight(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, zone).TimeOfDay == TimeSpan.Zero;

    private static DateTimeOffset LastOf(DateTimeOffset end) => end == DateTimeOffset.MinValue ? end : end.AddTicks(-1);

    private string Form(DateTimeOffset instant, string form) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString(form, CultureInfo.InvariantCulture);
}
