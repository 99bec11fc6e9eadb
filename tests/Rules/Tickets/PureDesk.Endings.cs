using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;
using Tallydesk.Tickets;

namespace Tallydesk.Tests.Tickets;

/// <content>Tickets that close, go on, or are merged (Policy F4, F5).</content>
internal sealed partial class PureDesk
{
    private readonly Dictionary<string, MergeTicket> merges = [];

    public Refusal? Close(long number, Actor? actor = null) =>
        Do(number, actor ?? Owner, (ticket, origin) => EndingRules.Close(ticket, origin.Actor, Now));

    public Refusal? Reopen(long number, Actor? actor = null) =>
        Do(number, actor ?? Owner, (ticket, origin) => ReopeningRules.Reopen(ticket, origin.Actor, Policy, Now));

    /// <summary>Merges a ticket into another, step by step as <see cref="Merging"/> does.</summary>
    public Refusal? Merge(long number, long into)
    {
        var begun = BeginMerge(number, into);
        return begun.Ok ? EndMerge(number, begun.Value, Ask(into, number)) : begun.Refusal;
    }

    /// <summary>The first step: the ticket wants to be merged.</summary>
    public Answer<Origin> BeginMerge(long number, long into)
    {
        var origin = new Origin(Engineer, $"command-{++commands}", "");
        var command = new MergeTicket(tickets.ContainsKey(into) ? new(KeyOf(into)) : null, into);
        merges[origin.Command] = command;
        var begun = MergeRules.Begin(tickets[number], origin, command, Now);
        if (!begun.Ok)
        {
            return begun.Refusal;
        }

        Commit(number, begun.Value.Events);
        return origin;
    }

    /// <summary>The second step: the other ticket is asked.</summary>
    public Refusal? Ask(long number, long from, CustomerId? customer = null)
    {
        var request = new MergeRequest(from, customer ?? tickets[from].Customer);
        return Do(number, Engineer, (ticket, _) => MergeRules.Ask(ticket, Engineer, request));
    }

    /// <summary>The last step: the other ticket has answered.</summary>
    public Refusal? EndMerge(long number, Origin origin, Refusal? refused)
    {
        var refusal = Do(
            number,
            Engineer,
            (ticket, _) => MergeRules.End(ticket, origin, merges[origin.Command], refused, Now)
        );
        if (refusal is not null && tickets[number].Merge is { } merge && merge.Origin == origin)
        {
            Commit(number, [new MergeDropped(merge.Number)]);
        }
        else if (refusal is null)
        {
            var into = tickets[number].MergedInto!.Value;
            Commit(into, MergeRules.TakeIn(tickets[into], number, Now));
        }

        return refusal;
    }

    /// <summary>What the sweep does at every instant: closes each ticket that is due.</summary>
    public void CloseDue()
    {
        foreach (var number in tickets.Keys.ToList())
        {
            if (ReopeningRules.CloseWhenDue(tickets[number], Policy, Now) is { } closed)
            {
                Commit(number, [closed]);
            }
        }
    }

    /// <summary>Opens the ticket that a late reply becomes, as the grain does.</summary>
    private void FollowUp(long number, PendingFollowUp reply)
    {
        var parent = tickets[number];
        var child = tickets.Count + 1L;
        var command = new OpenSplitTicket(
            new(KeyOf(number)),
            number,
            parent.Customer,
            parent.CustomerName,
            parent.License,
            parent.Edition,
            parent.Desk,
            reply.Coverage,
            parent.Subject,
            [new(reply.Row, reply.At, reply.Author.Id, reply.Author.Name, reply.Body)]
        );
        var opened = OpeningRules.OpenSplit(new(), command, child);
        tickets[child] = opened.Value!.Events.Aggregate(new Ticket(), TicketApply.Apply);
        Commit(number, ReopeningRules.Finish(new(child, tickets[child].FirstMessage), Now));
    }
}
