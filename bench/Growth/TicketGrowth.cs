using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Npgsql;
using Tallydesk.Bench.Charges;
using Tallydesk.Bench.Machine;

namespace Tallydesk.Bench.Growth;

/// <summary>Measures a short and a long conversation, a short and a long queue, and what an active ticket takes.</summary>
internal sealed class TicketGrowth(GrowthOptions options, string token, string connection)
{
    private const int Customers = 200;
    private const int ShortQueue = 1_000;
    private const int ShortConversation = 10;
    private const int Reads = 50;
    private const int Changes = 100;
    private const int WarmTickets = 2_000;
    private readonly List<long> tickets = [];

    /// <summary>Measures on an empty database, which is full afterward.</summary>
    public static Task<string> MeasureAsync(GrowthOptions options, string token, string connection) =>
        new TicketGrowth(options, token, connection).MeasureAsync();

    private async Task<string> MeasureAsync()
    {
        var text = new StringBuilder();
        var (process, port) = await StartAsync();
        await using (process)
        {
            using var admin = new BenchClient(port, token);
            await OpenAsync(admin);
            var few = await QueueAsync(process, port, admin, ShortQueue);
            var many = await QueueAsync(process, port, admin, options.Tickets);
            text.AppendLine("## Queue").AppendLine();
            text.AppendLine(
                $"A claim or a release over REST, until a program that follows the queue has it; {Changes} of each length, one after the other. Processor time includes what the request itself and background work need."
            );
            text.AppendLine()
                .AppendLine($"| open tickets | {ShortQueue:N0} | {options.Tickets:N0} |")
                .AppendLine("|---|---:|---:|");
            text.AppendLine(CultureInfo.InvariantCulture, $"| ms, p50 | {few.Median:0.0} | {many.Median:0.0} |");
            text.AppendLine(CultureInfo.InvariantCulture, $"| ms, p90 | {few.Late:0.0} | {many.Late:0.0} |");
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| ms of CPU, application | {few.Application:0.00} | {many.Application:0.00} |"
            );
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| ms of CPU, PostgreSQL | {few.Server:0.00} | {many.Server:0.00} |"
            );
            text.AppendLine().Append(await ConversationsAsync(admin));
        }

        return text.AppendLine().Append(await MemoryAsync()).ToString();
    }

    private Task<(Child Process, int Port)> StartAsync() =>
        Subjects.StartTallydeskAsync(token, GrowthBench.Settings(connection));

    private static Task OpenAsync(BenchClient admin) =>
        BenchClient.TimesAsync(
            0,
            Customers,
            async n =>
            {
                var customer = await admin.PostAsync(
                    "customers",
                    new { name = $"Customer {n}", email = $"customer{n}@example.com" }
                );
                var license = new
                {
                    number = $"BENCH-{n}",
                    edition = "CS-Cart",
                    purchasedAt = TimeProvider.System.GetUtcNow(),
                };
                await admin.PostAsync($"customers/{customer.GetProperty("id").GetString()}/licenses", license);
            }
        );

    private async Task FillAsync(BenchClient admin, int count)
    {
        await Console.Out.WriteLineAsync($"Opening tickets until there are {count}.");
        var opened = new long[count - tickets.Count];
        await BenchClient.TimesAsync(
            0,
            opened.Length,
            async n =>
            {
                var asked = new
                {
                    licenseNumber = $"BENCH-{n % Customers}",
                    subject = $"Question {n} of many",
                    body = "Since this morning, after our host changed PHP.",
                };
                opened[n] = (await admin.PostAsync("tickets", asked)).GetProperty("number").GetInt64();
            }
        );
        tickets.AddRange(opened);
    }

    private async Task<Change> QueueAsync(Child process, int port, BenchClient admin, int count)
    {
        await FillAsync(admin, count);
        await using var database = NpgsqlDataSource.Create(connection);
        await using (var analyze = database.CreateCommand("ANALYZE"))
        {
            await analyze.ExecuteNonQueryAsync();
        }

        await using var ask = database.CreateCommand("SELECT pg_backend_pid()");
        var postmaster = CpuTimes.ParentOf((int)(await ask.ExecuteScalarAsync())!);
        await using var follower = new HubConnectionBuilder()
            .WithUrl(
                new Uri($"http://127.0.0.1:{port}/hubs/queue"),
                hub =>
                {
                    hub.AccessTokenProvider = () => Task.FromResult<string?>(token);
                    (hub.SkipNegotiation, hub.Transports) = (true, HttpTransportType.WebSockets);
                }
            )
            .Build();
        var (awaited, seen) = (0L, new TaskCompletionSource());
        follower.On<JsonElement>(
            "Delta",
            delta =>
            {
                if (
                    delta
                        .GetProperty("changes")
                        .EnumerateArray()
                        .Any(row => row.GetProperty("number").GetInt64() == awaited)
                )
                {
                    seen.TrySetResult();
                }
            }
        );
        await follower.StartAsync();
        await follower.InvokeAsync<JsonElement>("Subscribe", "support");
        var times = new List<double>();
        await ChangeAsync(Changes / 5);
        times.Clear();
        var before = CpuTimes.Read(process.Id, postmaster, []);
        await ChangeAsync(Changes);
        var used = CpuTimes.Read(process.Id, postmaster, []) - before;
        times.Sort();
        return new(
            times[Changes / 2],
            times[Changes * 9 / 10],
            used.Application * 1000 / Changes,
            used.Database * 1000 / Changes
        );

        async Task ChangeAsync(int number)
        {
            for (var change = 0; change < number; change++)
            {
                (awaited, seen) = (
                    tickets[change / 2 * 7919 % tickets.Count],
                    new(TaskCreationOptions.RunContinuationsAsynchronously)
                );
                var began = Stopwatch.GetTimestamp();
                await admin.PostAsync($"tickets/{awaited}/{(change % 2 == 0 ? "claim" : "release")}", new { });
                await seen.Task.WaitAsync(TimeSpan.FromSeconds(30));
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }
    }

    private async Task<string> ConversationsAsync(BenchClient admin)
    {
        await Console.Out.WriteLineAsync($"Posting {options.Messages} messages.");
        var (few, many) = (tickets[0], tickets[1]);
        foreach (
            var (ticket, messages) in (IEnumerable<(long, int)>)[(few, ShortConversation), (many, options.Messages)]
        )
        {
            await BenchClient.TimesAsync(
                0,
                messages,
                n => admin.PostAsync($"tickets/{ticket}/messages", new { body = $"Message {n}: it still happens." })
            );
        }

        var first = $"conversation?limit={ShortConversation}";
        var last = await LastPageAsync(admin, many, first);
        var text = new StringBuilder();
        text.AppendLine("## Conversation").AppendLine();
        text.AppendLine($"Medians of {Reads} reads over REST, one after the other, ms.").AppendLine();
        text.AppendLine($"| messages | {ShortConversation:N0} | {options.Messages:N0} |").AppendLine("|---|---:|---:|");
        await AddAsync($"first page ({ShortConversation} messages)", first, first);
        await AddAsync($"last full page ({ShortConversation} messages)", first, last);
        await AddAsync("charges of a ticket that has no price", "charges", "charges");
        return text.ToString();

        async Task AddAsync(string name, string ofFew, string ofMany)
        {
            var (small, large) = (await ReadAsync($"tickets/{few}/{ofFew}"), await ReadAsync($"tickets/{many}/{ofMany}"));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {small:0.0} | {large:0.0} |");
        }

        async Task<double> ReadAsync(string path)
        {
            var times = new List<double>();
            for (var read = 0; read < Reads; read++)
            {
                var began = Stopwatch.GetTimestamp();
                await admin.GetAsync(path);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            return Medians.Of(times);
        }
    }

    /// <summary>The path of the last page of a conversation that has another page behind it.</summary>
    private static async Task<string> LastPageAsync(BenchClient admin, long ticket, string first)
    {
        var (page, before) = (first, first);
        while (
            (await admin.GetAsync($"tickets/{ticket}/{page}")).TryGetProperty("next", out var next)
            && next.ValueKind == JsonValueKind.String
        )
        {
            (before, page) = (page, $"{first}&after={Uri.EscapeDataString(next.GetString()!)}");
        }

        return before;
    }

    /// <summary>How much managed memory tickets take that are read for the first time after a start.</summary>
    private async Task<string> MemoryAsync()
    {
        await Console.Out.WriteLineAsync("Activating tickets.");
        var (process, port) = await StartAsync();
        await using var gateway = process;
        using var admin = new BenchClient(port, token);
        // The long conversation's ticket is none of them, nor are those whose reading warms the process up.
        var warm = Math.Min(WarmTickets, tickets.Count / 2);
        await BenchClient.TimesAsync(2, warm, n => admin.GetAsync($"tickets/{tickets[n]}"));
        var (before, residentBefore) = (await gateway.InUseAsync(), Resident(gateway.Id));
        await BenchClient.TimesAsync(warm, tickets.Count, n => admin.GetAsync($"tickets/{tickets[n]}"));
        var (after, residentAfter) = (await gateway.InUseAsync(), Resident(gateway.Id));
        var activated = tickets.Count - warm;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ## Memory

            {activated:N0} tickets that are read for the first time after a start, each with one message.

            | | per ticket |
            |---|---:|
            | managed memory after a full collection, bytes | {(after - before) / activated:N0} |
            | resident memory after it, bytes | {(residentAfter - residentBefore) / activated:N0} |

            """
        );
    }

    private static long Resident(int process)
    {
        using var running = Process.GetProcessById(process);
        return running.WorkingSet64;
    }

    private sealed record Change(double Median, double Late, double Application, double Server);
}
