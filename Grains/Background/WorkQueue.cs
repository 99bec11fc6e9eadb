using Microsoft.Extensions.Logging;

namespace Tallydesk.Background;

/// <summary>Processes in-memory items in order, optionally several concurrently. A failing item goes to the failure handler and doesn't block others.</summary>
/// <typeparam name="T">The items.</typeparam>
internal sealed class WorkQueue<T>(string name, WorkSource<T> work, TimeProvider time, ILogger log)
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

/// <summary>How the items of a queue are worked on.</summary>
/// <param name="Source">The items.</param>
/// <param name="AtOnce">The number of items processed concurrently.</param>
/// <param name="DoAsync">Works on one.</param>
/// <param name="FailAsync">Handles one that failed.</param>
internal sealed record WorkSource<T>(
    Outgoing<T> Source,
    int AtOnce,
    Func<T, Task> DoAsync,
    Func<T, Exception, Task> FailAsync
);
