using System.Net;
using Xunit;

namespace Tallydesk.Tests.Pages;

/// <summary>The price calculator, for visitors without an account: the price and the sentence that a quote has.</summary>
public sealed class PriceCalculatorTests : IAsyncLifetime
{
    private DeskHost? host;

    private DeskHost Desk => host ?? throw new InvalidOperationException("The desk has not been started.");

    public async Task InitializeAsync() => host = await DeskHost.StartAsync(DeskHost.Unlimited);

    public Task DisposeAsync() => Desk.DisposeAsync();

    [Theory]
    [InlineData(
        "edition=CS-Cart&kind=first&category=investigation",
        "20 credits",
        "Investigation: 20 credits. Not covered: this license has no support period or VIP care."
    )]
    [InlineData(
        "edition=CS-Cart&kind=first&category=upgrade&from=4.3.1&to=4.3.9",
        "50 credits",
        "Upgrade 4.3.1 → 4.3.9: 50 credits. 20 for the first two releases, 5 for each of 6 more."
    )]
    [InlineData(
        "edition=CS-Cart&kind=first&category=complexModification",
        "From 20 credits",
        "The engineer sets the price; the minimum is 20."
    )]
    [InlineData("edition=Multi-Vendor&kind=first&category=question", "Free", "Free: covered by your support period until ")]
    [InlineData("edition=CS-Cart&kind=first&category=securityBug", "Free", "Free if support confirms a security bug")]
    public async Task A_visitor_sees_the_price_and_its_explanation(string query, string price, string sentence)
    {
        var html = await TextAsync($"/policy/prices?{query}");

        Assert.Contains($"<p class=\"amount\"><strong>{price}</strong></p>", html, StringComparison.Ordinal);
        Assert.Contains(sentence, html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("edition=Multi-Vendor&kind=storefront&category=question", "not available as ")]
    [InlineData("edition=CS-Cart&kind=first&category=upgrade", "Enter the release you have and the release you want.")]
    [InlineData("edition=CS-Cart&kind=first&category=upgrade&from=4.3.9&to=4.3.1", "4.3.1 is older than 4.3.9.")]
    public async Task What_has_no_price_says_why(string query, string sentence)
    {
        var html = await TextAsync($"/policy/prices?{query}");

        Assert.Contains("No price", html, StringComparison.Ordinal);
        Assert.Contains(sentence, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_question_there_is_the_form_alone_and_what_was_chosen_stays_chosen()
    {
        var empty = await TextAsync("/policy/prices?edition=none&kind=x&category=y&purchasedOn=z&from=1&to=2");
        Assert.DoesNotContain("role=\"status\"", empty, StringComparison.Ordinal);
        Assert.Contains("Show price", empty, StringComparison.Ordinal);

        var asked = await TextAsync("/policy/prices?edition=Multi-Vendor&kind=additional&purchasedOn=2020-01-01&category=question");
        Assert.Contains("<option value=\"Multi-Vendor\" selected>", asked, StringComparison.Ordinal);
        Assert.Contains("<option value=\"additional\" selected>", asked, StringComparison.Ordinal);
        Assert.Contains("value=\"2020-01-01\"", asked, StringComparison.Ordinal);
        Assert.Contains("Question: 5 credits. Not covered: your support period ended on ", asked, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/policy/prices\">", await TextAsync("/policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visitor_who_asks_too_often_has_to_wait()
    {
        var limited = await DeskHost.StartAsync([.. DeskHost.Unlimited, "--Limits:ExpensiveBurst=1", "--Limits:ExpensivePerMinute=1"]);
        try
        {
            using var browser = new PageBrowser(limited.Address);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/policy/prices")).Status);
            var refused = await browser.GetAsync("/policy/prices");
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
            Assert.Contains("Retry-After", refused.Headers.Keys);
        }
        finally
        {
            await limited.DisposeAsync();
        }
    }

    private async Task<string> TextAsync(string path)
    {
        using var browser = new PageBrowser(Desk.Address);
        var page = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return WebUtility.HtmlDecode(page.Html);
    }
}
