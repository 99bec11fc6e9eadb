using System.Diagnostics;
using System.Text;

namespace Tallydesk.Bench.Load;

/// <summary>Carries out one order.</summary>
internal sealed class LoadStretch(LoadOrder order)
{
    private readonly RequestWriter requests = new(order);
    private readonly List<int> microseconds = [];
    private readonly Lock merging = new();
    private long number = -1;
    private long refused;
    private string? firstRefusal;

    /// <summary>Sends requests until the time is over, then waits for the answers under way.</summary>
    public async Task<LoadResult> RunAsync()
    {
        var connections = Enumerable.Range(0, order.Connections).Select(_ => new LoadConnection()).ToArray();
        try
        {
            foreach (var connection in connections)
            {
                await connection.OpenAsync(order.Port);
            }

            var began = Stopwatch.GetTimestamp();
            var end = began + (long)(order.Seconds * Stopwatch.Frequency);
            await Task.WhenAll(connections.Select(connection => Task.Run(() => DriveAsync(connection, end))));
            return Result(Stopwatch.GetElapsedTime(began));
        }
        finally
        {
            Array.ForEach(connections, connection => connection.Dispose());
        }
    }

    private async Task DriveAsync(LoadConnection connection, long end)
    {
        var buffer = requests.NewBuffer();
        var own = new List<int>();
        for (var began = Stopwatch.GetTimestamp(); began < end; began = Stopwatch.GetTimestamp())
        {
            var length = requests.Write(buffer, Interlocked.Increment(ref number));
            if (await connection.ExchangeAsync(buffer.AsMemory(0, length)) is >= 200 and < 300)
            {
                own.Add((int)Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            }
            else
            {
                Interlocked.Increment(ref refused);
                Interlocked.CompareExchange(ref firstRefusal, Encoding.UTF8.GetString(connection.Answer), null);
            }
        }

        lock (merging)
        {
            microseconds.AddRange(own);
        }
    }

    private LoadResult Result(TimeSpan took)
    {
        microseconds.Sort();
        return new(microseconds.Count, refused, firstRefusal, took.TotalSeconds, Percentile(50), Percentile(99));
    }

    private double Percentile(int percent) =>
        microseconds is [] ? 0 : microseconds[(int)((microseconds.Count - 1) * (long)percent / 100)] / 1000.0;
}
