using System.Net;
using System.Text.Json;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Webhooks;

/// <summary>A desk with a clock of its own, and a receiver that its webhooks may lead to.</summary>
public sealed class HookedDesk : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
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
    internal async Task<JsonElement> NewestAsync(string webhook, string state)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var list = (await Desk.Admin.GetAsync($"/v1/webhooks/{webhook}/deliveries")).Must(HttpStatusCode.OK);
            if (
                list.Json.GetProperty("items").EnumerateArray().FirstOrDefault()
                    is { ValueKind: JsonValueKind.Object } newest
                && newest.GetProperty("state").GetString() == state
            )
            {
                return newest;
            }

            try
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"No newest delivery became {state}: {list.Body}", late);
            }
        }
    }
}
