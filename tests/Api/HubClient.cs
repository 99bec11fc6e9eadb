using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Tallydesk.Tests;

/// <summary>Programs that connect to a hub with a token.</summary>
internal static class HubClient
{
    /// <summary>A connection that has not been started.</summary>
    /// <param name="desk">The desk.</param>
    /// <param name="hub">The hub's name: queue or chat.</param>
    /// <param name="token">The token; null for none.</param>
    public static HubConnection To(DeskHost desk, string hub, string? token) =>
        new HubConnectionBuilder()
            .WithUrl(
                new Uri(desk.Address, $"/hubs/{hub}"),
                options =>
                {
                    options.AccessTokenProvider = () => Task.FromResult(token);
                    options.SkipNegotiation = true;
                    options.Transports = HttpTransportType.WebSockets;
                }
            )
            .Build();

    /// <summary>A connection to the queue that has been started.</summary>
    public static async Task<HubConnection> ConnectAsync(DeskHost desk, string token)
    {
        var hub = To(desk, "queue", token);
        await hub.StartAsync();
        return hub;
    }
}
