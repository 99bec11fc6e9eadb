using System.Threading.RateLimiting;

namespace Tallydesk.Limits;

/// <summary>The rate limits for the commands of a batch.</summary>
/// <param name="buckets">The same buckets that requests use.</param>
internal sealed class CommandLimits(PartitionedRateLimiter<HttpContext> buckets)
{
    /// <summary>Takes a permit for one command; false when none is left.</summary>
    public bool TryTake(HttpContext http)
    {
        using var lease = buckets.AttemptAcquire(http);
        return lease.IsAcquired;
    }

    /// <summary>The seconds until the next command is accepted, for <c>Retry-After</c>.</summary>
    public string RetryAfter(HttpContext http)
    {
        // Takes no permit: this only asks when one will be available.
        using var lease = buckets.AttemptAcquire(http, permitCount: 0);
        return RequestLimits.RetryAfter(
            lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.Zero
        );
    }
}
