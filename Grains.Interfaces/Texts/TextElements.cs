using System.Globalization;
using System.Text;

namespace Tallydesk.Texts;

/// <summary>
/// Shortens texts at grapheme boundaries. Lengths are in UTF-16 code units, as everywhere, but an unpaired
/// surrogate is not valid text: PostgreSQL rejects it, and SQLite stores something else.
/// </summary>
public static class TextElements
{
    private const string Ellipsis = "…";

    /// <summary>The beginning of a text, cut at a text element boundary.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The maximum number of UTF-16 code units.</param>
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

        // An element that is longer than the limit is cut between runes.
        return end > 0 || longest == 0 ? whole[..end]
            : char.IsHighSurrogate(whole[longest - 1]) ? whole[..(longest - 1)]
            : whole[..longest];
    }

    /// <summary>The beginning of a text with an ellipsis, together within the limit.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The maximum number of UTF-16 code units.</param>
    public static string Shortened(string text, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longest);
        return text.Length <= longest ? Whole(text) : Beginning(text, longest - Ellipsis.Length).TrimEnd() + Ellipsis;
    }

    /// <summary>A text that databases can store: without NUL characters and unpaired surrogates.</summary>
    public static string Storable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Whole(text.Replace("\0", "", StringComparison.Ordinal));
    }

    /// <summary>Whether databases can store a text unchanged.</summary>
    public static bool IsStorable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return !text.Contains('\0') && IsWhole(text);
    }

    /// <summary>A text with each unpaired surrogate replaced by U+FFFD.</summary>
    public static string Whole(string text) =>
        IsWhole(text) ? text : string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));

    /// <summary>Whether a text has no unpaired surrogates.</summary>
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
