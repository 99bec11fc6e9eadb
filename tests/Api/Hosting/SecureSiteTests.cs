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
