using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;

namespace Tallydesk.Bench.Load;

/// <summary>Text in which <c>$0</c> to <c>$9</c> and <c>$taken</c> are filled in for each request.</summary>
internal sealed partial class Template
{
    private const int Taken = -1;
    private readonly List<(byte[] Before, int Column)> gaps = [];
    private readonly byte[] rest;

    /// <summary>Reads a text.</summary>
    public Template(string text)
    {
        var end = 0;
        foreach (Match gap in Gap().Matches(text))
        {
            var column = gap.Value == "$taken" ? Taken : gap.Value[1] - '0';
            gaps.Add((Encoding.UTF8.GetBytes(text[end..gap.Index]), column));
            end = gap.Index + gap.Length;
        }

        rest = Encoding.UTF8.GetBytes(text[end..]);
    }

    /// <summary>Writes the text for an account.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="account">The columns of the account's line.</param>
    /// <param name="taken">The number that an earlier answer told.</param>
    /// <returns>How many bytes were written.</returns>
    public int Write(Span<byte> buffer, byte[][] account, long taken)
    {
        var length = 0;
        foreach (var (before, column) in gaps)
        {
            before.CopyTo(buffer[length..]);
            length += before.Length;
            length += column == Taken ? Write(buffer[length..], taken) : Write(buffer[length..], account[column]);
        }

        rest.CopyTo(buffer[length..]);
        return length + rest.Length;
    }

    /// <summary>Writes a number in decimal digits.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Write(Span<byte> buffer, long number) =>
        Utf8Formatter.TryFormat(number, buffer, out var written)
            ? written
            : throw new InvalidOperationException("A request is longer than its buffer.");

    private static int Write(Span<byte> buffer, byte[] text)
    {
        text.CopyTo(buffer);
        return text.Length;
    }

    [GeneratedRegex(@"\$(\d|taken)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Gap();
}
