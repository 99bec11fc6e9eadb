using System.Diagnostics;

namespace Tallydesk.Tests.Support;

/// <summary>Waits for what comes by itself, and no longer than a bound.</summary>
public static class Eventually
{
    /// <summary>How long to wait before looking again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// How long tests wait for anything at most. It only ends tests that would wait for ever: no test proves speed, so
    /// it is far above what a slow and busy machine needs.
    /// </summary>
    public static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    /// <summary>Repeats a call until it is answered, or fails for good.</summary>
    /// <param name="call">The call; a command carries its id.</param>
    /// <param name="isOpen">Which failures leave the outcome open.</param>
    public static async Task<T> DefiniteAsync<T>(Func<Task<T>> call, Func<Exception, bool> isOpen)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(isOpen);
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception failure) when (isOpen(failure) && Stopwatch.GetElapsedTime(since) < Bound)
            {
                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>Completes once something holds.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <param name="instead">What is so instead, for whoever reads that it never came.</param>
    /// <param name="atMost">The bound; <see cref="Bound"/> when absent.</param>
    /// <exception cref="TimeoutException">It did not in time.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> holds, Func<string> instead, TimeSpan? atMost = null)
    {
        ArgumentNullException.ThrowIfNull(holds);
        ArgumentNullException.ThrowIfNull(instead);
        using var patience = new CancellationTokenSource(atMost ?? Bound);
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (!await holds())
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException(instead(), late);
        }
    }
}
