using System.Threading.RateLimiting;
using Tallydesk.Problems;

namespace Tallydesk.Limits;

/// <summary>The buckets of callers and addresses, for commands that come many in one request.</summary>
/// <param name="buckets">The buckets from which requests are taken, too.</param>
internal sealed class CommandLimits(PartitionedRateLimiter<HttpContext> buckets)
{
    /// <summary>Counts a command of a request; the refusal when the caller or the address has no more.</summary>
    public Problem? Refuse(HttpContext http)
    {
        using var lease = buckets.AttemptAcquire(http);
        return lease.IsAcquired ? null : RequestLimits.TooMany;
    }
}
