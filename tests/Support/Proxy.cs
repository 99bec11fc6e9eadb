using System.Net;
using System.Net.Sockets;

namespace Tallydesk.Tests.Support;

/// <summary>Stands between a client and its server, counts what passes, and loses it or holds it when told to.</summary>
public sealed class Proxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closed = new();
    private readonly int target;
    private readonly Task accepting;
    private TaskCompletionSource plugged = new();
    private long sent;

    /// <summary>Listens on a free port of loopback.</summary>
    /// <param name="target">The server's port there.</param>
    public Proxy(int target)
    {
        this.target = target;
        plugged.SetResult();
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Where clients connect.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Bytes sent to the server.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>Whether what comes from the client breaks the connection instead of reaching the server.</summary>
    public bool LosesRequests { get; set; }

    /// <summary>Whether what comes from the server breaks the connection instead of reaching the client.</summary>
    public bool LosesReplies { get; set; }

    /// <summary>Lets nothing pass, and tells nobody: a cable that was pulled.</summary>
    public void Pull() => plugged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everything pass again, first what was sent meanwhile.</summary>
    public void Plug() => plugged.TrySetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        listener.Stop();
        await accepting;
        closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(closed.Token);
                _ = ForwardAsync(client);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException) { }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, target);
            await Task.WhenAny(
                PumpAsync(client, server, () => LosesRequests, n => Interlocked.Add(ref sent, n)),
                PumpAsync(server, client, () => LosesReplies, _ => { })
            );
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, Func<bool> loses, Action<int> count)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, closed.Token) is var read and > 0 && !loses())
            {
                await plugged.Task.WaitAsync(closed.Token);
                count(read);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), closed.Token);
            }
        }
        catch (Exception cut) when (cut is OperationCanceledException or IOException or ObjectDisposedException) { }
    }
}
