using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tallydesk.Bench.Charges;
using Tallydesk.Bench.Machine;
using Tallydesk.Tests.Support;

namespace Tallydesk.Bench.Batches;

/// <summary>Measures adjustments that one program sends: one after the other, over many connections, and in batches.</summary>
internal sealed class BatchBench(Uri address, string token, string[] paths) : IDisposable
{
    private const int Accounts = 1_000;
    private const int Size = 1_000;
    private const int Connections = 64;
    private const int Rounds = 3;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(5);
    private static long keys;

    private readonly HttpClient http = new()
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    /// <summary>Measures, prints the report, and writes it to <c>bench/results/batches.md</c>.</summary>
    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tallydesk-bench-");
        try
        {
            var token = $"tdk_bench_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
            await using var postgres = await PostgresServer.StartAsync();
            await using var subject = await new Subjects(Accounts, token, folder.FullName).TallydeskAsync(
                await postgres.CreateDatabaseAsync()
            );
            using var bench = new BatchBench(
                new($"http://127.0.0.1:{subject.Port}"),
                token,
                await File.ReadAllLinesAsync(subject.PathsOf(Workload.Spread))
            );
            var report = await bench.MeasureAsync();
            await Reports.WriteAsync("batches.md", report);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<string> MeasureAsync()
    {
        (string Name, string[] Paths)[] workloads = [("spread", paths), ("one account", [paths[0]])];
        (string Name, Func<string[], Task<double>> Run)[] ways =
        [
            ("one after the other", to => SinglesAsync(to, connections: 1)),
            ($"over {Connections} connections", to => SinglesAsync(to, Connections)),
            ($"batches of {Size:N0}", BatchesAsync),
        ];
        var rates = new Dictionary<(string Workload, string Way), List<double>>();
        // The first round only warms up.
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (workload, to) in workloads)
            {
                foreach (var (way, run) in ways)
                {
                    var rate = await run(to);
                    if (round > 0)
                    {
                        (rates.TryGetValue((workload, way), out var known) ? known : rates[(workload, way)] = []).Add(rate);
                    }
                }
            }
        }

        var text = new StringBuilder();
        text.AppendLine("# Batches, measured");
        text.AppendLine();
        text.AppendLine("    dotnet run -c Release --project bench -- batches");
        text.AppendLine();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"Adjustments a second that one program sends, spread over {Accounts:N0} accounts or to one; medians of {Rounds} rounds of {Slice.TotalSeconds:0} s, PostgreSQL, all on one machine: {MachineName.Describe()}"
        );
        text.AppendLine();
        text.AppendLine($"| | {string.Join(" | ", ways.Select(way => way.Name))} |");
        text.AppendLine($"|---|{string.Concat(ways.Select(_ => "---:|"))}");
        foreach (var (workload, _) in workloads)
        {
            var cells = ways.Select(way =>
                string.Create(CultureInfo.InvariantCulture, $"{Medians.Of(rates[(workload, way.Name)]):N0}")
            );
            text.AppendLine($"| {workload} | {string.Join(" | ", cells)} |");
        }

        return text.ToString();
    }

    private async Task<double> SinglesAsync(string[] to, int connections)
    {
        var (done, began) = (0L, Stopwatch.StartNew());
        await Task.WhenAll(
            Enumerable
                .Range(0, connections)
                .Select(async n =>
                {
                    for (var at = n; began.Elapsed < Slice; at += connections)
                    {
                        using var request = new HttpRequestMessage(HttpMethod.Post, to[at % to.Length])
                        {
                            Content = new StringContent(
                                """{"credits":-5,"reason":"bench"}""",
                                Encoding.UTF8,
                                "application/json"
                            ),
                        };
                        request.Headers.Add("Idempotency-Key", NewKey());
                        using var answer = await http.SendAsync(request);
                        answer.EnsureSuccessStatusCode();
                        Interlocked.Increment(ref done);
                    }
                })
        );
        return done / began.Elapsed.TotalSeconds;
    }

    private async Task<double> BatchesAsync(string[] to)
    {
        var (done, began) = (0L, Stopwatch.StartNew());
        while (began.Elapsed < Slice)
        {
            var commands = Enumerable
                .Range(0, Size)
                .Select(n => new
                {
                    key = NewKey(),
                    path = to[n % to.Length],
                    body = new { credits = -5, reason = "bench" },
                });
            using var answer = await http.PostAsJsonAsync("/v1/batches", new { commands });
            answer.EnsureSuccessStatusCode();
            var told = await answer.Content.ReadFromJsonAsync<JsonElement>();
            if (told.GetProperty("answers").EnumerateArray().Any(one => one.GetProperty("status").GetInt32() != 201))
            {
                throw new InvalidOperationException("A command was refused.");
            }

            done += Size;
        }

        return done / began.Elapsed.TotalSeconds;
    }

    private static string NewKey() => $"bench-{Interlocked.Increment(ref keys)}";
}
