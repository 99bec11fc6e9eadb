using System.Collections.Immutable;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>Who is replying to which ticket, as recently reported by their pages.</summary>
internal sealed class Replies
{
    /// <summary>How long a report is valid.</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromSeconds(15);

    private readonly Dictionary<long, ImmutableArray<Assignee>> names = [];
    private readonly Dictionary<(long Ticket, string? Who), DateTimeOffset> until = [];

    /// <summary>Who is replying to a ticket, in the order they started; the same array until that changes.</summary>
    public ImmutableArray<Assignee> On(long ticket) => names.GetValueOrDefault(ticket, []);

    /// <summary>When the first report expires; null for never.</summary>
    public DateTimeOffset? NextEnd => until.Count == 0 ? null : until.Values.Min();

    /// <summary>Records a report; true if someone started or stopped replying.</summary>
    public bool Note(long ticket, Assignee who, bool replying, DateTimeOffset now)
    {
        var known = On(ticket);
        var wasKnown = until.ContainsKey((ticket, who.Id));
        if (replying)
        {
            until[(ticket, who.Id)] = now + Holds;
        }
        else
        {
            until.Remove((ticket, who.Id));
        }

        if (wasKnown == replying)
        {
            return false;
        }

        Set(ticket, replying ? known.Add(who) : known.RemoveAll(one => one.Id == who.Id));
        return true;
    }

    /// <summary>Removes expired reports; returns their tickets.</summary>
    public ImmutableArray<long> Forget(DateTimeOffset now)
    {
        var ended = until.Where(word => word.Value <= now).Select(word => word.Key).ToImmutableArray();
        foreach (var (ticket, who) in ended)
        {
            until.Remove((ticket, who));
            Set(ticket, On(ticket).RemoveAll(one => one.Id == who));
        }

        return [.. ended.Select(word => word.Ticket).Distinct()];
    }

    private void Set(long ticket, ImmutableArray<Assignee> who)
    {
        if (who.IsEmpty)
        {
            names.Remove(ticket);
        }
        else
        {
            names[ticket] = who;
        }
    }
}
