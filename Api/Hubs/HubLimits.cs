using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Tallydesk.Background;
using Tallydesk.Identity;

namespace Tallydesk.Limits;

/// <summary>All open connections to hubs of this gateway: how many a bearer has, how often each calls, and whose proof has ended.</summary>
internal sealed class HubLimits(IOptions<LimitOptions> options, Proofs proofs) : IHubFilter
{
    // A connection that keeps calling without waiting does not belong to one of our pages.
    private const int MostRefused = 100;

    private readonly LimitOptions limits = options.Value;
    private readonly ConcurrentDictionary<string, Connection> connections = new(StringComparer.Ordinal);

    /// <summary>How many connections are open.</summary>
    public int Count => connections.Count;

    /// <inheritdoc/>
    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        var actor = context.Context.User?.Actor()?.Id ?? "";
        connections[context.Context.ConnectionId] = new(context.Context, actor, BucketOf(limits));
        if (
            Count > limits.HubConnections
            || connections.Values.Count(other => other.Actor == actor) > limits.HubConnectionsOfOne
        )
        {
            Leave(context.Context.ConnectionId);
            throw new HubException("Too many open connections. Close one and try again.");
        }

        return next(context);
    }

    /// <inheritdoc/>
    public Task OnDisconnectedAsync(
        HubLifetimeContext context,
        Exception? exception,
        Func<HubLifetimeContext, Exception?, Task> next
    )
    {
        Leave(context.Context.ConnectionId);
        return next(context, exception);
    }

    /// <inheritdoc/>
    public ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext,
        Func<HubInvocationContext, ValueTask<object?>> next
    )
    {
        if (!connections.TryGetValue(invocationContext.Context.ConnectionId, out var connection))
        {
            throw new HubException("Connect first.");
        }

        if (connection.MayCall())
        {
            return next(invocationContext);
        }

        if (connection.Refuse() > MostRefused)
        {
            invocationContext.Context.Abort();
        }

        throw new HubException("Too many calls. Wait a second and try again.");
    }

    /// <summary>Ends the connections of those whose token or session has ended.</summary>
    public async Task DismissEndedAsync()
    {
        foreach (var ofOne in connections.Values.GroupBy(connection => connection.Context.User?.Proof()))
        {
            if (ofOne.Key is null || await proofs.RecallAsync(ofOne.Key) is null)
            {
                foreach (var connection in ofOne)
                {
                    connection.Context.Abort();
                }
            }
        }
    }

    private void Leave(string id)
    {
        if (connections.TryRemove(id, out var connection))
        {
            connection.Leave();
        }
    }

    private static TokenBucketRateLimiter BucketOf(LimitOptions limits) =>
        new(
            new()
            {
                TokenLimit = limits.HubCallBurst,
                TokensPerPeriod = limits.HubCallsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }
        );

    private sealed class Connection(HubCallerContext context, string actor, TokenBucketRateLimiter calls)
    {
        private int refused;

        public HubCallerContext Context => context;

        public string Actor => actor;

        public bool MayCall()
        {
            using var lease = calls.AttemptAcquire();
            return lease.IsAcquired;
        }

        public void Leave() => calls.Dispose();

        public int Refuse() => Interlocked.Increment(ref refused);
    }
}

/// <summary>Asks again and again whether the proofs of open connections still hold.</summary>
internal sealed class HubSweep(HubLimits hubs, TimeProvider time, ILogger<HubSweep> log)
    : BackgroundLoop("hub proofs", TimeSpan.FromSeconds(3), time, log)
{
    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken stopping) => hubs.DismissEndedAsync();
}
