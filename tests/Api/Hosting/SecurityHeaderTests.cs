using System.Net;
using Microsoft.AspNetCore.Routing;
using Tallydesk.Tests.Pages;
using Xunit;

namespace Tallydesk.Tests.Hosting;

[Collection(DeskTests.Name)]
public sealed class SecurityHeaderTests(DeskHost desk)
{
    [Fact]
    public async Task Every_route_tells_browsers_what_it_may_do()
    {
        using var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", DeskHost.AdminToken));
        foreach (var path in Paths())
        {
            var answer = await browser.GetAsync(path);
            var policy = answer.Headers["Content-Security-Policy"];
            Assert.Contains("default-src 'none'", policy);
            Assert.Contains("frame-ancestors 'none'", policy);
            Assert.Contains("object-src 'none'", policy);
            Assert.Contains("base-uri", policy);
            Assert.DoesNotContain("unsafe-inline", policy);
            Assert.DoesNotContain("'unsafe-eval'", policy);
            Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
            Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
            Assert.Equal("same-origin", answer.Headers["Cross-Origin-Opener-Policy"]);
            Assert.Equal("same-origin", answer.Headers["Cross-Origin-Resource-Policy"]);
            Assert.Contains("camera=()", answer.Headers["Permissions-Policy"]);
            Assert.NotNull(answer.Headers["Cache-Control"]);
            Assert.False(answer.Headers.ContainsKey("Server"), path);
            Assert.Equal(
                path == "/board" || path.StartsWith("/board/", StringComparison.Ordinal),
                policy.Contains("wasm-unsafe-eval", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task What_is_somebodys_is_kept_by_no_cache()
    {
        using var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", DeskHost.AdminToken));
        foreach (var path in (string[])["/", "/tickets", "/account", "/customers"])
        {
            Assert.Contains("no-store", (await browser.GetAsync(path)).Headers["Cache-Control"]);
        }

        Assert.Equal("no-store", (await desk.Admin.GetAsync("/v1/customers")).Headers["Cache-Control"]);
    }

    [Fact]
    public async Task Over_tls_the_site_says_that_it_stays_there()
    {
        var own = await DeskHost.StartAsync("--Site:Address=https://desk.example", "--Proxy:Networks=127.0.0.0/8");
        try
        {
            using var browser = new PageBrowser(own.Address, ("X-Forwarded-Proto", "https"));
            var answer = await browser.GetAsync("/sign-in");
            Assert.Equal("max-age=31536000; includeSubDomains", answer.Headers["Strict-Transport-Security"]);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("OPTIONS")]
    [InlineData("PUT")]
    public async Task Methods_that_nothing_uses_are_refused_and_no_other_origin_is_let_in(string method)
    {
        using var http = new HttpClient { BaseAddress = desk.Address };
        using var request = new HttpRequestMessage(new(method), "/v1/tickets");
        request.Headers.Add("Origin", "https://elsewhere.example");
        var answer = await http.SendAsync(request);
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(
            answer.Headers,
            header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase)
        );
    }

    private IEnumerable<string> Paths() =>
        desk
            .Endpoints.Where(endpoint =>
                endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") != false
            )
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
            .Select(path =>
                System.Text.RegularExpressions.Regex.Replace(path, "{[^}]*}", "1", default, TimeSpan.FromSeconds(1))
            )
            .Where(path => !path.Contains("opaque-redirect", StringComparison.Ordinal))
            .Append("/no/such/page")
            .Append("/v1/no-such")
            .Distinct();
}
