using Microsoft.AspNetCore.Http.Connections;
using Tallydesk.Identity;

namespace Tallydesk.Queues;

/// <summary>Adds the live queue to the gateway.</summary>
internal static class QueueHosting
{
    private const int LargestMessage = 4096;

    /// <summary>Adds the feed and the hub. To be added after what hosts or reaches the grains.</summary>
    public static void AddLiveQueue(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Viewers>();
        builder.Services.AddSingleton<QueueFeeds>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<QueueFeeds>());
        builder
            .Services.AddSignalR()
            .AddHubOptions<QueueHub>(options =>
            {
                options.MaximumReceiveMessageSize = LargestMessage;
                options.MaximumParallelInvocationsPerClient = 1;
                options.KeepAliveInterval = TimeSpan.FromSeconds(5);
                options.ClientTimeoutInterval = TimeSpan.FromSeconds(40);
            })
            .AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, BoardJson.Default));
    }

    /// <summary>Adds <c>/hubs/queue</c>.</summary>
    public static void MapLiveQueue(this IEndpointRouteBuilder routes) =>
        routes
            .MapHub<QueueHub>(
                "/hubs/queue",
                options =>
                {
                    options.Transports = HttpTransportType.WebSockets;
                    options.CloseOnAuthenticationExpiration = true;
                }
            )
            .RequireAuthorization(Rights.Staff);
}
