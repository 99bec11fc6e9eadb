using System.Diagnostics;
using System.Threading.Channels;

namespace Tallydesk.Bench.Load;

/// <summary>
/// When operations are due under a rate. They fall due whether or not a connection is free, and are timed from then on, so
/// that a server that stalls can't hide the operations that it kept waiting.
/// </summary>
internal sealed class Pace(double perSecond, double seconds)
{
    /// <summary>An operation that ends later than this after it was due counts as dropped.</summary>
    public static readonly TimeSpan Latest = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(1);
    private readonly Channel<long> due = Channel.CreateUnbounded<long>();

    /// <summary>How many operations fall due.</summary>
    public long Offered { get; } = (long)(perSecond * seconds);

    /// <summary>Lets operations fall due until all were, then tells each connection that there are no more.</summary>
    /// <param name="began">The instant at which the first is due.</param>
    /// <param name="connections">How many connections wait.</param>
    public async Task RunAsync(long began, int connections)
    {
        using var timer = new PeriodicTimer(Beat);
        for (var next = 0L; next < Offered; await timer.WaitForNextTickAsync())
        {
            for (; next < Offered && DueAt(began, next) <= Stopwatch.GetTimestamp(); next++)
            {
                due.Writer.TryWrite(DueAt(began, next));
            }
        }

        for (var connection = 0; connection < connections; connection++)
        {
            due.Writer.TryWrite(long.MaxValue);
        }
    }

    /// <summary>The instant at which the next operation was due; null when there are no more.</summary>
    public async ValueTask<long?> NextAsync()
    {
        while (true)
        {
            var at = await due.Reader.ReadAsync();
            if (at == long.MaxValue)
            {
                return null;
            }

            // What is late already would only keep the others waiting.
            if (Stopwatch.GetElapsedTime(at) < Latest)
            {
                return at;
            }
        }
    }

    private long DueAt(long began, long number) => began + (long)(number / perSecond * Stopwatch.Frequency);
}
