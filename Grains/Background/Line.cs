using Microsoft.Extensions.Logging;

namespace Tallydesk.Background;

/// <summary>Items in memory that are worked on in their order, several at once where that is asked for. An item that fails is handed to its failure's handler and keeps no other waiting.</summary>
/// <typeparam name="T">The items.</typeparam>
internal sealed class Line<T>(string name, LineOf<T> work, TimeProvider time, ILogger log)
    : BackgroundLoop(name, TimeSpan.FromSeconds(1), time, log, work.Source.Bell)
{
    // A run ends now and then also while there is always more, so that its health is known.
    private const int MostOfRun = 1_000;

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        await Parallel.ForEachAsync(
            Waiting(),
            new ParallelOptions { MaxDegreeOfParallelism = work.AtOnce, CancellationToken = stopping },
            async (item, _) =>
            {
                try
                {
                    await work.DoAsync(item);
                }
                catch (Exception failure) when (!stopping.IsCancellationRequested)
                {
                    await work.FailAsync(item, failure);
                }
            }
        );
        if (!work.Source.IsEmpty)
        {
            Bell.Ring();
        }
    }

    private IEnumerable<T> Waiting()
    {
        for (var n = 0; n < MostOfRun && work.Source.TryTake(out var item); n++)
        {
            yield return item;
        }
    }
}

/// <summary>What is done with the items of a line.</summary>
/// <param name="Source">The items.</param>
/// <param name="AtOnce">How many are worked on at once.</param>
/// <param name="DoAsync">Works on one.</param>
/// <param name="FailAsync">Takes note of one that failed.</param>
internal sealed record LineOf<T>(
    Outgoing<T> Source,
    int AtOnce,
    Func<T, Task> DoAsync,
    Func<T, Exception, Task> FailAsync
);
