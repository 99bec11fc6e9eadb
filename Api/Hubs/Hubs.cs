using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Tallydesk.Limits;

namespace Tallydesk.Hosting;

/// <summary>What all hubs have in common: WebSockets or long polling, one call at a time, and a client that is silent is gone.</summary>
internal static class Hubs
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClientSilence = TimeSpan.FromSeconds(40);

    /// <summary>Adds a hub's limits.</summary>
    /// <param name="services">The gateway's services.</param>
    /// <param name="largestMessage">The largest message it takes from a client, in bytes.</param>
    public static ISignalRServerBuilder AddHub<THub>(this IServiceCollection services, int largestMessage)
        where THub : Hub =>
        services
            .AddSignalR(options =>
            {
                options.AddFilter<HubLimits>();
                options.AddFilter<HubTexts>();
            })
            .AddHubOptions<THub>(options =>
            {
                options.MaximumReceiveMessageSize = largestMessage;
                options.MaximumParallelInvocationsPerClient = 1;
                options.KeepAliveInterval = KeepAlive;
                options.ClientTimeoutInterval = ClientSilence;
            });

    /// <summary>Maps a hub for callers with a right; tokens with scopes also need the area's scope.</summary>
    public static void MapHub<THub>(this IEndpointRouteBuilder routes, string path, string right, string area)
        where THub : Hub =>
        routes
            .MapHub<THub>(
                path,
                options =>
                {
                    // Some networks let no WebSocket through; the board then asks again and again.
                    options.Transports = HttpTransportType.WebSockets | HttpTransportType.LongPolling;
                    options.CloseOnAuthenticationExpiration = true;
                }
            )
            .RequireAuthorization(right)
            .WithTags(area);
}
