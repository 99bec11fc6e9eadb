using System.Globalization;
using System.Text;
using Tallydesk.Texts;

namespace Tallydesk.Attachments;

/// <summary>
/// Names of files as they are kept and sent: the last part of a path, without what could lead elsewhere or look like another
/// name. Each system that may save a file reads the same name.
/// </summary>
public static class FileNames
{
    private const int Longest = 200;
    private const int LongestExtension = 20;
    private const string Fallback = "file";
    private const char ReadableColon = '-';
    private static readonly char[] Separators = ['/', '\\', '\u2215', '\u2044', '\uFF0F', '\uFF3C'];

    // Windows opens a device under these names, whatever extension follows; it takes superscript digits for digits.
    private static readonly HashSet<string> Devices = new(
        ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$", .. Ports("com"), .. Ports("lpt")],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>A name that is safe to keep and to suggest.</summary>
    public static string Of(string? given)
    {
        var last = (given ?? "").Split(Separators)[^1];
        var clean = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
        {
            if (rune.Value == ':')
            {
                // People write times of day with colons; on Windows a colon separates a drive or an alternate stream.
                clean.Append(ReadableColon);
            }
            else if (!IsUnseen(rune) && rune.Value is not ('"' or '<' or '>' or '|' or '?' or '*'))
            {
                clean.Append(rune);
            }
        }

        var name = Trimmed(clean.ToString());
        var isUnsafe = name.Length == 0 || Devices.Contains(name.Split('.')[0].TrimEnd());
        return Shortened(isUnsafe ? Fallback + name : name);
    }

    /// <summary>A name with its extension, shortened before it.</summary>
    private static string Shortened(string name)
    {
        if (name.Length <= Longest)
        {
            return name;
        }

        var extension = Path.GetExtension(name) is { Length: <= LongestExtension } found ? found : "";
        return Trimmed(TextElements.Beginning(name[..^extension.Length], Longest - extension.Length)) + extension;
    }

    /// <summary>A name without dots and blanks around it, which Windows drops or other systems hide.</summary>
    private static string Trimmed(string name)
    {
        var first = 0;
        var end = name.Length;
        for (; first < end && IsMargin(name[first]); first++) { }

        for (; end > first && IsMargin(name[end - 1]); end--) { }

        return name[first..end];
    }

    private static bool IsMargin(char c) => c == '.' || char.IsWhiteSpace(c);

    private static IEnumerable<string> Ports(string kind) => "0123456789¹²³".Select(digit => kind + digit);

    private static bool IsUnseen(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
        || rune == Rune.ReplacementChar;
}
