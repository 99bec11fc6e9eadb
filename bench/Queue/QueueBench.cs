using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Npgsql;
using Tallydesk.Bench.Charges;
using Tallydesk.Bench.Machine;
using Tallydesk.Tests.Support;

namespace Tallydesk.Bench.Queue;

/// <summary>Measures a long queue in which nothing happens: what it costs, and how soon somebody sees it.</summary>
internal sealed class QueueBench(QueueOptions options, string token, int port) : IDisposable
{
    private const int AtOnce = 32;
    private const int Views = 6;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

    private readonly HttpClient http = new()
    {
        BaseAddress = new($"http://127.0.0.1:{port}/v1/"),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    /// <summary>Measures, prints the report, and writes it to <c>bench/results/queue.md</c>.</summary>
    public static async Task<int> RunAsync(QueueOptions options)
    {
        var token = $"tdk_bench_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
        using var bench = new QueueBench(options, token, Child.FreePort());
        await using var postgres = await PostgresServer.StartAsync();
        var report = await bench.MeasureAsync(await postgres.CreateDatabaseAsync());
        await Reports.WriteAsync("queue.md", report);
        return 0;
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<string> MeasureAsync(string connection)
    {
        await using (var filled = await StartAsync(connection))
        {
            await FillAsync();
        }

        await using var database = NpgsqlDataSource.Create(connection);
        await using (var analyze = database.CreateCommand("VACUUM ANALYZE"))
        {
            await analyze.ExecuteNonQueryAsync();
        }

        // Started again, so that the first view is the first that the process gives.
        await using var gateway = await StartAsync(connection);
        var before = Resident(gateway.Id);
        var first = await ViewAsync("Begin");
        var (screens, wholes) = (new List<View>(), new List<View>());
        for (var view = 0; view < Views; view++)
        {
            screens.Add(await ViewAsync("Begin"));
            wholes.Add(await ViewAsync("Subscribe"));
        }

        var after = Resident(gateway.Id);
        await using var follower = await ConnectAsync();
        await follower.InvokeAsync<JsonElement>("Subscribe", "support");
        await Task.Delay(Settling);
        var (application, server) = await IdleAsync(gateway.Id, await PostmasterAsync(database));
        return Report(first, Median(screens), Median(wholes), before, after, application, server);
    }

    private async Task<Child> StartAsync(string connection)
    {
        string[] limits = ["SignedInBurst", "SignedInPerSecond", "AddressBurst", "AddressPerSecond"];
        var process = Child.Start(
            Subjects.Program,
            [],
            [
                ("Storage__Connection", connection),
                ("Keys__InClear", "true"),
                ("Urls", $"http://127.0.0.1:{port}"),
                ("Bootstrap__AdminToken", token),
                .. limits.Select(limit => ($"Limits__{limit}", "1000000")),
            ]
        );
        await process.ReadyAsync(port);
        return process;
    }

    private async Task FillAsync()
    {
        await Console.Out.WriteLineAsync($"Opening {options.Tickets} tickets.");
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        await Parallel.ForAsync(
            0,
            options.Customers,
            parallel,
            async (n, _) =>
            {
                var customer = await PostAsync(
                    "customers",
                    new { name = $"Customer {n}", email = $"customer{n}@example.com" }
                );
                var license = new
                {
                    number = $"BENCH-{n}",
                    edition = "CS-Cart",
                    purchasedAt = TimeProvider.System.GetUtcNow(),
                };
                await PostAsync($"customers/{customer.GetProperty("id").GetString()}/licenses", license);
            }
        );
        await Parallel.ForAsync(
            0,
            options.Tickets,
            parallel,
            async (n, _) =>
                await PostAsync(
                    "tickets",
                    new
                    {
                        licenseNumber = $"BENCH-{n % options.Customers}",
                        subject = $"Question {n} of many",
                        body = "Since today.",
                    }
                )
        );
    }

    private async Task<View> ViewAsync(string method)
    {
        await using var hub = await ConnectAsync();
        var began = Stopwatch.GetTimestamp();
        var answer = await hub.InvokeAsync<JsonElement>(method, "support");
        return new(
            Stopwatch.GetElapsedTime(began).TotalMilliseconds,
            Encoding.UTF8.GetByteCount(answer.GetRawText()) / 1e6
        );
    }

    private static View Median(List<View> views) => views.OrderBy(view => view.Milliseconds).ElementAt(views.Count / 2);

    private async Task<HubConnection> ConnectAsync()
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(
                new Uri($"http://127.0.0.1:{port}/hubs/queue"),
                connection =>
                {
                    connection.AccessTokenProvider = () => Task.FromResult<string?>(token);
                    (connection.SkipNegotiation, connection.Transports) = (true, HttpTransportType.WebSockets);
                }
            )
            .Build();
        await hub.StartAsync();
        return hub;
    }

    private async Task<(double Application, double Server)> IdleAsync(int process, int postmaster)
    {
        var (before, began) = (CpuTimes.Read(process, postmaster, []), Stopwatch.StartNew());
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds));
        var used = CpuTimes.Read(process, postmaster, []) - before;
        return (used.Application / began.Elapsed.TotalSeconds, used.Database / began.Elapsed.TotalSeconds);
    }

    private static async Task<int> PostmasterAsync(NpgsqlDataSource database)
    {
        await using var ask = database.CreateCommand("SELECT pg_backend_pid()");
        return CpuTimes.ParentOf((int)(await ask.ExecuteScalarAsync())!);
    }

    private static double Resident(int process)
    {
        using var running = Process.GetProcessById(process);
        return running.WorkingSet64 / 1024.0 / 1024.0;
    }

    private string Report(
        View first,
        View screen,
        View whole,
        double before,
        double after,
        double application,
        double server
    ) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # A long queue, measured

                dotnet run -c Release --project bench -- queue

            {options.Tickets:N0} open tickets of {options.Customers:N0} customers, PostgreSQL, all on one machine: {MachineName.Describe()}

            | | |
            |---|---|
            | first screen after the start, ms | {first.Milliseconds:0} |
            | a further first screen, ms (median of {Views}) and MB of JSON | {screen.Milliseconds:0}, {screen.Megabytes:0.000} |
            | the whole queue, ms (median of {Views}) and MB of JSON | {whole.Milliseconds:0}, {whole.Megabytes:0.0} |
            | resident before the first view and after all of them, MiB | {before:0}, {after:0} |
            | nothing happens and one follows, cores of the application | {application:0.0000} |
            | the same, cores of PostgreSQL | {server:0.0000} |

            """
        );

    private sealed record View(double Milliseconds, double Megabytes);

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
