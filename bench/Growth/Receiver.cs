using System.Collections.Concurrent;
using System.Text.Json;

namespace Tallydesk.Bench.Growth;

/// <summary>A program on loopback that webhooks are sent to.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private ConcurrentDictionary<string, (DateTimeOffset At, DateTimeOffset Arrived)> events = new();
    private long requests;

    private Receiver(WebApplication app) => this.app = app;

    /// <summary>Its host and port.</summary>
    public string Authority => new Uri(app.Urls.First()).Authority;

    /// <summary>How many requests came since <see cref="Clear"/>.</summary>
    public long Requests => Volatile.Read(ref requests);

    /// <summary>Each event that came since <see cref="Clear"/>: when it happened, and when it came first.</summary>
    public ICollection<(DateTimeOffset At, DateTimeOffset Arrived)> Events => events.Values;

    /// <summary>Starts one on a free port. Dispose it.</summary>
    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver.app.Run(receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Forgets what came.</summary>
    public void Clear() => (events, requests) = (new(), 0);

    /// <summary>Waits until so many events have come.</summary>
    public async Task AwaitAsync(int count)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (events.Count < count)
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMinutes(2))
            {
                throw new InvalidOperationException($"{events.Count} of {count} events came.");
            }

            await Task.Delay(5);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        var arrived = TimeProvider.System.GetUtcNow();
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        Interlocked.Increment(ref requests);
        events.TryAdd(
            http.Request.Headers["webhook-id"].ToString(),
            (body.RootElement.GetProperty("timestamp").GetDateTimeOffset(), arrived)
        );
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
