using System.Globalization;
using Npgsql;
using Tallydesk.Bench.Charges;

namespace Tallydesk.Bench.Growth;

/// <summary>Measures how quickly committed events become deliveries and reach a receiver, and how late under steady load.</summary>
internal sealed class WebhookGrowth(BenchClient admin, Receiver receiver, NpgsqlDataSource database, string[] paths)
{
    private const int Accounts = 500;
    private const int Batch = 1_000;
    private const int SteadyBatch = 250;
    private const int SteadyBatches = 40;
    private static readonly TimeSpan SteadyPause = TimeSpan.FromMilliseconds(250);
    private static int keys;

    /// <summary>Measures on an empty database.</summary>
    public static async Task<string> MeasureAsync(GrowthOptions options, string token, string connection)
    {
        await using var receiver = await Receiver.StartAsync();
        var (process, port) = await Subjects.StartTallydeskAsync(
            token,
            [.. GrowthBench.Settings(connection), ("Webhooks__Internal__0", receiver.Authority)]
        );
        await using var gateway = process;
        using var filler = new DeskFiller(port, token);
        var paths = await filler.FillAsync(Accounts, balance: 1_000_000_000);
        using var admin = new BenchClient(port, token);
        await using var database = NpgsqlDataSource.Create(connection);
        return await new WebhookGrowth(admin, receiver, database, [.. paths]).MeasureAsync(options.Events);
    }

    private async Task<string> MeasureAsync(int events)
    {
        var asked = new
        {
            name = "Bench",
            url = $"http://{receiver.Authority}/",
            events = (string[])["credits.adjusted"],
        };
        var webhook = $"webhooks/{(await admin.PostAsync("webhooks", asked)).GetProperty("id").GetString()}";
        await Console.Out.WriteLineAsync("Warming up webhooks.");
        await AdjustAsync(2 * Batch, Batch);
        await receiver.AwaitAsync(2 * Batch);

        await Console.Out.WriteLineAsync($"Reading and sending {events} events.");
        receiver.Clear();
        await admin.PatchAsync(webhook, new { paused = true });
        var stored = await ReadAsync(events);
        await admin.PatchAsync(webhook, new { paused = false });
        await receiver.AwaitAsync(events);
        var sent = RateOf(receiver.Events);
        var repeated = receiver.Requests - events;

        await Console.Out.WriteLineAsync("Sending steadily.");
        receiver.Clear();
        var steady = SteadyBatch * SteadyBatches;
        await AdjustAsync(steady, SteadyBatch, SteadyPause);
        await receiver.AwaitAsync(steady);
        var lags = receiver.Events.Select(one => (one.Arrived - one.At).TotalMilliseconds).Order().ToArray();
        var perSecond = steady / (receiver.Events.Max(one => one.At) - receiver.Events.Min(one => one.At)).TotalSeconds;
        repeated += receiver.Requests - steady;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ## Webhooks

            {events:N0} adjustments that were committed and not read, because another transaction was open; one webhook, its receiver on
            loopback. Each event came, {repeated} of {events + steady:N0} twice.

            | | |
            |---|---:|
            | from history and ledger to stored deliveries, events per second | {stored:N0} |
            | from stored deliveries to the receiver, events per second | {sent:N0} |
            | lag from commit to the receiver at {perSecond:N0} events per second, ms: p50 | {lags[
                lags.Length / 2
            ]:N0} |
            | the same, p99 | {lags[lags.Length * 99 / 100]:N0} |
            | the same, largest | {lags[^1]:N0} |

            """
        );
    }

    /// <summary>Lets events pile up behind an open transaction, and measures how quickly they are read once it ends.</summary>
    private async Task<double> ReadAsync(int events)
    {
        await using var holding = await database.OpenConnectionAsync();
        await using var transaction = await holding.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT pg_current_xact_id()::text", holding, transaction))
        {
            await hold.ExecuteScalarAsync();
        }

        await AdjustAsync(events, Batch);
        await using var reading = await database.OpenConnectionAsync();
        await using var newest = new NpgsqlCommand("SELECT max(xact) FROM entries", reading);
        var last = (long)(await newest.ExecuteScalarAsync())!;
        await transaction.CommitAsync();
        await using var look = new NpgsqlCommand("SELECT looked_at, xact FROM webhook_reading", reading);
        while (true)
        {
            await using (var row = await look.ExecuteReaderAsync())
            {
                await row.ReadAsync();
                if (row.GetInt64(1) > last)
                {
                    return events
                        * 1000.0
                        / (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - row.GetInt64(0));
                }
            }

            await Task.Delay(2);
        }
    }

    private async Task AdjustAsync(int count, int size, TimeSpan pause = default)
    {
        for (var done = 0; done < count; done += size)
        {
            var began = TimeProvider.System.GetTimestamp();
            var commands = Enumerable
                .Range(0, size)
                .Select(n => new
                {
                    key = $"growth-{Interlocked.Increment(ref keys)}",
                    path = paths[n % paths.Length],
                    body = new { credits = -1, reason = "bench" },
                });
            var answer = await admin.PostAsync("batches", new { commands });
            if (answer.GetProperty("answers").EnumerateArray().Any(one => one.GetProperty("status").GetInt32() != 201))
            {
                throw new InvalidOperationException("A command was refused.");
            }

            var left = pause - TimeProvider.System.GetElapsedTime(began);
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    private static double RateOf(ICollection<(DateTimeOffset At, DateTimeOffset Arrived)> events) =>
        events.Count / (events.Max(one => one.Arrived) - events.Min(one => one.Arrived)).TotalSeconds;
}
