using System.Globalization;

namespace Tallydesk.Explanations;

/// <summary>Writes instants in sentences, in the reader's time zone.</summary>
/// <param name="zone">The reader's zone. UTC is named in the text, because a reader can't guess it.</param>
public sealed class ReaderClock(TimeZoneInfo zone)
{
    /// <summary>For readers whose zone is not known, such as programs.</summary>
    public static ReaderClock Utc { get; } = new(TimeZoneInfo.Utc);

    /// <summary>An instant: <c>27 Nov 2026, 14:02</c>.</summary>
    public string At(DateTimeOffset instant) => Form(instant, "d MMM yyyy, HH:mm") + Suffix;

    /// <summary>
    /// The end of an interval, which is the first instant outside it: the last day where that is midnight, else the instant.
    /// </summary>
    public string Until(DateTimeOffset end) =>
        TimeZoneInfo.ConvertTime(end, zone).TimeOfDay == TimeSpan.Zero && end > DateTimeOffset.MinValue
            ? Form(end.AddTicks(-1), "d MMM yyyy")
            : At(end);

    private string Suffix => zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime ? " UTC" : "";

    private string Form(DateTimeOffset instant, string form) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString(form, CultureInfo.InvariantCulture);
}
