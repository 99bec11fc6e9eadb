using System.Globalization;
using Tallydesk.Journal;

namespace Tallydesk.Requests;

/// <summary>Fields of a query: one of several values, days and rows.</summary>
internal static class QueryField
{
    private const string DayForm = "yyyy-MM-dd";

    /// <summary>The value of a field as it is spelled in answers; null when it was not sent.</summary>
    /// <param name="field">The field.</param>
    /// <param name="sent">What was sent.</param>
    /// <param name="rule">What it may be.</param>
    /// <exception cref="InvalidFieldException">It is none of the values.</exception>
    public static T? ValueOf<T>(string field, string? sent, string rule)
        where T : struct, Enum => sent is null ? null : Find<T>(sent) ?? throw new InvalidFieldException(field, rule);

    /// <summary>The value that is spelled so in answers; null when none is.</summary>
    public static T? Find<T>(string sent)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (StoredNames.Of(value) == sent)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The day of a date field such as <c>2026-07-01</c>; null when it is not one.</summary>
    public static DateOnly? FindDay(string? sent) =>
        DateOnly.TryParseExact(sent, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    /// <summary>A day as date fields have it; null without one.</summary>
    public static string? Of(DateOnly? day) => day?.ToString(DayForm, CultureInfo.InvariantCulture);

    /// <summary>The number of a row, written with digits only; null when it is not one.</summary>
    public static long? FindRow(string? sent) =>
        long.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : null;
}
