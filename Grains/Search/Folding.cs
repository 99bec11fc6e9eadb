using System.Collections.Frozen;
using System.Text;

namespace Tallydesk.Search;

/// <summary>
/// Folds characters, so that words are found regardless of case, accents and width: <c>Straße</c> and <c>STRASSE</c> both become
/// <c>strasse</c>. The table is the product's own, because programs that run without culture data don't normalize texts.
/// </summary>
internal static class Folding
{
    private static readonly FrozenDictionary<Rune, string> Table = Read();

    /// <summary>What a character becomes: nothing for accents, several characters for ligatures and fractions, otherwise one.</summary>
    public static string Of(Rune rune) =>
        rune.IsAscii ? Rune.ToLowerInvariant(rune).ToString()
        : IsAccent(rune.Value) ? ""
        : Table.TryGetValue(rune, out var target) ? target
        : Rune.ToLowerInvariant(rune).ToString();

    /// <summary>Accents and marks that words are found without, in Latin, Greek, Cyrillic, Hebrew, Arabic and Japanese.</summary>
    private static bool IsAccent(int value) =>
        value
            is (>= 0x0300 and <= 0x036F)
                or (>= 0x0591 and <= 0x05BD)
                or 0x05BF
                or 0x05C1
                or 0x05C2
                or 0x05C4
                or 0x05C5
                or 0x05C7
                or 0x0640
                or (>= 0x064B and <= 0x065F)
                or 0x0670
                or (>= 0x1AB0 and <= 0x1AFF)
                or (>= 0x1DC0 and <= 0x1DFF)
                or (>= 0x20D0 and <= 0x20FF)
                or 0x3099
                or 0x309A
                or (>= 0xFC5E and <= 0xFC63)
                or (>= 0xFCF2 and <= 0xFCF4)
                or (>= 0xFE00 and <= 0xFE0F)
                or (>= 0xFE20 and <= 0xFE2F)
                or (>= 0xFE70 and <= 0xFE72)
                or 0xFE74
                or (>= 0xFE76 and <= 0xFE7F)
                or 0xFF9E
                or 0xFF9F;

    private static FrozenDictionary<Rune, string> Read()
    {
        using var stream = typeof(Folding).Assembly.GetManifestResourceStream("Tallydesk.Search.folding.txt");
        using var reader = new StreamReader(stream!);
        Dictionary<Rune, string> table = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('\t') is [var target, var sources])
            {
                foreach (var source in sources.EnumerateRunes())
                {
                    table.Add(source, target);
                }
            }
        }

        return table.ToFrozenDictionary();
    }
}
