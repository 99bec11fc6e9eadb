using System.Diagnostics;
using System.Text;

namespace Tallydesk.Bench.Load;

/// <summary>Carries out one order.</summary>
internal sealed class LoadStretch(LoadOrder order)
{
    private readonly AccountLines accounts = new(order);
    private readonly Request[] requests = [.. order.Requests.Select(request => new Request(order, request))];
    private readonly Pace? pace = order.PerSecond is { } rate ? new(rate, order.Seconds) : null;
    private readonly Figures all = new(order.Requests.Count);
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
            var paced = pace is null ? Task.CompletedTask : Task.Run(() => pace.RunAsync(began, connections.Length));
            await Task.WhenAll(connections.Select(connection => Task.Run(() => DriveAsync(connection, end))));
            await paced;
            return Result(Stopwatch.GetElapsedTime(began));
        }
        finally
        {
            Array.ForEach(connections, connection => connection.Dispose());
        }
    }

    private async Task DriveAsync(LoadConnection connection, long end)
    {
        var own = new Figures(requests.Length);
        while (await NextAsync(end) is { } due)
        {
            if (await OperateAsync(connection, due, own) && Stopwatch.GetElapsedTime(due) is var took)
            {
                if (pace is null || took <= Pace.Latest)
                {
                    own.Operations.Add(took);
                }
            }
        }

        lock (merging)
        {
            all.Add(own);
        }
    }

    private async ValueTask<long?> NextAsync(long end) =>
        pace is not null ? await pace.NextAsync()
        : Stopwatch.GetTimestamp() is var now && now < end ? now
        : null;

    /// <summary>Sends the requests of one operation.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="due">When the first is timed from.</param>
    /// <param name="own">Where the times go.</param>
    /// <returns>Whether all were answered rightly.</returns>
    private async ValueTask<bool> OperateAsync(LoadConnection connection, long due, Figures own)
    {
        var operation = Interlocked.Increment(ref number);
        var account = accounts.Of(operation);
        var (taken, began) = (0L, due);
        for (var at = 0; at < requests.Length; at++)
        {
            var key = (operation * requests.Length) + at;
            var length = requests[at].Writer.Write(own.Buffer, own.Scratch, key, account, taken);
            var status = await connection.ExchangeAsync(own.Buffer.AsMemory(0, length));
            if (!requests[at].IsRight(status, connection.Answer))
            {
                Interlocked.Increment(ref refused);
                Interlocked.CompareExchange(ref firstRefusal, Encoding.UTF8.GetString(connection.Answer), null);
                return false;
            }

            own.Requests[at].Add(Stopwatch.GetElapsedTime(began));
            taken = requests[at].TakenFrom(connection.Answer) ?? taken;
            began = Stopwatch.GetTimestamp();
        }

        return true;
    }

    private LoadResult Result(TimeSpan took)
    {
        all.Sort();
        return new(
            pace?.Offered ?? number + 1,
            all.Operations.Count,
            refused,
            firstRefusal,
            took.TotalSeconds,
            all.Operations.Percentile(50),
            all.Operations.Percentile(99),
            [.. all.Requests.Select(r => new RequestResult(r.Count, r.Percentile(50), r.Percentile(99)))]
        );
    }

    /// <summary>A request of the order, ready to be written and judged.</summary>
    private sealed class Request(LoadOrder order, LoadRequest request)
    {
        private readonly byte[]? expects = request.Expects is { } text ? Encoding.UTF8.GetBytes(text) : null;
        private readonly byte[]? takes = request.Takes is { } field ? Encoding.UTF8.GetBytes($"\"{field}\"") : null;

        /// <summary>Writes its bytes.</summary>
        public RequestWriter Writer { get; } = new(order, request);

        /// <summary>Whether an answer is a 2xx with what is expected.</summary>
        public bool IsRight(int status, ReadOnlySpan<byte> answer) =>
            status is >= 200 and < 300 && (expects is null || answer.IndexOf(expects) >= 0);

        /// <summary>The number to take from an answer; null when there is none to take.</summary>
        public long? TakenFrom(ReadOnlySpan<byte> answer) => takes is null ? null : Reply.NumberOf(answer, takes);
    }

    /// <summary>What one connection needs for itself, and what it saw.</summary>
    private sealed class Figures(int requests)
    {
        /// <summary>Holds a request.</summary>
        public byte[] Buffer { get; } = RequestWriter.NewBuffer();

        /// <summary>Holds a request's body.</summary>
        public byte[] Scratch { get; } = RequestWriter.NewBuffer();

        /// <summary>Times of operations.</summary>
        public Latencies Operations { get; } = new();

        /// <summary>Times of each of their requests.</summary>
        public Latencies[] Requests { get; } = [.. Enumerable.Range(0, requests).Select(_ => new Latencies())];

        /// <summary>Adds another connection's.</summary>
        public void Add(Figures others)
        {
            Operations.Add(others.Operations);
            for (var at = 0; at < Requests.Length; at++)
            {
                Requests[at].Add(others.Requests[at]);
            }
        }

        /// <summary>Puts all times in order.</summary>
        public void Sort()
        {
            Operations.Sort();
            Array.ForEach(Requests, request => request.Sort());
        }
    }
}
