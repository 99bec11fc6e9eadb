using System.Collections.Immutable;
using Tallydesk.Amounts;

namespace Tallydesk.Policy;

/// <summary>Checks of one field: null when it is right, else the fault in a sentence that begins with the field's path.</summary>
internal static class FieldChecks
{
    /// <summary>A condition, with the verb that completes "must".</summary>
    internal static DocumentFault? Must(string path, bool holds, string verb) =>
        holds ? null : new(path, $"{path} must {verb}.");

    /// <summary>A number between two others, inclusive; absent is valid.</summary>
    internal static DocumentFault? Range(string path, long? value, long least, long most) =>
        value is null || (least <= value && value <= most)
            ? null
            : new(path, $"{path} must be between {least} and {most}, not {value}.");

    /// <summary>Whole credits between two amounts, inclusive; absent is valid.</summary>
    internal static DocumentFault? Range(string path, CreditAmount? value, long least, long most) =>
        Range(path, value?.Value, least, most);

    /// <summary>A text that says something, at most so long.</summary>
    internal static DocumentFault? Length(string path, string text, int most) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= most
            ? null
            : new(path, $"{path} must have 1 to {most} characters.");

    /// <summary>A list of so many items.</summary>
    internal static DocumentFault? Count<T>(string path, ImmutableArray<T> items, int least, int most) =>
        least <= items.Length && items.Length <= most
            ? null
            : new(path, $"{path} must have {least} to {most} items, not {items.Length}.");

    /// <summary>A list without two items of the same key.</summary>
    internal static DocumentFault? Distinct<T, TKey>(string path, ImmutableArray<T> items, Func<T, TKey> key)
        where TKey : notnull =>
        items.CountBy(key).FirstOrDefault(group => group.Value > 1) is { Value: > 1 } twice
            ? new(path, $"{path} must not contain {Text(twice.Key)} twice.")
            : null;

    /// <summary>One of several optional fields, and no other.</summary>
    internal static DocumentFault? ExactlyOne(string path, string names, params ReadOnlySpan<object?> values)
    {
        var given = 0;
        foreach (var value in values)
        {
            given += value is null ? 0 : 1;
        }

        return given == 1 ? null : new(path, $"{path} must set exactly one of {names}.");
    }

    /// <summary>An address that a browser opens.</summary>
    internal static DocumentFault? WebAddress(string path, Uri address) =>
        address is { IsAbsoluteUri: true, Scheme: "http" or "https" }
            ? null
            : new(path, $"{path} must be an absolute http or https address.");

    private static string? Text<T>(T key) => key is DateOnly date ? date.ToString("yyyy-MM-dd") : key?.ToString();
}
