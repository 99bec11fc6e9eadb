using System.Collections.Concurrent;

namespace Tallydesk.Identity;

/// <summary>Remembers when tokens were used, and writes it down from time to time. What was noted just before a crash is lost: it is a hint for people who tidy up.</summary>
public sealed partial class TokenUses(TokenStore store, TimeProvider time, ILogger<TokenUses> log) : BackgroundService
{
    private const int Capacity = 10_000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, long> uses = new(StringComparer.Ordinal);

    /// <summary>A token was used just now.</summary>
    public void Note(string id)
    {
        var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        if ((!uses.TryGetValue(id, out var noted) || noted != minute) && uses.Count < Capacity)
        {
            uses[id] = minute;
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await WriteAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            var noted = uses.ToArray();
            await store.NoteUsesAsync(noted.Select(use => (use.Key, use.Value * 60_000)));
            foreach (var use in noted)
            {
                uses.TryRemove(use);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotWritten(log, e);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "When tokens were last used could not be written; it is tried again shortly.")]
    private static partial void LogNotWritten(ILogger log, Exception e);
}
