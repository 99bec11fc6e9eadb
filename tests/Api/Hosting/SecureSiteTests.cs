using System.Net;
using Tallydesk.Tests.Pages;
using Xunit;

namespace Tallydesk.Tests.Hosting;

/// <summary>A site behind a proxy that ends TLS.</summary>
public sealed class SecureSiteTests : IAsyncLifetime
{
    private static readonly (string, string) OverTls = ("X-Forwarded-Proto", "https");
    private DeskHost desk = null!;

    [Fact]
    public async Task Over_tls_the_cookies_are_the_hosts_own()
    {
        using var browser = new PageBrowser(desk.Address, OverTls);
        var cookie = (await browser.GetAsync("/sign-in")).Headers["Set-Cookie"];
        Assert.StartsWith("__Host-tallydesk-form=", cookie);
        Assert.Contains("secure", cookie);
        Assert.Contains("path=/;", cookie);
        Assert.Contains("httponly", cookie);
    }

    [Fact]
    public async Task In_the_clear_pages_lead_to_the_site_and_programs_are_refused()
    {
        using var browser = new PageBrowser(desk.Address);
        var page = await browser.GetAsync("/sign-in?returnUrl=%2Fboard");
        Assert.Equal(
            (HttpStatusCode.MovedPermanently, "https://desk.example/sign-in?returnUrl=%2Fboard"),
            (page.Status, page.Location)
        );
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.Admin.GetAsync("/v1/tickets")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/hubs/queue")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/health/live")).Status);
    }

    [Theory]
    [InlineData("https://desk.example", true)]
    [InlineData("https://desk.example:8443", false)]
    [InlineData("http://desk.example", false)]
    [InlineData("https://elsewhere.example", false)]
    [InlineData("null", false)]
    public async Task A_hub_is_opened_from_the_sites_own_address_whatever_host_is_called(string origin, bool isOwn)
    {
        using var http = new HttpClient { BaseAddress = desk.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hubs/queue/negotiate?negotiateVersion=1");
        request.Headers.Host = "elsewhere.example";
        request.Headers.Add("Origin", origin);
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Authorization = new("Bearer", DeskHost.AdminToken);
        using var answer = await http.SendAsync(request);
        Assert.Equal(isOwn ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Who_must_sign_in_is_led_to_no_host_that_was_called()
    {
        using var browser = new PageBrowser(desk.Address, OverTls, ("Host", "elsewhere.example"));
        Assert.Equal("/sign-in?returnUrl=%2Fboard", (await browser.GetAsync("/board")).Location);
    }

    [Fact]
    public async Task Only_a_known_proxy_says_so()
    {
        var own = await DeskHost.StartAsync("--Site:Address=https://desk.example");
        try
        {
            using var browser = new PageBrowser(own.Address, OverTls, ("X-Forwarded-Host", "elsewhere.example"));
            Assert.Equal("https://desk.example/sign-in", (await browser.GetAsync("/sign-in")).Location);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    public async Task InitializeAsync() =>
        desk = await DeskHost.StartAsync("--Site:Address=https://desk.example", "--Proxy:Networks=127.0.0.0/8");

    public Task DisposeAsync() => desk.DisposeAsync();
}
