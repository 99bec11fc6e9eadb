using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Tallydesk.Enquiries;
using Tallydesk.Identity;
using Tallydesk.Problems;
using Tallydesk.Requests;
using Tallydesk.Storage.Settings;

namespace Tallydesk.Limits;

/// <summary>The rate limits of the gateway: buckets per token, session and network address, strictest for visitors.</summary>
internal static class RequestLimits
{
    /// <summary>The limit of forms by which people sign in, register or have a new password.</summary>
    public const string SignIn = "sign-in";

    /// <summary>The limit of requests that cost much.</summary>
    public const string Expensive = "expensive";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Buckets are filled no more often than this.
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(50);

    /// <summary>The answer to a caller whose bucket is empty.</summary>
    public static Problem TooMany { get; } =
        Problem.Of(
            ProblemKind.OfStatus(StatusCodes.Status429TooManyRequests),
            "Too many requests. Retry after the number of seconds in the Retry-After header."
        );

    /// <summary>A wait in seconds. Buckets are filled a moment late, so one second is added.</summary>
    public static string RetryAfter(TimeSpan wait) =>
        Math.Floor(wait.TotalSeconds + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Adds the limits.</summary>
    public static void AddRequestLimits(this IHostApplicationBuilder builder)
    {
        var limits = builder.Configuration.Read(LimitOptions.Section, new LimitOptionsValidator());
        var enquiries = builder.Configuration.Read(EnquiryOptions.Section, new EnquiryOptionsValidator());
        builder.Services.AddSingleton(Options.Create(limits));
        builder.Services.AddSingleton<HubLimits>();
        builder.Services.AddHostedService<HubSweep>();
        var (callers, addresses) = (OfCaller(limits), OfAddress(limits));
        builder.Services.AddSingleton(new CommandLimits(PartitionedRateLimiter.CreateChained(callers, addresses)));
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.OnRejected = RefuseAsync;
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(callers, addresses, AtOnce(limits));
            limiter.AddPolicy(
                SignIn,
                http => ByAddress(http, limits.SignInBurst, limits.SignInPerMinute / Minute.TotalSeconds)
            );
            limiter.AddPolicy(
                Expensive,
                http =>
                    RateLimitPartition.GetTokenBucketLimiter(
                        CallerOf(http),
                        _ => Bucket(limits.ExpensiveBurst, limits.ExpensivePerMinute / Minute.TotalSeconds)
                    )
            );
            limiter.AddPolicy(
                EnquiryLimits.Policy,
                http => ByAddress(http, enquiries.Burst, enquiries.PerHour / TimeSpan.FromHours(1).TotalSeconds)
            );
        });
    }

    private static PartitionedRateLimiter<HttpContext> OfCaller(LimitOptions limits) =>
        PartitionedRateLimiter.Create<HttpContext, string>(http =>
            RateLimitPartition.GetTokenBucketLimiter(
                CallerOf(http),
                _ =>
                    http.User.Proof() is null
                        ? Bucket(limits.VisitorBurst, limits.VisitorPerSecond)
                        : Bucket(limits.SignedInBurst, limits.SignedInPerSecond)
            )
        );

    private static PartitionedRateLimiter<HttpContext> OfAddress(LimitOptions limits) =>
        PartitionedRateLimiter.Create<HttpContext, string>(http =>
            RateLimitPartition.GetTokenBucketLimiter(
                VisitorAddress.Of(http),
                _ => Bucket(limits.AddressBurst, limits.AddressPerSecond)
            )
        );

    /// <summary>A hub's connection would hold its place for as long as it is open, so hubs have limits of their own.</summary>
    private static PartitionedRateLimiter<HttpContext> AtOnce(LimitOptions limits) =>
        PartitionedRateLimiter.Create<HttpContext, bool>(http =>
            SchemeChoice.IsHub(http.Request.Path)
                ? RateLimitPartition.GetNoLimiter(true)
                : RateLimitPartition.GetConcurrencyLimiter(
                    false,
                    _ => new ConcurrencyLimiterOptions { PermitLimit = limits.AtOnce, QueueLimit = 0 }
                )
        );

    private static RateLimitPartition<string> ByAddress(HttpContext http, int burst, double perSecond) =>
        RateLimitPartition.GetTokenBucketLimiter(VisitorAddress.Of(http), _ => Bucket(burst, perSecond));

    private static string CallerOf(HttpContext http) => http.User.Actor()?.Id ?? VisitorAddress.Of(http);

    private static TokenBucketRateLimiterOptions Bucket(int burst, double perSecond)
    {
        var period = Second / perSecond;
        var atOnce = period < ShortestPeriod ? (int)Math.Ceiling(ShortestPeriod / period) : 1;
        return new()
        {
            TokenLimit = burst,
            TokensPerPeriod = atOnce,
            ReplenishmentPeriod = period * atOnce,
            QueueLimit = 0,
        };
    }

    private static ValueTask RefuseAsync(OnRejectedContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;
        if (!context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
        {
            // No bucket is empty; too many requests are being processed concurrently.
            return new(
                Problem
                    .Of(ProblemKind.Unavailable, "The server is busy. Try again in a few seconds.")
                    .ExecuteAsync(http)
            );
        }

        http.Response.Headers.RetryAfter = RetryAfter(wait);
        return new(TooMany.ExecuteAsync(http));
    }
}
