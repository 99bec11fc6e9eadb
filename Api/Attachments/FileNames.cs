using System.Globalization;
using System.Text;

namespace Tallydesk.Attachments;

/// <summary>Names of files as they are kept and sent: the last part of a path, without what could lead elsewhere or look like another name.</summary>
internal static class FileNames
{
    private const int Longest = 200;
    private const string Fallback = "file";
    private static readonly char[] Separators = ['/', '\\', '\u2215', '\u2044', '\uFF0F', '\uFF3C', ':'];
    private static readonly string[] Devices = ["con", "prn", "aux", "nul", "com1", "com2", "lpt1", "lpt2"];

    /// <summary>A name that is safe to keep and to suggest.</summary>
    public static string Of(string? given)
    {
        var last = (given ?? "").Split(Separators)[^1];
        var clean = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
        {
            if (!IsUnseen(rune) && rune.Value is not ('"' or '<' or '>' or '|' or '?' or '*'))
            {
                clean.Append(rune);
            }
        }

        var name = clean.ToString().Trim().TrimStart('.').TrimEnd('.', ' ');
        name = name.Length > Longest ? name[^Longest..] : name;
        var isDevice = Devices.Contains(name.Split('.')[0], StringComparer.OrdinalIgnoreCase);
        return name.Length == 0 || isDevice ? Fallback + name : name;
    }

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
