using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tallydesk.Tests.Support;

namespace Tallydesk.Tests.Webhooks;

/// <summary>A message as it came.</summary>
internal sealed record Received(string Id, string Timestamp, string Signature, string Body);

/// <summary>Somebody's program on loopback, which keeps what it is told and answers as a test wants.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Received> received = new();

    private Receiver(WebApplication app) => this.app = app;

    /// <summary>What it answers.</summary>
    public Action<HttpResponse> Answer { get; set; } = response => response.StatusCode = 204;

    /// <summary>Where it is told.</summary>
    public Uri Address => new(app.Urls.First());

    /// <summary>What it was told, oldest first.</summary>
    public IReadOnlyList<Received> Told => [.. received];

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

    /// <summary>Waits until what came is enough.</summary>
    public async Task<IReadOnlyList<Received>> AwaitAsync(
        Func<IReadOnlyList<Received>, bool> isEnough,
        Func<string> instead
    )
    {
        await Eventually.HoldsAsync(() => Task.FromResult(isEnough(Told)), instead);
        return Told;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var headers = http.Request.Headers;
        received.Enqueue(
            new(
                headers["webhook-id"]!,
                headers["webhook-timestamp"]!,
                headers["webhook-signature"]!,
                await reader.ReadToEndAsync()
            )
        );
        Answer(http.Response);
    }
}
