using System.Net;
using System.Net.Sockets;

namespace Tallydesk.Tests.Support;

/// <summary>Stands between a client and its server, counts what passes, and loses it or holds it when told to.</summary>
public sealed class Proxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly int _target;
    private readonly Task _accepting;
    private TaskCompletionSource _plugged = new();
    private long _sent;

    /// <summary>Listens on a free port of loopback.</summary>
    /// <param name="target">The server's port there.</param>
    public Proxy(int target)
    {
        _target = target;
        _plugged.SetResult();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes sent to the server.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Whether what comes from the client breaks the connection instead of reaching the server.</summary>
    public bool LosesRequests { get; set; }

    /// <summary>Whether what comes from the server breaks the connection instead of reaching the client.</summary>
    public bool LosesReplies { get; set; }

    /// <summary>Lets nothing pass, and tells nobody: a cable that was pulled.</summary>
    public void Pull() => _plugged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everything pass again, first what was sent meanwhile.</summary>
    public void Plug() => _plugged.TrySetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Stop();
        await _accepting;
        _closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_closed.Token);
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
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(
                PumpAsync(client, server, () => LosesRequests, n => Interlocked.Add(ref _sent, n)),
                PumpAsync(server, client, () => LosesReplies, _ => { })
            );
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, Func<bool> loses, Action<int> count)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _closed.Token) is var read and > 0 && !loses())
            {
                await _plugged.Task.WaitAsync(_closed.Token);
                count(read);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _closed.Token);
            }
        }
        catch (Exception cut) when (cut is OperationCanceledException or IOException or ObjectDisposedException) { }
    }
}
