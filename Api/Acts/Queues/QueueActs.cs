using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Queues;

/// <summary>What engineers do with a desk's queue, through whichever door: REST or the hub.</summary>
internal sealed class QueueActs(ISupportPolicySource policy, IGrainFactory grains)
{
    /// <summary>Claims the ticket that comes next.</summary>
    public async Task<Answer<NextTicket>> NextAsync(CommandContext context, string desk) =>
        Find(desk) is { } queue
            ? await queue.NextAsync(context)
            : new Refusal(RefusalCode.NotFound, "Queue not found.");

    /// <summary>The queue of a desk that the policy names; null for any other name, about which no grain is asked.</summary>
    public IQueueGrain? Find(string desk) =>
        policy.Current.Desks.Contains(desk) ? grains.GetGrain<IQueueGrain>(QueueId.OfDesk(desk).Value) : null;
}
