using Tallydesk.Texts;

namespace Tallydesk.Refusals;

/// <summary>Refusals of invalid fields.</summary>
public static class Fields
{
    private const int LongestShown = 80;

    /// <summary>The caller's text, shortened for a refusal.</summary>
    public static string Shown(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TextElements.Shortened(text, LongestShown);
    }

    /// <summary>A field is invalid or out of range.</summary>
    /// <param name="field">The camelCase name of the field.</param>
    /// <param name="detail">One sentence with the range.</param>
    public static Refusal Invalid(string field, string detail) =>
        new Refusal(RefusalCode.InvalidField, detail).With("field", field);

    /// <summary>Refuses a text that is blank or too long; null if it is valid.</summary>
    /// <param name="field">The camelCase name of the field.</param>
    /// <param name="text">The text.</param>
    /// <param name="longest">The maximum number of characters.</param>
    public static Refusal? Text(string field, string? text, int longest) =>
        string.IsNullOrWhiteSpace(text) || text.Length > longest
            ? Invalid(field, $"{field} must have 1 to {longest} characters.")
            : null;

    /// <summary>Refuses an optional text that is too long; null if it is valid.</summary>
    /// <param name="field">The camelCase name of the field.</param>
    /// <param name="text">The text, or null.</param>
    /// <param name="longest">The maximum number of characters.</param>
    public static Refusal? OptionalText(string field, string? text, int longest) =>
        text?.Length > longest ? Invalid(field, $"{field} must have at most {longest} characters.") : null;
}
