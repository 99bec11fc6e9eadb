using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Tallydesk.Bench.Charges;
using Tallydesk.Bench.Machine;

namespace Tallydesk.Bench.Board;

/// <summary>A desk with a long queue that changes all the time.</summary>
internal sealed class BoardDesk : IAsyncDisposable
{
    /// <summary>How many tickets are open.</summary>
    public const int Tickets = 2000;

    /// <summary>The name of whoever claims what the browser is to draw.</summary>
    public const string ClaimerName = "Claimer";

    private const int AtOnce = 16;
    private const int KeptTickets = 40;
    private static readonly TimeSpan ChangeEvery = TimeSpan.FromMilliseconds(50);
    private readonly Child process;
    private readonly HttpClient admin;
    private HttpClient claimer = null!;
    private long[] changing = [];

    private BoardDesk(Child process, Uri address, string token)
    {
        (this.process, Address) = (process, address);
        admin = Client(token);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The token of an engineer who looks.</summary>
    public string Viewer { get; private set; } = "";

    /// <summary>The first tickets of the queue, which change only by <see cref="ClaimAsync"/>.</summary>
    public long[] Kept { get; private set; } = [];

    /// <summary>Starts a desk and fills it.</summary>
    public static async Task<BoardDesk> StartAsync(string folder)
    {
        var (port, token) = (
            Child.FreePort(),
            $"tdk_bench_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}"
        );
        string[] limits =
        [
            "SignedInBurst",
            "SignedInPerSecond",
            "AddressBurst",
            "AddressPerSecond",
            "HubConnectionsOfOne",
        ];
        var gateway = Child.Start(
            Subjects.Program,
            [],
            [
                ("Storage__Folder", folder),
                ("Urls", $"http://127.0.0.1:{port}"),
                ("Bootstrap__AdminToken", token),
                .. limits.Select(limit => ($"Limits__{limit}", "100000")),
            ]
        );
        await gateway.ReadyAsync(port);
        var desk = new BoardDesk(gateway, new($"http://127.0.0.1:{port}/"), token);
        await desk.FillAsync();
        return desk;
    }

    /// <summary>Claims and releases tickets, twenty times a second; answers how many a second it came to.</summary>
    public async Task<double> ChangeAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(ChangeEvery);
        var (begun, count) = (Stopwatch.StartNew(), 0);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var number = changing[count / 2 % changing.Length];
                var act = count++ % 2 == 0 ? "claim" : "release";
                (
                    await admin.PostAsync($"v1/tickets/{number}/{act}", null, CancellationToken.None)
                ).EnsureSuccessStatusCode();
            }
        }
        catch (OperationCanceledException)
        {
            // Enough was changed.
        }

        return count / begun.Elapsed.TotalSeconds;
    }

    /// <summary>Claims a ticket as somebody whom the browser has not seen yet.</summary>
    public async Task ClaimAsync(long number) =>
        (await claimer.PostAsync($"v1/tickets/{number}/claim", null)).EnsureSuccessStatusCode();

    /// <summary>The cores that the server uses, over a while.</summary>
    public async Task<double> CoresAsync(TimeSpan span)
    {
        using var server = Process.GetProcessById(process.Id);
        // What has just begun settles first.
        await Task.Delay(TimeSpan.FromSeconds(3));
        server.Refresh();
        var (before, begun) = (server.TotalProcessorTime, Stopwatch.StartNew());
        await Task.Delay(span);
        server.Refresh();
        return (server.TotalProcessorTime - before) / begun.Elapsed;
    }

    /// <summary>Connects programs that follow the queue as browsers do.</summary>
    public async Task<IReadOnlyList<HubConnection>> ConnectAsync(int count)
    {
        var hubs = new List<HubConnection>();
        for (var n = 0; n < count; n++)
        {
            var hub = new HubConnectionBuilder()
                .WithUrl(
                    new Uri(Address, "hubs/queue"),
                    options =>
                    {
                        options.AccessTokenProvider = () => Task.FromResult<string?>(Viewer);
                        (options.SkipNegotiation, options.Transports) = (true, HttpTransportType.WebSockets);
                    }
                )
                .Build();
            await hub.StartAsync();
            await hub.InvokeAsync<JsonElement>("Subscribe", "support");
            hubs.Add(hub);
        }

        return hubs;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        admin.Dispose();
        claimer.Dispose();
        await process.DisposeAsync();
    }

    private async Task FillAsync()
    {
        Viewer = await TokenAsync("Viewer");
        claimer = Client(await TokenAsync(ClaimerName));
        var customer = await PostAsync("v1/customers", new { name = "Bench Ltd", email = "bench@test.example" });
        await PostAsync(
            $"v1/customers/{customer.GetProperty("id").GetString()}/licenses",
            new
            {
                number = "BENCH-1",
                edition = "CS-Cart",
                purchasedAt = TimeProvider.System.GetUtcNow(),
            }
        );
        var numbers = new long[Tickets];
        await Parallel.ForAsync(
            0,
            Tickets,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (n, _) =>
            {
                var asked = new
                {
                    licenseNumber = "BENCH-1",
                    subject = $"Question {n} of many",
                    body = "Since today.",
                };
                numbers[n] = (await PostAsync("v1/tickets", asked)).GetProperty("number").GetInt64();
            }
        );
        Array.Sort(numbers);
        var queue = (await admin.GetFromJsonAsync<JsonElement>("v1/queues/support")).GetProperty("items");
        Kept = [.. queue.EnumerateArray().Take(KeptTickets).Select(item => item.GetProperty("number").GetInt64())];
        changing = [.. numbers.Except(Kept)];
    }

    private async Task<string> TokenAsync(string name) =>
        (await PostAsync("v1/tokens", new { name, role = "engineer" })).GetProperty("token").GetString()!;

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        var answer = await admin.PostAsJsonAsync(path, body);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private HttpClient Client(string token) =>
        new()
        {
            BaseAddress = Address,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
}
