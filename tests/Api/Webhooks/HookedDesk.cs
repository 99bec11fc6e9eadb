using System.Net;
using System.Text.Json;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Webhooks;

/// <summary>A desk with a clock of its own, and a receiver that its webhooks may lead to.</summary>
public sealed class HookedDesk : IAsyncLifetime
{
    private DeskHost? host;
    private Receiver? receiver;

    /// <summary>The desk's clock.</summary>
    internal MovedTime Time { get; } = new();

    internal DeskHost Desk => host ?? throw new InvalidOperationException("The desk has not been started.");

    internal Receiver Receiver => receiver ?? throw new InvalidOperationException("The receiver has not been started.");

    public async Task InitializeAsync()
    {
        receiver = await Receiver.StartAsync();
        host = await DeskHost.StartAsync(
            Time,
            [.. DeskHost.Unlimited, $"--Webhooks:Internal:1={receiver.Address.Authority}"]
        );
    }

    public async Task DisposeAsync()
    {
        await Desk.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    /// <summary>Makes a webhook that leads to the receiver; answers its body with the secret.</summary>
    internal async Task<ApiAnswer> HookAsync(params string[] events) =>
        (
            await Desk.Admin.PostAsync(
                "/v1/webhooks",
                $$"""{"name":"Test","url":"{{Receiver.Address}}","events":{{JsonSerializer.Serialize(events)}}}"""
            )
        ).Must(HttpStatusCode.Created);

    /// <summary>Waits until a webhook's newest delivery is in a state, and answers it.</summary>
    internal Task<JsonElement> NewestAsync(string webhook, string state) =>
        NewestAsync(webhook, newest => newest.GetProperty("state").GetString() == state);

    /// <summary>Waits until a webhook has a newest delivery that is as a test wants, and answers it.</summary>
    internal async Task<JsonElement> NewestAsync(string webhook, Func<JsonElement, bool> isRight)
    {
        JsonElement newest = default;
        await Eventually.HoldsAsync(
            async () =>
            {
                var list = (await Desk.Admin.GetAsync($"/v1/webhooks/{webhook}/deliveries")).Must(HttpStatusCode.OK);
                newest = list.Json.GetProperty("items").EnumerateArray().FirstOrDefault();
                return newest.ValueKind == JsonValueKind.Object && isRight(newest);
            },
            () => $"The newest delivery is {newest}"
        );
        return newest;
    }
}
