using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Hosting;

/// <summary>No secret and no words of anybody's stand in a log, also where the logs tell much.</summary>
public sealed class LogTests : IAsyncLifetime
{
    private const string Canary = "canary7hx2";
    private readonly string folder = Directory.CreateTempSubdirectory("tallydesk-logs-").FullName;
    private readonly StringBuilder logged = new();
    private Process? desk;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        desk = DeskProgram.Start(
            folder,
            "--Urls=http://127.0.0.1:0",
            $"--Bootstrap:AdminToken=tdk_{Canary}_admin",
            "--Logging:LogLevel:Default=Information",
            "--Logging:LogLevel:Tallydesk=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore=Debug"
        );
        desk.OutputDataReceived += Keep;
        desk.ErrorDataReceived += Keep;
        desk.BeginOutputReadLine();
        desk.BeginErrorReadLine();
        await Eventually.HoldsAsync(
            () => Task.FromResult(AddressIn(Logged) is not null),
            () => $"It does not listen: {Logged}"
        );
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        desk!.Kill();
        await desk.WaitForExitAsync();
        desk.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task No_secret_and_no_text_is_logged()
    {
        var address = new Uri(AddressIn(Logged)!);
        using var http = new HttpClient { BaseAddress = address };
        var admin = new ApiClient(http, $"tdk_{Canary}_admin");
        var customer = await admin.PostAsync(
            "/v1/customers",
            $$"""{"name":"{{Canary}} Ltd","email":"{{Canary}}@test.example"}"""
        );
        var id = customer.Must(HttpStatusCode.Created).Text("id");
        (
            await admin.PostAsync(
                $"/v1/customers/{id}/licenses",
                """{"number":"LOG-1","edition":"CS-Cart","purchasedAt":"2026-11-01T10:00:00Z"}"""
            )
        ).Must(HttpStatusCode.Created);
        var token = (await admin.PostAsync("/v1/tokens", $$"""{"name":"x","role":"engineer"}""")).Text("token");
        var ticket = (
            await admin.PostAsync(
                "/v1/tickets",
                $$"""{"licenseNumber":"LOG-1","subject":"{{Canary}}","body":"{{Canary}}"}"""
            )
        ).Number("number");
        await admin.PostAsync($"/v1/tickets/{ticket}/messages", $$"""{"body":"{{Canary}}","internal":true}""");
        await admin.SendBytesAsync(
            $"/v1/tickets/{ticket}/attachments?name={Canary}.txt",
            "words"u8.ToArray(),
            "application/octet-stream"
        );
        await admin.PostAsync("/v1/tickets", $$"""{"subject":"{{Canary}}","bod""");
        await admin.PostAsync(
            "/v1/users",
            $$"""{"name":"{{Canary}}","email":"{{Canary}}2@test.example","role":"engineer"}"""
        );
        await admin
            .As(null)
            .PostAsync(
                "/v1/enquiries",
                $$"""{"name":"{{Canary}}","email":"e@test.example","subject":"{{Canary}}","body":"{{Canary}}"}"""
            );
        (await admin.As($"tdk_{Canary}_wrong").GetAsync("/v1/tickets")).Must(HttpStatusCode.Unauthorized);
        (await admin.As(token).GetAsync("/v1/tokens")).Must(HttpStatusCode.Forbidden);
        using var browser = new PageBrowser(address);
        await browser.SubmitAsync(
            "/sign-in",
            "/sign-in",
            ("email", $"{Canary}@test.example"),
            ("password", $"{Canary} {Canary}")
        );
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", $"tdk_{Canary}_wrong"));
        await browser.GetAsync($"/invitation?proof={Canary}");
        await ConnectAsync(address, token);
        await ConnectAsync(address, $"tdk_{Canary}_wrong");

        var all = Logged;
        Assert.Contains("403 to GET /v1/tokens", all);
        Assert.Contains("401 to GET /v1/tickets", all);
        var told = all.Split('\n')
            .Where(line =>
                line.Contains(Canary, StringComparison.Ordinal)
                || line.Contains(token.Split('_')[^1], StringComparison.Ordinal)
            );
        Assert.True(!told.Any(), string.Join('\n', told));
    }

    private static async Task ConnectAsync(Uri address, string token)
    {
        await using var hub = new HubConnectionBuilder()
            .WithUrl(
                new Uri(address, $"/hubs/queue?access_token={token}"),
                options =>
                {
                    options.SkipNegotiation = true;
                    options.Transports = HttpTransportType.WebSockets;
                }
            )
            .Build();
        try
        {
            await hub.StartAsync();
        }
        catch (Exception) when (token.Contains(Canary, StringComparison.Ordinal))
        {
            // It is refused, and only what is logged of that matters here.
        }
    }

    private static string? AddressIn(string text) =>
        text.Split('\n')
            .FirstOrDefault(line => line.StartsWith("Tallydesk is listening on ", StringComparison.Ordinal))
            ?.Split(' ')[^1];

    private string Logged
    {
        get
        {
            lock (logged)
            {
                return logged.ToString();
            }
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (logged)
        {
            logged.Append(line.Data).Append('\n');
        }
    }
}
