using Microsoft.Extensions.Logging;

namespace Tallydesk.Feeds;

/// <summary>
/// The gateway processes subscribed to a feed. Each has a lease that it renews, and at most one call in
/// progress, so that a slow one delays no others. One that fails or times out is unsubscribed; it notices the silence
/// and attaches again. One that has fallen behind the kept deltas detects that by the next heartbeat's number.
/// </summary>
/// <param name="feed">The feed's name, for the log.</param>
/// <param name="deltas">The notices.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
/// <typeparam name="TDelta">The feed's delta.</typeparam>
internal sealed partial class FeedLeases<TDelta>(string feed, DeltaLog<TDelta> deltas, TimeProvider time, ILogger log)
    where TDelta : class, IDelta
{
    /// <summary>How long a gateway receives deltas without renewing its lease.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(35);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);

    /// <summary>The number of subscribed gateways.</summary>
    public int Count => nodes.Count;

    /// <summary>Starts or renews a gateway's lease; it receives the deltas after its last one.</summary>
    /// <param name="name">The gateway process.</param>
    /// <param name="observer">Where its deltas go; another one than before is a new beginning.</param>
    /// <param name="tell">Calls the observer.</param>
    public void Renew(string name, IGrainObserver observer, Func<TDelta, Task> tell)
    {
        var known = nodes.GetValueOrDefault(name);
        var node = known?.Observer.Equals(observer) == true ? known : new Node(observer, tell);
        node.Seq = deltas.Seq;
        node.Until = time.GetUtcNow() + Lease;
        nodes[name] = node;
    }

    /// <summary>Tells every gateway what it does not have yet. Nothing is awaited.</summary>
    public void Publish()
    {
        foreach (var (name, node) in nodes)
        {
            Tell(name, node, deltas.Find(node.Seq + 1));
        }
    }

    /// <summary>Ends leases that were not renewed, and lets the others know that the feed lives. Nothing is awaited.</summary>
    public void Beat()
    {
        var now = time.GetUtcNow();
        foreach (var (name, node) in nodes)
        {
            if (node.Until < now)
            {
                nodes.Remove(name);
                continue;
            }

            Tell(name, node, deltas.Find(node.Seq + 1) ?? deltas.Heartbeat);
        }
    }

    private void Tell(string name, Node node, TDelta? first)
    {
        if (first is not null && !node.UnderWay)
        {
            _ = TellAsync(name, node, first);
        }
    }

    private async Task TellAsync(string name, Node node, TDelta first)
    {
        node.UnderWay = true;
        try
        {
            for (var delta = first; delta is not null; delta = deltas.Find(node.Seq + 1))
            {
                await node.Tell(delta).WaitAsync(Patience, time);
                node.Seq = Math.Max(node.Seq, delta.Seq);
            }

            node.UnderWay = false;
        }
        catch (Exception e)
        {
            LogDropped(log, e, name, feed);
            if (nodes.GetValueOrDefault(name) == node)
            {
                nodes.Remove(name);
            }
        }
    }

    [LoggerMessage(
        6001,
        LogLevel.Information,
        "Gateway {Node} is not receiving changes of {Feed} and was unsubscribed."
    )]
    private static partial void LogDropped(ILogger log, Exception e, string node, string feed);

    /// <summary>A gateway and the last delta it received.</summary>
    private sealed class Node(IGrainObserver observer, Func<TDelta, Task> tell)
    {
        public IGrainObserver Observer => observer;

        public Func<TDelta, Task> Tell => tell;

        public DateTimeOffset Until { get; set; }

        public long Seq { get; set; }

        public bool UnderWay { get; set; }
    }
}
