using Microsoft.Extensions.Logging;

namespace Tallydesk.Queues;

/// <summary>
/// The gateway processes that a queue tells its deltas. Each holds a lease that it renews, and has at most one call under
/// way, so that a slow one delays nobody. One that fails or does not answer in time is dropped; it notices by the silence
/// and attaches again.
/// </summary>
internal sealed partial class FeedLeases(string desk, DeltaLog deltas, TimeProvider time, ILogger log)
{
    /// <summary>How long a gateway is told without a renewal.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(35);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);

    /// <summary>How many gateways are told.</summary>
    public int Count => nodes.Count;

    /// <summary>Begins or renews a gateway's lease; it is told what comes after the last delta.</summary>
    public void Renew(string name, IQueueObserver observer)
    {
        var known = nodes.GetValueOrDefault(name);
        var progress = known?.Observer.Equals(observer) == true ? known.Progress : new Progress();
        progress.Seq = deltas.Seq;
        nodes[name] = new(observer, time.GetUtcNow() + Lease, progress);
    }

    /// <summary>Tells every gateway what it does not have yet. Nothing is awaited.</summary>
    public void Publish()
    {
        foreach (var (name, node) in nodes)
        {
            Tell(name, node, deltas.Find(node.Progress.Seq + 1));
        }
    }

    /// <summary>Ends leases that were not renewed, and lets the others know that the queue lives. Nothing is awaited.</summary>
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

            Tell(name, node, deltas.Find(node.Progress.Seq + 1) ?? deltas.Heartbeat);
        }
    }

    private void Tell(string name, Node node, QueueDelta? first)
    {
        if (first is not null && !node.Progress.UnderWay)
        {
            _ = TellAsync(name, node, first);
        }
    }

    private async Task TellAsync(string name, Node node, QueueDelta first)
    {
        node.Progress.UnderWay = true;
        try
        {
            for (var delta = first; delta is not null; delta = deltas.Find(node.Progress.Seq + 1))
            {
                await node.Observer.OnDeltaAsync(desk, delta).WaitAsync(Patience, time);
                node.Progress.Seq = Math.Max(node.Progress.Seq, delta.Seq);
            }

            node.Progress.UnderWay = false;
        }
        catch (Exception e)
        {
            LogDropped(log, e, name, desk);
            if (nodes.TryGetValue(name, out var current) && ReferenceEquals(current.Progress, node.Progress))
            {
                nodes.Remove(name);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Gateway {Node} does not take the changes of desk {Desk} and is dropped.")]
    private static partial void LogDropped(ILogger log, Exception e, string node, string desk);

    private sealed record Node(IQueueObserver Observer, DateTimeOffset Until, Progress Progress);

    /// <summary>How far a gateway has been told; survives renewals of its lease.</summary>
    private sealed class Progress
    {
        public long Seq { get; set; }

        public bool UnderWay { get; set; }
    }
}
