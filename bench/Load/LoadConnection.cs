using System.Net;
using System.Net.Sockets;

namespace Tallydesk.Bench.Load;

/// <summary>One kept HTTP/1.1 connection on a bare socket, which costs a fraction of an HTTP client's share of the cores.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
    };
    private readonly byte[] received = new byte[16 * 1024];
    private int length;

    /// <summary>The last answer as it was received.</summary>
    public ReadOnlySpan<byte> Answer => received.AsSpan(0, length);

    /// <summary>Connects to a port on 127.0.0.1.</summary>
    public Task OpenAsync(int port) => socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));

    /// <summary>Sends a request and waits for the whole answer.</summary>
    /// <returns>The answer's status.</returns>
    public async ValueTask<int> ExchangeAsync(ReadOnlyMemory<byte> request)
    {
        while (!request.IsEmpty)
        {
            request = request[await socket.SendAsync(request)..];
        }

        length = 0;
        while (true)
        {
            var more = await socket.ReceiveAsync(received.AsMemory(length));
            if (more == 0)
            {
                throw new IOException("The server closed a connection, or answered more than 16 KiB.");
            }

            length += more;
            if (Reply.StatusOf(Answer) is > 0 and var status)
            {
                return status;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();
}
