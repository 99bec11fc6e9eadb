using Tallydesk.Feeds;
using Tallydesk.Hosting;
using Tallydesk.Identity;

namespace Tallydesk.Queues;

/// <summary>Adds the live queue to the gateway.</summary>
internal static class QueueHosting
{
    private const int LargestMessage = 4096;
    private const int LineLength = 64;

    /// <summary>Adds the feed and the hub. To be added after what hosts or reaches the grains.</summary>
    public static void AddLiveQueue(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new Followers<string, BoardDelta>(LineLength));
        builder.Services.AddSingleton<BoardViews>();
        builder.Services.AddSingleton<QueueFeeds>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<QueueFeeds>());
        builder
            .Services.AddHub<QueueHub>(LargestMessage)
            .AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, BoardJson.Default));
    }

    /// <summary>Adds <c>/hubs/queue</c>.</summary>
    public static void MapLiveQueue(this IEndpointRouteBuilder routes) =>
        routes.MapHub<QueueHub>("/hubs/queue", Rights.Staff, "Queues");
}
