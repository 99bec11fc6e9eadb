using System.Globalization;
using System.Text;

namespace Tallydesk.Texts;

/// <summary>
/// Shortens texts between what a reader sees as one character. Lengths are counted as everywhere, in UTF-16 code units, but half
/// a surrogate pair is no text: PostgreSQL refuses it, and SQLite keeps something else.
/// </summary>
public static class TextElements
{
    private const string Ellipsis = "…";

    /// <summary>The beginning of a text, of whole text elements.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most UTF-16 code units.</param>
    public static string Beginning(string text, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(longest);
        var whole = Whole(text);
        if (whole.Length <= longest)
        {
            return whole;
        }

        var end = 0;
        for (int next; end < whole.Length && (next = end + LengthAt(whole, end)) <= longest; end = next) { }

        // An element longer than all that is allowed is divided between its runes.
        return end > 0 || longest == 0 ? whole[..end]
            : char.IsHighSurrogate(whole[longest - 1]) ? whole[..(longest - 1)]
            : whole[..longest];
    }

    /// <summary>A text that is shortened visibly: its beginning and an ellipsis, together no longer than allowed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most UTF-16 code units.</param>
    public static string Shortened(string text, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longest);
        return text.Length <= longest ? Whole(text) : Beginning(text, longest - Ellipsis.Length).TrimEnd() + Ellipsis;
    }

    /// <summary>A text as databases can keep it: without NUL characters and without halves of surrogate pairs.</summary>
    public static string Storable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Whole(text.Replace("\0", "", StringComparison.Ordinal));
    }

    /// <summary>Whether databases can keep a text as it is.</summary>
    public static bool IsStorable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return !text.Contains('\0') && IsWhole(text);
    }

    /// <summary>A text with U+FFFD in place of each half of a surrogate pair that stands alone.</summary>
    public static string Whole(string text) =>
        IsWhole(text) ? text : string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));

    /// <summary>Whether a text has no half of a surrogate pair that stands alone.</summary>
    public static bool IsWhole(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty; )
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[used..];
        }

        return true;
    }

    private static int LengthAt(string text, int at) => StringInfo.GetNextTextElementLength(text, at);
}
