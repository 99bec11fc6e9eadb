using System.Text.Unicode;

namespace Tallydesk.Bench.Load;

/// <summary>The bytes of one request of an order.</summary>
internal sealed class RequestWriter
{
    private const int Longest = 4 * 1024;
    private readonly Template head;
    private readonly Template body;

    /// <summary>Prepares what all its repeats have in common.</summary>
    public RequestWriter(LoadOrder order, LoadRequest request)
    {
        head = new(
            $"POST {request.Path} HTTP/1.1\r\n"
                + $"Host: 127.0.0.1:{order.Port}\r\n"
                + $"Authorization: Bearer {request.Token}\r\n"
                + "Content-Type: application/json\r\n"
                + $"Idempotency-Key: {order.KeyPrefix}"
        );
        body = new(request.Body);
    }

    /// <summary>A buffer that holds any of the requests.</summary>
    public static byte[] NewBuffer() => new byte[Longest];

    /// <summary>Writes the request of an operation, under a key of its own.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="scratch">A second buffer.</param>
    /// <param name="key">The request's number within the stretch.</param>
    /// <param name="account">The columns of the account's line.</param>
    /// <param name="taken">The number that an earlier answer told.</param>
    /// <returns>The request's length.</returns>
    public int Write(byte[] buffer, byte[] scratch, long key, byte[][] account, long taken)
    {
        var content = scratch.AsSpan(0, body.Write(scratch, account, taken));
        var length = head.Write(buffer, account, taken);
        _ = Utf8.TryWrite(
            buffer.AsSpan(length),
            $"{key:x16}\r\nContent-Length: {content.Length}\r\n\r\n",
            out var written
        );
        length += written;
        content.CopyTo(buffer.AsSpan(length));
        return length + content.Length;
    }
}
