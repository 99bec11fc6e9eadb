using System.Threading.RateLimiting;

namespace Tallydesk.Limits;

/// <summary>The buckets of callers and addresses, for commands that come many in one request.</summary>
/// <param name="buckets">The buckets from which requests are taken, too.</param>
internal sealed class CommandLimits(PartitionedRateLimiter<HttpContext> buckets)
{
    /// <summary>Counts a command of a request; false when the caller or the address may send no more at the moment.</summary>
    public bool TryTake(HttpContext http)
    {
        using var lease = buckets.AttemptAcquire(http);
        return lease.IsAcquired;
    }

    /// <summary>The seconds after which the next command is taken, as <c>Retry-After</c> has them.</summary>
    public string RetryAfter(HttpContext http)
    {
        // No permit is taken: it is only asked when one is there.
        using var lease = buckets.AttemptAcquire(http, permitCount: 0);
        return RequestLimits.RetryAfter(
            lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.Zero
        );
    }
}
