using Tallydesk.Feeds;
using Tallydesk.Hosting;
using Tallydesk.Identity;

namespace Tallydesk.Tickets;

/// <summary>Adds what tells pages and programs of tickets.</summary>
internal static class TicketHosting
{
    private const int LargestMessage = 4096;

    // Everything up to here is covered by one read; more would make a slow client read repeatedly.
    private const int LineLength = 2;

    /// <summary>Adds the hub and its followers.</summary>
    public static void AddTicketHub(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new Followers<long, TicketChange>(LineLength));
        builder
            .Services.AddHub<TicketHub>(LargestMessage)
            .AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, TicketJson.Default));
    }

    /// <summary>Adds <c>/hubs/tickets</c>.</summary>
    public static void MapTicketHub(this IEndpointRouteBuilder routes) =>
        routes.MapHub<TicketHub>("/hubs/tickets", Rights.CustomerOrStaff, "Tickets");
}
