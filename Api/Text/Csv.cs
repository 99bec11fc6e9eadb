using System.Text;
using System.Text.RegularExpressions;

namespace Tallydesk.Text;

/// <summary>
/// Comma-separated values (RFC 4180) that a spreadsheet shows and does not carry out: a text that begins like a formula gets an
/// apostrophe in front of it. Each text is quoted, and where a spreadsheet that splits at another character would begin a cell
/// within a text, that too is kept from being a formula. Numbers are left as they are.
/// </summary>
internal sealed partial class Csv
{
    /// <summary>Marks the text as UTF-8; without the mark, common spreadsheets assume another encoding.</summary>
    public const char ByteOrderMark = '\uFEFF';

    private readonly StringBuilder line = new();

    /// <summary>Adds a cell of text.</summary>
    public Csv Add(string? text)
    {
        Separate();
        var within = CellWithin().Replace(text ?? "", "$0'");
        var safe = IsFormula(text) ? "'" + within : within;
        line.Append('"').Append(safe.Replace("\"", "\"\"")).Append('"');
        return this;
    }

    /// <summary>Adds a cell with a number.</summary>
    public Csv Add(long number)
    {
        Separate();
        line.Append(number);
        return this;
    }

    /// <summary>Adds a cell with an instant: ISO 8601 in UTC.</summary>
    public Csv Add(DateTimeOffset instant)
    {
        Separate();
        line.Append($"{instant.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
        return this;
    }

    /// <summary>The line with its end, and begins the next one.</summary>
    public string EndLine()
    {
        var made = line.Append("\r\n").ToString();
        line.Clear();
        begun = false;
        return made;
    }

    private bool begun;

    private void Separate()
    {
        if (begun)
        {
            line.Append(',');
        }

        begun = true;
    }

    // The full-width forms begin a formula in some spreadsheets too, and what is unseen before them is skipped.
    private static bool IsFormula(string? text)
    {
        var seen = text.AsSpan().TrimStart(" \u00A0\u200B\uFEFF\0");
        return !seen.IsEmpty
            && seen[0]
                is '='
                    or '+'
                    or '-'
                    or '@'
                    or '\t'
                    or '\r'
                    or '\n'
                    or '|'
                    or '%'
                    or '＝'
                    or '＋'
                    or '－'
                    or '＠';
    }

    // A quote that does not open a cell holds nothing together: with a number before it, a text is split at semicolons by
    // spreadsheets that expect them. A pair of quotes at the beginning of such a cell is skipped.
    [GeneratedRegex(
        "(?:;|(?<=.)[\t\r\n])(?=[ \u00A0\u200B\uFEFF\"]*[=+\\-@|%＝＋－＠])",
        RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex CellWithin();
}
