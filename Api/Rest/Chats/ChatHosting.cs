using Tallydesk.Feeds;
using Tallydesk.Hosting;
using Tallydesk.Identity;

namespace Tallydesk.Chats;

/// <summary>Adds live chat to the gateway.</summary>
internal static class ChatHosting
{
    // A message of 2,000 characters, each of which JSON may write as an escape of six or two of them.
    private const int LargestMessage = 32 * 1024;
    private const int LineLength = 64;

    /// <summary>Adds the feed and the hub. To be added after what hosts or reaches the grains.</summary>
    public static void AddChats(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new Followers<string, ChatView>(LineLength));
        builder.Services.AddSingleton<ChatFeed>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ChatFeed>());
        builder
            .Services.AddHub<ChatHub>(LargestMessage)
            .AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, ChatJson.Default));
    }

    /// <summary>Adds <c>/hubs/chat</c>.</summary>
    public static void MapChatHub(this IEndpointRouteBuilder routes) =>
        routes.MapHub<ChatHub>("/hubs/chat", Rights.CustomerOrStaff, "Chats");
}
