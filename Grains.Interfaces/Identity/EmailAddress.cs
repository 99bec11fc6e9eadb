using System.Buffers;
using Tallydesk.Refusals;

namespace Tallydesk.Identity;

/// <summary>
/// The form of email addresses that Tallydesk accepts everywhere: the plain form of RFC 5321, atoms joined by dots, an @, and a host
/// name. Names, angle brackets, comments, quotes, lists and address literals are not allowed, so no email program can see
/// another recipient in it. Few mail servers support non-ASCII letters; host names must be in their ASCII form.
/// </summary>
public static class EmailAddress
{
    /// <summary>The maximum length of an address.</summary>
    public const int Longest = 254;

    private const int LongestLocalPart = 64;
    private const int LongestLabel = 63;
    private const string Alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> Atom = SearchValues.Create(Alphanumerics + "!#$%&'*+-/=?^_`{|}~");
    private static readonly SearchValues<char> Label = SearchValues.Create(Alphanumerics + "-");

    /// <summary>Whether a text is exactly one address.</summary>
    public static bool IsOne(string? text) =>
        text is { Length: <= Longest }
        && text.IndexOf('@', StringComparison.Ordinal) is > 0 and <= LongestLocalPart and var at
        && text[..at].Split('.').All(IsAtom)
        && text[(at + 1)..].Split('.').All(IsLabel);

    /// <summary>Refuses a text that is not an address, ignoring surrounding spaces; null if it is one.</summary>
    /// <param name="field">The camelCase name of the field.</param>
    /// <param name="text">The address.</param>
    public static Refusal? Refuse(string field, string? text) =>
        IsOne(text?.Trim())
            ? null
            : Fields.Invalid(
                field,
                $"{field} must be an email address such as olga@shop.example, with ASCII characters only and at most {Longest} of them."
            );

    /// <summary>
    /// The normalized form by which people are found: trimmed and in lower case. Non-ASCII letters stay as
    /// they are, because some have an ASCII lower-case form, such as <c>k</c> for the Kelvin sign.
    /// </summary>
    /// <param name="typed">The typed text, which may not be an address.</param>
    public static string Normalize(string? typed)
    {
        var trimmed = typed?.Trim() ?? "";
        return string.Create(trimmed.Length, trimmed, LowerAscii);
    }

    private static void LowerAscii(Span<char> lower, string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            lower[at] = char.IsAsciiLetterUpper(text[at]) ? char.ToLowerInvariant(text[at]) : text[at];
        }
    }

    private static bool IsAtom(string part) => part.Length > 0 && !part.AsSpan().ContainsAnyExcept(Atom);

    private static bool IsLabel(string part) =>
        part is { Length: > 0 and <= LongestLabel }
        && part[0] != '-'
        && part[^1] != '-'
        && !part.AsSpan().ContainsAnyExcept(Label);
}
