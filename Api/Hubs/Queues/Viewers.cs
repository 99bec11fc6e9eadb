using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;

namespace Tallydesk.Queues;

/// <summary>
/// The browsers that follow a desk through this gateway. Each has a short line of its own, since a SignalR group is as slow
/// as its slowest member: whoever does not keep up misses deltas, sees so by their numbers, and asks for the queue anew.
/// </summary>
internal sealed class Viewers(IHubContext<QueueHub, IQueueClient> hub)
{
    private const int LineLength = 64;
    private readonly ConcurrentDictionary<string, Viewer> viewers = new(StringComparer.Ordinal);

    /// <summary>Begins to tell a connection of a desk; another desk's deltas end.</summary>
    public void Join(HubCallerContext connection, string desk)
    {
        var viewer = viewers.GetOrAdd(connection.ConnectionId, _ => new(connection));
        viewer.Desk = desk;
        if (viewer.Begin())
        {
            _ = PumpAsync(viewer);
        }
    }

    /// <summary>The connection has ended.</summary>
    public void Leave(string connection)
    {
        if (viewers.TryRemove(connection, out var viewer))
        {
            viewer.Line.Writer.TryComplete();
        }
    }

    /// <summary>Tells everybody who follows the desk. Waits for nobody.</summary>
    public void Tell(string desk, BoardDelta delta)
    {
        foreach (var (_, viewer) in viewers)
        {
            if (viewer.Desk == desk)
            {
                viewer.Line.Writer.TryWrite(delta);
            }
        }
    }

    private async Task PumpAsync(Viewer viewer)
    {
        var client = hub.Clients.Client(viewer.Connection.ConnectionId);
        await foreach (var delta in viewer.Line.Reader.ReadAllAsync())
        {
            await client.Delta(delta);
        }
    }

    private sealed class Viewer(HubCallerContext connection)
    {
        private int begun;

        public HubCallerContext Connection => connection;

        public Channel<BoardDelta> Line { get; } = Channel.CreateBounded<BoardDelta>(LineLength);

        public string? Desk { get; set; }

        public bool Begin() => Interlocked.Exchange(ref begun, 1) == 0;
    }
}
