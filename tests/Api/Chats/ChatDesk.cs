using System.Net;
using System.Text.Json.Nodes;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Chats;

/// <summary>A desk of its own, whose support hours the tests set: whatever the time is, support is open, or it is closed.</summary>
public sealed class ChatDesk : IAsyncLifetime
{
    private readonly MovedTime time = new();
    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    private readonly string[] settings;
    private DeskHost? host;
    private int versions;

    public ChatDesk()
        : this([]) { }

    /// <summary>A desk with settings of its own besides.</summary>
    internal ChatDesk(string[] settings) => this.settings = settings;

    /// <summary>The desk's clock.</summary>
    internal MovedTime Time => time;

    internal DeskHost Desk => host ?? throw new InvalidOperationException("The desk has not been started.");

    public async Task InitializeAsync()
    {
        host = await DeskHost.StartAsync(time, [.. DeskHost.Unlimited, .. settings]);
        await OpenAsync();
    }

    public Task DisposeAsync() => Desk.DisposeAsync();

    /// <summary>Support is open at every hour of every day.</summary>
    internal Task OpenAsync() => AdoptAsync(Days);

    /// <summary>Support is open on another day of the week only.</summary>
    internal Task CloseAsync() =>
        AdoptAsync([Days[((int)TimeProvider.System.GetUtcNow().AddHours(4).DayOfWeek + 3) % Days.Length]]);

    private async Task AdoptAsync(string[] days)
    {
        var policy = JsonNode.Parse((await Desk.Admin.GetAsync("/v1/policy")).Must(HttpStatusCode.OK).Body)!;
        policy["version"] = $"chats-{++versions}";
        policy["calendar"]!["open"] = "00:00";
        policy["calendar"]!["close"] = "24:00";
        policy["calendar"]!["days"] = new JsonArray([.. days.Select(day => JsonValue.Create(day))]);
        policy["calendar"]!["holidays"] = new JsonArray();
        policy["calendar"]!["extraWorkingDays"] = new JsonArray();
        (await Desk.Admin.PostAsync("/v1/policy/versions", policy.ToJsonString())).Must(HttpStatusCode.Created);
        using var patience = new CancellationTokenSource(Eventually.Bound);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await Desk.Admin.GetAsync("/v1/policy")).Text("version") != $"chats-{versions}")
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}

/// <summary>A customer with VIP care, and their chats.</summary>
internal static class ChatWorld
{
    /// <summary>Makes a customer whose license is under VIP care.</summary>
    public static Task<World> WithCareAsync(this ChatDesk desk) =>
        World.CreateAsync(desk.Desk, "Multi-Vendor Ultimate");

    /// <summary>Starts a chat by the customer.</summary>
    public static Task<ApiAnswer> StartChatAsync(this World world, string? key = null, string text = "How?") =>
        world.Customer.PostAsync("/v1/chats", $$"""{"licenseNumber":"{{world.License}}","body":"{{text}}"}""", key);

    /// <summary>Starts a chat and answers its path.</summary>
    public static async Task<string> ChatAsync(this World world) =>
        $"/v1/chats/{(await world.StartChatAsync()).Must(HttpStatusCode.Created).Text("id")}";
}
