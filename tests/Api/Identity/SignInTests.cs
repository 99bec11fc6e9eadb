using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Tallydesk.Tests.Identity;

[Collection(PeopleTests.Name)]
public sealed partial class SignInTests(DeskHost desk)
{
    [Fact]
    public async Task A_token_becomes_a_cookie_that_scripts_and_other_sites_do_not_get()
    {
        using var browser = Browser();
        var answer = await SignInAsync(browser, await World.TokenAsync(desk.Admin, "E", "engineer"), "/board?x=1");

        Assert.Equal((HttpStatusCode.Redirect, "/board?x=1"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        var cookie = Assert.Single(
            answer.Headers.GetValues("Set-Cookie"),
            text => text.StartsWith("tallydesk=", StringComparison.Ordinal)
        );
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=lax", cookie);
    }

    [Fact]
    public async Task A_wrong_token_is_told_on_the_page()
    {
        using var browser = Browser();
        var answer = await SignInAsync(browser, "tdk_admin_wrong", "/");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("alert", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_sent_to_another_site(string returnUrl)
    {
        using var browser = Browser();
        var answer = await SignInAsync(browser, await World.TokenAsync(desk.Admin, "E", "engineer"), returnUrl);
        Assert.Equal("/", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_form_of_another_site_is_refused()
    {
        using var browser = Browser();
        using var form = new FormUrlEncodedContent([new("token", await World.TokenAsync(desk.Admin, "E", "engineer"))]);
        var answer = await browser.PostAsync("/sign-in", form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("Set-Cookie", answer.Headers.Select(header => header.Key));
    }

    [Fact]
    public async Task The_cookie_counts_on_no_route_of_v1_and_not_after_its_tokens_revocation()
    {
        var made = await desk.Admin.PostAsync("/v1/tokens", """{"name":"E","role":"engineer"}""");
        using var browser = Browser();
        await SignInAsync(browser, made.Text("token"), "/");
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/v1/tickets")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/no-such-page")).StatusCode);

        await desk.Admin.PostAsync($"/v1/tokens/{made.Text("id")}/revocation");
        var sentAway = await browser.GetAsync("/no-such-page");
        Assert.Equal(HttpStatusCode.Redirect, sentAway.StatusCode);
        Assert.Contains("/sign-in?returnUrl=", sentAway.Headers.Location?.ToString());
    }

    private HttpClient Browser() =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = desk.Address,
        };

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string token, string returnUrl)
    {
        var page = await browser.GetStringAsync("/sign-in");
        using var form = new FormUrlEncodedContent([
            new("__RequestVerificationToken", FormToken().Match(page).Groups["token"].Value),
            new("token", token),
            new("returnUrl", returnUrl),
        ]);
        return await browser.PostAsync("/sign-in", form);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex FormToken();
}
