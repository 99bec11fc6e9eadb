using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Tallydesk.Tests.Hosting;

/// <summary>A Host header that is no host is the sender's mistake (RFC 9112, 3.2): 400, on every path and never 500.</summary>
[Collection(DeskTests.Name)]
public sealed class HostHeaderTests(DeskHost desk)
{
    private static readonly string[] Hosts =
    [
        "",
        "xn--",
        "127.0.0.1:99999",
        "a..b",
        ".",
        "-",
        "a:b",
        "[::1",
        "a.example:",
        new('x', 300),
    ];

    private static readonly string[] Pages =
    [
        "/",
        "/sign-in",
        "/tickets",
        "/contact",
        "/policy",
        "/nothing",
        "/account",
        "/invitation?proof=x",
        "/hubs/queue",
    ];

    /// <summary>Every host with every path.</summary>
    public static TheoryData<string> All => [.. Hosts];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_host_that_is_none_is_refused(string host)
    {
        foreach (var page in Pages)
        {
            var status = await StatusAsync("GET", page, host, $"Origin: http://{desk.Address.Authority}\r\n");
            Assert.True(status is 400 || (host is "a.example:" or "-" && status is < 500), $"{page}: {status}");
        }
    }

    [Theory]
    [InlineData("desk.example")]
    [InlineData("DESK.example:8080")]
    [InlineData("127.0.0.1:7300")]
    [InlineData("[::1]:7300")]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("my_desk")]
    public async Task A_host_is_taken(string host) => Assert.Equal(200, await StatusAsync("GET", "/sign-in", host, ""));

    [Theory]
    [InlineData("http://xn--")]
    [InlineData("file://")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:99999")]
    public async Task An_origin_that_is_none_opens_no_hub(string origin) =>
        Assert.Equal(403, await StatusAsync("GET", "/hubs/queue", desk.Address.Authority, $"Origin: {origin}\r\n"));

    [Fact]
    public async Task Health_and_programs_need_no_host()
    {
        Assert.Equal(200, await StatusAsync("GET", "/health/live", "", ""));
        Assert.Equal(401, await StatusAsync("GET", "/v1/me", "", ""));
    }

    private async Task<int> StatusAsync(string method, string path, string host, string headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(desk.Address.Host, desk.Address.Port);
        await using var stream = client.GetStream();
        var request =
            $"{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\n{headers}Connection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var line = await reader.ReadLineAsync() ?? "";
        return int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
