using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>
/// Drives a merge (Policy F5) from outside the tickets' turns, so that no ticket waits for another: the gateway does for its
/// caller, the dispatcher for a merge that was cut off. Two who drive the same merge at once do no harm.
/// </summary>
public static class Merging
{
    /// <summary>Merges a ticket into another.</summary>
    /// <param name="grains">The grains.</param>
    /// <param name="ticket">The ticket that is to be merged.</param>
    /// <param name="context">Who sends the command.</param>
    /// <param name="command">Into which ticket.</param>
    /// <returns>The merged ticket; <see cref="RefusalCode.TryAgainLater"/> when the other one can't be asked at the moment.</returns>
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
            // A notice tells it too, so that it is told whatever happens here; this way the caller usually finds it told.
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

/// <summary>A merge that the dispatcher drives to its end.</summary>
/// <param name="Context">Who began it, and by which command.</param>
/// <param name="Command">Into which ticket.</param>
internal sealed record MergeErrand(CommandContext Context, MergeTicket Command);
