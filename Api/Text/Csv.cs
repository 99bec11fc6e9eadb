using System.Buffers;
using System.Text;

namespace Tallydesk.Text;

/// <summary>
/// Comma-separated values (RFC 4180) that a spreadsheet shows and does not carry out: a text that begins like a formula gets an
/// apostrophe in front of it. Numbers are left as they are.
/// </summary>
internal sealed class Csv
{
    /// <summary>Marks the text as UTF-8, without which common spreadsheets take it for another encoding.</summary>
    public const char ByteOrderMark = '\uFEFF';

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");
    private readonly StringBuilder line = new();

    /// <summary>Adds a cell of text.</summary>
    public Csv Add(string? text)
    {
        Separate();
        var safe = IsFormula(text) ? "'" + text : text ?? "";
        if (safe.AsSpan().ContainsAny(Quoted))
        {
            line.Append('"').Append(safe.Replace("\"", "\"\"")).Append('"');
        }
        else
        {
            line.Append(safe);
        }

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
}
