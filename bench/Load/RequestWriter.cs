using System.Text;
using System.Text.Unicode;

namespace Tallydesk.Bench.Load;

/// <summary>The bytes of an order's requests, of which only the path and the key change.</summary>
internal sealed class RequestWriter
{
    private const int KeyDigits = 16;
    private readonly byte[][] starts;
    private readonly byte[] headers;
    private readonly byte[] body;
    private readonly int longest;

    /// <summary>Prepares what the requests have in common.</summary>
    public RequestWriter(LoadOrder order)
    {
        starts =
        [
            .. File.ReadLines(order.PathsFile).Select(path => Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\n")),
        ];
        body = Encoding.UTF8.GetBytes(order.Body);
        headers = Encoding.ASCII.GetBytes(
            $"Host: 127.0.0.1:{order.Port}\r\n"
                + $"Authorization: Bearer {order.Token}\r\n"
                + "Content-Type: application/json\r\n"
                + $"Content-Length: {body.Length}\r\n"
                + $"Idempotency-Key: {order.KeyPrefix}"
        );
        longest = starts.Max(start => start.Length) + headers.Length + KeyDigits + 4 + body.Length;
    }

    /// <summary>A buffer that holds any of the requests.</summary>
    public byte[] NewBuffer() => new byte[longest];

    /// <summary>Writes the n-th request: to the n-th path, around and around, under a key of its own.</summary>
    /// <returns>The request's length.</returns>
    public int Write(byte[] buffer, long number)
    {
        var rest = buffer.AsSpan();
        Append(ref rest, starts[number % starts.Length]);
        Append(ref rest, headers);
        _ = Utf8.TryWrite(rest, $"{number:x16}\r\n\r\n", out var written);
        rest = rest[written..];
        Append(ref rest, body);
        return buffer.Length - rest.Length;
    }

    private static void Append(ref Span<byte> rest, byte[] part)
    {
        part.CopyTo(rest);
        rest = rest[part.Length..];
    }
}
