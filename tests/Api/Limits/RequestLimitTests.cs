using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.AspNetCore.SignalR.Client;
using Tallydesk.Tests.Pages;
using Tallydesk.Limits;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Limits;

/// <summary>A desk whose callers may ask little.</summary>
public sealed class RequestLimitTests : IAsyncLifetime
{
    private const int Burst = 12;
    private DeskHost desk = null!;

    [Fact]
    public async Task Every_anonymous_route_has_a_limit_and_says_when_to_come_back()
    {
        foreach (var (method, path) in Anonymous())
        {
            using var visitor = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
            {
                BaseAddress = desk.Address,
            };
            var answer = await UntilRefusedAsync(() => visitor.SendAsync(new(new(method), path)));
            Assert.True(answer is { StatusCode: HttpStatusCode.TooManyRequests }, $"{method} {path}");
            Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1), path);
        }
    }

    [Fact]
    public async Task Whoever_waits_as_told_is_answered_again()
    {
        var client = desk.Client(await World.TokenAsync(desk.Admin, "E", "engineer"));
        ApiAnswer answer;
        do
        {
            answer = await client.GetAsync("/v1/tickets");
        } while (answer.Status == HttpStatusCode.OK);

        Assert.Equal((HttpStatusCode.TooManyRequests, "too_many_requests"), (answer.Status, answer.Code));
        await Task.Delay(TimeSpan.FromSeconds(int.Parse(answer.Headers["Retry-After"])));
        (await client.GetAsync("/v1/tickets")).Must(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Wrong_tokens_cost_their_address_something_and_others_nothing()
    {
        var wrong = desk.Client("tdk_nobody_wrong");
        var refused = false;
        for (var n = 0; n < 3 * Burst && !refused; n++)
        {
            refused = (await wrong.GetAsync("/v1/tickets")).Status == HttpStatusCode.TooManyRequests;
        }

        Assert.True(refused);
        (await desk.Admin.GetAsync("/v1/me")).Must(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Guessing_passwords_is_slow()
    {
        using var browser = new PageBrowser(desk.Address);
        var page = await browser.GetAsync("/sign-in");
        var answers = new List<HttpStatusCode>();
        for (var n = 0; n < 6; n++)
        {
            answers.Add((await browser.PostAsync("/sign-in", ("email", "a@b.c"), ("password", "x"))).Status);
        }

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    [Fact]
    public async Task A_bearer_has_so_many_hub_connections_and_a_connection_so_many_calls()
    {
        var token = await World.TokenAsync(desk.Admin, "E", "engineer");
        await using var first = await HubClient.ConnectAsync(desk, token);
        await using var second = await HubClient.ConnectAsync(desk, token);
        // A connection is counted after the client knows that it is connected.
        var open = desk.Services.GetRequiredService<HubLimits>();
        await Eventually.HoldsAsync(() => Task.FromResult(open.Count == 2), () => $"{open.Count} are counted");
        var third = await HubClient.ConnectAsync(desk, token);
        await Assert.ThrowsAnyAsync<Exception>(() => third.InvokeAsync<object?>("Subscribe", "support"));
        await third.DisposeAsync();

        var refused = await Assert.ThrowsAsync<HubException>(async () =>
        {
            for (var n = 0; n < 50; n++)
            {
                await first.InvokeAsync<object?>("Subscribe", "nowhere");
            }
        });
        Assert.Contains("Too many calls", refused.Message);
        await second.InvokeAsync<object?>("Subscribe", "nowhere");
    }

    [Fact]
    public async Task Whoever_sends_drop_by_drop_is_let_go()
    {
        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, desk.Address.Port);
        var stream = slow.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: desk\r\nX-Slow: "));
        using var patience = new CancellationTokenSource(Eventually.Bound);
        var answer = new byte[512];
        var read = stream.ReadAsync(answer, patience.Token).AsTask();
        while (!read.IsCompleted)
        {
            try
            {
                await stream.WriteAsync(new byte[] { (byte)'a' }, patience.Token);
            }
            catch (IOException)
            {
                break;
            }

            await Task.WhenAny(read, Task.Delay(500, patience.Token));
        }

        patience.Token.ThrowIfCancellationRequested();
    }

    [Theory]
    [InlineData("Limits:VisitorBurst", "0")]
    [InlineData("Limits:HubConnections", "-1")]
    [InlineData("People:MostFailures", "1")]
    [InlineData("Mail:Port", "70000")]
    [InlineData("Site:Address", "desk.example")]
    [InlineData("Audit:AnchorEvery", "00:00:01")]
    public async Task A_wrong_setting_stops_the_start_with_its_key(string key, string value)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => DeskHost.StartAsync($"--{key}={value}"));
        Assert.Contains(key, failure.ToString());
    }

    public async Task InitializeAsync() =>
        desk = await DeskHost.StartAsync(
            $"--Limits:VisitorBurst={Burst}",
            "--Limits:VisitorPerSecond=1",
            "--Limits:SignedInBurst=30",
            "--Limits:SignedInPerSecond=1",
            "--Limits:SignInBurst=3",
            "--Limits:SignInPerMinute=1",
            "--Limits:HubConnectionsOfOne=2",
            "--Limits:HubCallBurst=5",
            "--Limits:HubCallsPerSecond=1"
        );

    public Task DisposeAsync() => desk.DisposeAsync();

    private IEnumerable<(string Method, string Path)> Anonymous() =>
        desk
            .Endpoints.Where(endpoint =>
                endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
                && endpoint.Metadata.GetMetadata<DisableRateLimitingAttribute>() is null
                && !endpoint.RoutePattern.RawText!.Contains("_framework", StringComparison.Ordinal)
            )
            .SelectMany(endpoint =>
                (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method =>
                    (method, endpoint.RoutePattern.RawText!)
                )
            );

    private static async Task<HttpResponseMessage?> UntilRefusedAsync(Func<Task<HttpResponseMessage>> send)
    {
        for (var n = 0; n < 5 * Burst; n++)
        {
            var answer = await send();
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                return answer;
            }
        }

        return null;
    }
}
