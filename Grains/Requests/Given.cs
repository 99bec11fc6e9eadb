using System.Globalization;
using Tallydesk.Identity;
using Tallydesk.Texts;

namespace Tallydesk.Requests;

/// <summary>Takes what a request's body must give, as far as its form goes; lengths and ranges belong to the rules.</summary>
public static class Given
{
    private const int FirstYear = 1970;
    private const int LastYear = 2199;

    /// <summary>A text.</summary>
    /// <exception cref="InvalidFieldException">It is absent, or holds a NUL character or half of a surrogate pair, which no database text can.</exception>
    public static string Text(string? value, string field) => OptionalText(value, field) ?? throw Missing(field);

    /// <summary>A text that may be absent.</summary>
    /// <exception cref="InvalidFieldException">It holds a NUL character or half of a surrogate pair.</exception>
    public static string? OptionalText(string? value, string field) =>
        value?.Contains('\0') == true
            ? throw new InvalidFieldException(field, $"{field} must not contain a NUL character.")
        : value is null || TextElements.IsWhole(value) ? value
        : throw new InvalidFieldException(field, $"{field} must not contain an unpaired surrogate.");

    /// <summary>A text whose rule says how long it is: an absent one is as good as an empty one, and refused with that range.</summary>
    /// <exception cref="InvalidFieldException">It holds a NUL character or half of a surrogate pair.</exception>
    public static string Words(string? value, string field) => OptionalText(value, field) ?? "";

    /// <summary>A number, choice or switch.</summary>
    /// <exception cref="InvalidFieldException">It is absent.</exception>
    public static T Value<T>(T? value, string field)
        where T : struct => value ?? throw Missing(field);

    /// <summary>A license's number, in any letter case.</summary>
    /// <exception cref="InvalidFieldException">It is absent, or no license number.</exception>
    public static LicenseNumber License(string? value, string field) =>
        LicenseNumber.TryParse(Words(value, field), out var number)
            ? number
            : throw new InvalidFieldException(field, "A license number must have 3 to 64 letters, digits or hyphens.");

    /// <summary>A ticket's number as people write it, <c>12</c> or <c>#12</c>; null when a text is none.</summary>
    public static long? TicketNumber(string? text) =>
        long.TryParse(text?.Trim().TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>A list that may be absent; it is judged by its length before anything in it is looked at.</summary>
    /// <exception cref="InvalidFieldException">It is longer than it can be.</exception>
    public static IReadOnlyList<T>? OptionalList<T>(IReadOnlyList<T>? values, int most, string field) =>
        values?.Count > most
            ? throw new InvalidFieldException(field, $"{field} must have at most {most} entries.")
            : values;

    /// <summary>An instant that may be absent.</summary>
    /// <exception cref="InvalidFieldException">It lies outside the years that calendars reckon with.</exception>
    public static DateTimeOffset? OptionalInstant(DateTimeOffset? value, string field) =>
        value is { Year: < FirstYear or > LastYear } ? throw OutOfCalendar(field) : value;

    /// <summary>A date that may be absent.</summary>
    /// <exception cref="InvalidFieldException">It lies outside the years that calendars reckon with.</exception>
    public static DateOnly? OptionalDate(DateOnly? value, string field) =>
        value is { Year: < FirstYear or > LastYear } ? throw OutOfCalendar(field) : value;

    /// <summary>A date of the query that may be absent.</summary>
    /// <exception cref="InvalidFieldException">It is not a date such as 2026-07-01, or outside the supported years.</exception>
    public static DateOnly? OptionalDate(string? value, string field) =>
        value is null ? null
        : DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? OptionalDate(date, field)
        : throw new InvalidFieldException(field, $"{field} must be a date such as 2026-07-01.");

    private static InvalidFieldException Missing(string field) => new(field, $"{field} is required.");

    private static InvalidFieldException OutOfCalendar(string field) =>
        new(field, $"{field} must be between {FirstYear} and {LastYear}.");
}
