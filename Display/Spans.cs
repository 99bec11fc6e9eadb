namespace Tallydesk.Display;

/// <summary>Spans of time as short texts of a fixed manner: <c>45s</c>, <c>12m 05s</c>, <c>3h 07m</c>, <c>2d 04h</c>.</summary>
public static class Spans
{
    /// <summary>How long ago or how long: seconds only below an hour, rounded down; never negative.</summary>
    public static string Text(TimeSpan span) =>
        span < TimeSpan.Zero ? "0s"
        : span.TotalMinutes < 1 ? $"{span.Seconds}s"
        : span.TotalHours < 1 ? $"{span.Minutes}m {span.Seconds:00}s"
        : span.TotalDays < 1 ? $"{span.Hours}h {span.Minutes:00}m"
        : $"{(int)span.TotalDays}d {span.Hours:00}h";

    /// <summary>As <see cref="Text"/> in whole minutes, for what nobody watches by the second.</summary>
    public static string Coarse(TimeSpan span) =>
        span.TotalMinutes < 1 ? "now"
        : span.TotalHours < 1 ? $"{span.Minutes}m"
        : Text(span);

    /// <summary>What is left until an instant, or with a minus how long it is past.</summary>
    public static string Countdown(TimeSpan left) => left < TimeSpan.Zero ? "−" + Text(-left) : Text(left);
}
