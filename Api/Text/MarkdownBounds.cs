namespace Tallydesk.Text;

/// <summary>
/// How much a text may ask of the Markdown parser. All of it is counted in one pass over the characters, before anything is
/// parsed: a table multiplies its widest row by its rows, nested blocks and unmatched marks cost their number squared.
/// </summary>
internal static class MarkdownBounds
{
    /// <summary>The maximum number of characters.</summary>
    public const int MostCharacters = 100_000;

    /// <summary>The most cells of all tables together, counted as the widest row times the rows.</summary>
    public const int MostCells = 5_000;

    /// <summary>The most quotes and lists that begin on one line.</summary>
    public const int DeepestBlocks = 50;

    /// <summary>The most runs of emphasis marks, and the most brackets.</summary>
    public const int MostMarks = 3_000;

    /// <summary>The most elements of a parsed text.</summary>
    public const int MostNodes = 50_000;

    /// <summary>The most characters of the HTML.</summary>
    public const int LongestHtml = 120_000;

    private const char Escape = '\\';

    /// <summary>Whether a text is within the bounds that can be counted before it is parsed.</summary>
    public static bool Allow(string text) =>
        text.Length <= MostCharacters
        && MarksOf(text) <= MostMarks
        && Lines(text).All(line => DepthOf(line) <= DeepestBlocks)
        && CellsOf(text) <= MostCells;

    /// <summary>
    /// The most cells that tables of a text can have. A table is one paragraph with a row of hyphens, and each of its rows is as
    /// wide as the widest.
    /// </summary>
    public static long CellsOf(string text)
    {
        var (cells, rows, widest, hasRule) = (0L, 0L, 0L, false);
        foreach (var line in Lines(text).Append(""))
        {
            if (IsBlank(line))
            {
                cells += hasRule ? rows * widest : 0;
                (rows, widest, hasRule) = (0, 0, false);
                continue;
            }

            rows++;
            widest = Math.Max(widest, line.Count(c => c == '|') + 1);
            hasRule |= IsRule(line);
        }

        return cells;
    }

    // Only these end a line in Markdown.
    private static string[] Lines(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');

    // Within a quote, a line of its mark alone is blank.
    private static bool IsBlank(string line) => line.All(c => c == '>' || char.IsWhiteSpace(c));

    /// <summary>Whether a line can be the separator below a table header, within any quotes and lists.</summary>
    private static bool IsRule(string line) =>
        line.Contains('-', StringComparison.Ordinal) && line.All(c => c is '|' or ':' || IsBlockMark(c));

    /// <summary>The quotes and lists that a line begins; a mark of a list has a blank behind it.</summary>
    private static int DepthOf(string line)
    {
        var depth = 0;
        for (var at = 0; at < line.Length && IsBlockMark(line[at]); at++)
        {
            var isBullet = line[at] is '-' or '*' or '+' or '.' or ')';
            var isFollowed = at + 1 == line.Length || char.IsWhiteSpace(line[at + 1]);
            depth += line[at] == '>' || (isBullet && isFollowed) ? 1 : 0;
        }

        return depth;
    }

    private static bool IsBlockMark(char c) =>
        c is '>' or '-' or '*' or '+' or '.' or ')' || char.IsAsciiDigit(c) || char.IsWhiteSpace(c);

    private static int MarksOf(string text)
    {
        var (found, before) = (0, '\0');
        foreach (var c in text)
        {
            found += c is '[' || (c is '*' or '_' or '~' && c != before && before != Escape) ? 1 : 0;
            before = c;
        }

        return found;
    }
}
