using Microsoft.Extensions.Logging;

namespace Tallydesk.Chats;

/// <summary>
/// The gateway processes that are told of chats. Each holds a lease that it renews, has a line of its own and at most one
/// call under way, so that a slow one delays nobody. What it has taken is answered for, so nothing needs a number: one that
/// fails, falls behind or does not answer in time is dropped, notices by the silence, and attaches again.
/// </summary>
internal sealed partial class ChatLeases(TimeProvider time, ILogger log)
{
    /// <summary>How long a gateway is told without a renewal.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(35);

    private const int LineLength = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);

    /// <summary>Begins or renews a gateway's lease.</summary>
    public void Renew(string name, IChatObserver observer)
    {
        var known = nodes.GetValueOrDefault(name);
        var node = known?.Observer.Equals(observer) == true ? known : new Node(observer);
        node.Until = time.GetUtcNow() + Lease;
        nodes[name] = node;
    }

    /// <summary>Tells every gateway of a change. Nothing is awaited.</summary>
    public void Publish(ChatView chat)
    {
        foreach (var (name, node) in nodes)
        {
            if (node.Line.Count == LineLength)
            {
                nodes.Remove(name);
                continue;
            }

            node.Line.Enqueue(chat);
            Tell(name, node);
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

            Tell(name, node);
        }
    }

    private void Tell(string name, Node node)
    {
        if (!node.UnderWay)
        {
            _ = TellAsync(name, node);
        }
    }

    private async Task TellAsync(string name, Node node)
    {
        node.UnderWay = true;
        try
        {
            do
            {
                await node.Observer.OnChatsAsync(node.TakeLine()).WaitAsync(Patience, time);
            } while (node.Line.Count > 0);
            node.UnderWay = false;
        }
        catch (Exception e)
        {
            LogDropped(log, e, name);
            if (nodes.GetValueOrDefault(name) == node)
            {
                nodes.Remove(name);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Gateway {Node} does not take the changes of chats and is dropped.")]
    private static partial void LogDropped(ILogger log, Exception e, string node);

    private sealed class Node(IChatObserver observer)
    {
        public IChatObserver Observer => observer;

        public Queue<ChatView> Line { get; } = new();

        public DateTimeOffset Until { get; set; }

        public bool UnderWay { get; set; }

        public System.Collections.Immutable.ImmutableArray<ChatView> TakeLine()
        {
            System.Collections.Immutable.ImmutableArray<ChatView> taken = [.. Line];
            Line.Clear();
            return taken;
        }
    }
}
