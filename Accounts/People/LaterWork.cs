using System.Threading.Channels;
using Tallydesk.Background;

namespace Tallydesk.Hosting;

/// <summary>
/// Does what visitors ask for after they have been answered, so that neither the answer nor its time tells what was found. What
/// fails is tried again for a few minutes, as long as a database takes to come back, and holds nothing else up. What waits while
/// the gateway ends is lost; a visitor to whom nothing comes asks again.
/// </summary>
public sealed partial class LaterWork(IServiceScopeFactory scopes, TimeProvider time, ILogger<LaterWork> log)
    : BackgroundLoop("visitors' requests", TimeSpan.FromSeconds(10), time, log)
{
    private const int MostWaiting = 1_000;
    private const int MostAttempts = 10;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Channel<Work> waiting = Channel.CreateBounded<Work>(MostWaiting);

    /// <summary>Adds work, to be done with services of its own. When too much waits it is dropped, which the log says.</summary>
    public void Add(Func<IServiceProvider, Task> work) => Add(new Work(work, Attempt: 1));

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && waiting.Reader.TryRead(out var work))
        {
            await DoAsync(work, stopping);
        }
    }

    private async Task DoAsync(Work work, CancellationToken stopping)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await work.Does(scope.ServiceProvider);
        }
        catch (Exception e)
        {
            // The exception's own text may hold the address.
            LogNotDone(Log, e.GetType().Name, work.Attempt, work.Attempt == MostAttempts);
            if (work.Attempt < MostAttempts)
            {
                _ = AddAgainAsync(work, stopping);
            }
        }
    }

    private async Task AddAgainAsync(Work work, CancellationToken stopping)
    {
        var pause = TimeSpan.FromSeconds(1 << work.Attempt);
        await Task.Delay(pause < LongestWait ? pause : LongestWait, Time, stopping);
        Add(work with { Attempt = work.Attempt + 1 });
    }

    private void Add(Work work)
    {
        if (!waiting.Writer.TryWrite(work))
        {
            LogDropped(Log, MostWaiting);
        }

        Bell.Ring();
    }

    [LoggerMessage(
        1004,
        LogLevel.Warning,
        "{Failure}: a visitor's request failed on attempt {Attempt}. No more retries: {IsLast}."
    )]
    private static partial void LogNotDone(ILogger log, string failure, int attempt, bool isLast);

    [LoggerMessage(
        1005,
        LogLevel.Warning,
        "A visitor's request was dropped because {Most} others are already waiting."
    )]
    private static partial void LogDropped(ILogger log, int most);

    private sealed record Work(Func<IServiceProvider, Task> Does, int Attempt);
}
