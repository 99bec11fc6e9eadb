using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>
/// Runs a merge (Policy F5) outside of the tickets' turns, so that no ticket waits for another: the gateway does so for its
/// caller, the dispatcher for an interrupted merge. It is safe to run the same merge twice at the same time.
/// </summary>
public static class Merging
{
    /// <summary>Merges a ticket into another.</summary>
    /// <param name="grains">The grains.</param>
    /// <param name="ticket">The ticket to merge.</param>
    /// <param name="context">Who sends the command.</param>
    /// <param name="command">The merge command.</param>
    /// <returns>The merged ticket; <see cref="RefusalCode.TryAgainLater"/> if the other one is temporarily unavailable.</returns>
    public static async Task<Answer<TicketReceipt>> MergeAsync(
        IGrainFactory grains,
        ITicketGrain ticket,
        CommandContext context,
        MergeTicket command
    )
    {
        var begun = await ticket.BeginMergeAsync(context, command);
        var refusal = begun.Refusal;
        if (begun.Ok)
        {
            try
            {
                refusal = await Other().AskMergeAsync(context.Actor, begun.Value);
            }
            catch (Exception e) when (Outages.IsOne(e))
            {
                return Repeats.UnderWay;
            }
        }

        var ended = await ticket.EndMergeAsync(context with { ExpectedVersion = null }, command, refusal);
        if (ended.Ok)
        {
            // A notice does the same, in case this call fails; calling it here makes the change visible to the caller sooner.
            try
            {
                await Other().TakeInAsync(Actor.Desk, new(ended.Value.Number));
            }
            catch (Exception e) when (Outages.IsOne(e))
            {
                return ended;
            }
        }

        return ended;

        ITicketGrain Other() => grains.GetGrain<ITicketGrain>(command.Into!.Value.Value);
    }
}

/// <summary>A merge that the dispatcher completes.</summary>
/// <param name="Context">The actor and command that started it.</param>
/// <param name="Command">The merge command.</param>
internal sealed record MergeErrand(CommandContext Context, MergeTicket Command);
