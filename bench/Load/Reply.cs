using System.Buffers.Text;
using System.Text;

namespace Tallydesk.Bench.Load;

/// <summary>Reads as much of HTTP/1.1 as tells a whole answer from a part of one.</summary>
internal static class Reply
{
    private const int StatusAt = 9;

    /// <summary>The status of an answer; 0 while a part of it is still to come.</summary>
    public static int StatusOf(ReadOnlySpan<byte> received)
    {
        var headEnd = received.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0)
        {
            return 0;
        }

        var body = received[(headEnd + 4)..];
        return IsWhole(received[..headEnd], body) ? Number(received[StatusAt..], 'D') : 0;
    }

    /// <summary>The number of a field in a JSON answer.</summary>
    /// <exception cref="InvalidDataException">There is no such field, or it holds no number.</exception>
    public static long NumberOf(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> field)
    {
        var at = answer.IndexOf(field);
        if (at < 0)
        {
            throw new InvalidDataException("An answer lacks a field.");
        }

        return Number(answer[(at + field.Length)..].TrimStart("\": "u8), 'D');
    }

    private static bool IsWhole(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (ValueOf(line, "content-length:") is { IsEmpty: false } length)
            {
                return body.Length >= Number(length, 'D');
            }

            if (ValueOf(line, "transfer-encoding:") is { IsEmpty: false })
            {
                return EndsChunks(body);
            }
        }

        return true;
    }

    private static bool EndsChunks(ReadOnlySpan<byte> body)
    {
        while (body.IndexOf("\r\n"u8) is > 0 and var sizeEnd)
        {
            var size = Number(body, 'X');
            var next = sizeEnd + 2 + size + 2;
            if (body.Length < next)
            {
                return false;
            }

            if (size == 0)
            {
                return true;
            }

            body = body[next..];
        }

        return false;
    }

    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> line, string name) =>
        line.Length > name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name)
            ? line[name.Length..].TrimStart((byte)' ')
            : default;

    private static int Number(ReadOnlySpan<byte> text, char format) =>
        Utf8Parser.TryParse(text, out int number, out _, format)
            ? number
            : throw new InvalidDataException("An answer was not HTTP/1.1.");
}
