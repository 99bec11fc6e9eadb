using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Tallydesk.Tests.Pages;

/// <summary>The audit as an admin reads it: sentences with differences, the data folded, and filters in the address.</summary>
[Collection(DeskTests.Name)]
public sealed class AuditPageTests(DeskHost desk)
{
    [Fact]
    public async Task Changes_are_sentences_newest_first_and_their_data_is_folded()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        await world.AssessAsync(ticket, "question");
        using var browser = await SignedInAsync();

        var history = await TextAsync(browser, $"/audit?trail=history&subject=%23{ticket}");
        var told = SentencesOf(history);
        Assert.True(told.IndexOf("The price took effect: 5 credits for Question.") < told.IndexOf($"Opened ticket {ticket}: Slow."));
        Assert.Contains("<dt>Coverage</dt>", history, StringComparison.Ordinal);
        Assert.Contains("<summary>Data</summary>", history, StringComparison.Ordinal);
        Assert.Contains("\"subject\": \"Slow\"", history, StringComparison.Ordinal);
        // The actor is a name that leads to what else they did.
        Assert.Matches($"<a href=\"[^\"]*actor=[^\"]+\"[^>]*><bdi>{world.License[..^2]} engineer</bdi></a>", history);

        var ledger = await TextAsync(browser, $"/audit?trail=ledger&subject={world.Id}");
        Assert.Equal(["Charged 5 credits.", "Granted 50 credits."], SentencesOf(ledger));
        Assert.Matches("<del><span class=\"unseen\">before: </span><bdi>50</bdi></del>\\s*→\\s*<bdi>45</bdi>", ledger);
    }

    [Fact]
    public async Task Filters_by_actor_kind_and_day_are_in_the_address()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        await world.AssessAsync(ticket, "question");
        await world.WriteAsync(ticket);
        using var browser = await SignedInAsync();
        var path = $"/audit?trail=history&subject={ticket}";

        Assert.Equal(["Wrote a message."], SentencesOf(await TextAsync(browser, $"{path}&kind=messagePosted&actor={await ActorAsync(browser, path)}")).Distinct());
        var other = await TextAsync(browser, $"{path}&day=2001-01-01");
        Assert.Contains("No matching entries.", other, StringComparison.Ordinal);
        Assert.Contains("value=\"2001-01-01\"", other, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/audit?trail=history&subject={ticket}\">Show all</a>", other, StringComparison.Ordinal);
        Assert.NotEmpty(SentencesOf(await TextAsync(browser, "/audit?kind=tokenMade")));
        Assert.All(SentencesOf(await TextAsync(browser, "/audit?kind=tokenMade")), text => Assert.StartsWith("Created token ", text));
        Assert.Contains("No matching entries.", await TextAsync(browser, "/audit?actor=nobody&kind=none&before=x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Earlier_rows_follow_on_the_next_page()
    {
        var world = await World.CreateAsync(desk);
        for (var n = 0; n < 15; n++)
        {
            // Four tokens each.
            await World.CreateAsync(desk);
        }

        using var browser = await SignedInAsync();
        var first = await TextAsync(browser, "/audit?kind=tokenMade");
        var next = Regex.Match(first, "<a href=\"(?<next>[^\"]*before=[0-9]+)\">Earlier rows</a>", RegexOptions.NonBacktracking).Groups["next"].Value;
        var second = await TextAsync(browser, next);

        Assert.Equal(50, SentencesOf(first).Count);
        Assert.Empty(SentencesOf(first).Intersect(SentencesOf(second)));
        Assert.Contains(SentencesOf(first).Concat(SentencesOf(second)), text => text == $"Created token {world.License[..^2]} lead.");
    }

    /// <summary>Whoever opened the ticket, as the page links them.</summary>
    private static async Task<string> ActorAsync(PageBrowser browser, string path) =>
        Regex.Match(await TextAsync(browser, $"{path}&kind=ticketOpened"), "actor=(?<id>[^\"&]+)\"", RegexOptions.NonBacktracking).Groups["id"].Value;

    private static List<string> SentencesOf(string html) =>
        [.. Regex.Matches(html, "<p><bdi>(?<text>[^<]+)</bdi></p>", RegexOptions.NonBacktracking).Select(match => match.Groups["text"].Value)];

    private static async Task<string> TextAsync(PageBrowser browser, string path)
    {
        var page = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return WebUtility.HtmlDecode(page.Html);
    }

    private async Task<PageBrowser> SignedInAsync()
    {
        var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", DeskHost.AdminToken));
        return browser;
    }
}
