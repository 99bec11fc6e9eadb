using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Tallydesk.Tests.Pages;

/// <summary>Reports as a lead sees them: figures beside the weeks before, charts with values for pointer and keys, tables.</summary>
public sealed class ReportsPageTests : IAsyncLifetime
{
    private DeskHost? host;

    private DeskHost Desk => host ?? throw new InvalidOperationException("The desk has not been started.");

    public async Task InitializeAsync() => host = await DeskHost.StartAsync(DeskHost.Unlimited);

    public Task DisposeAsync() => Desk.DisposeAsync();

    [Fact]
    public async Task A_report_with_numbers_has_a_chart_and_one_without_has_a_sentence()
    {
        var world = await World.CreateAsync(Desk);
        using var browser = new PageBrowser(Desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", world.Lead.Token!));

        var empty = await TextAsync(browser, "/reports");
        Assert.Contains("No data for these weeks.", SectionOf(empty, "Tickets"), StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", SectionOf(empty, "Tickets"), StringComparison.Ordinal);
        Assert.Contains("No tickets are waiting.", SectionOf(empty, "Backlog"), StringComparison.Ordinal);

        await world.AssessAsync(await world.OpenAsync(), "question");
        var ticket = await world.OpenAsync();
        (await world.Engineer.PostAsync($"/v1/tickets/{ticket}/messages", """{"body":"Clear the cache."}""")).Must(
            HttpStatusCode.Created
        );
        var filled = await TextAsync(browser, "/reports?weeks=1");
        var tickets = SectionOf(filled, "Tickets");
        // The mark says the same to a pointer, to keys and to a screen reader.
        Assert.Matches("<g class=\"mark\" data-mark tabindex=\"0\" role=\"img\" aria-label=\"Week of [^\"]+: Question 1, Not assessed 1\">", tickets);
        Assert.Matches("<title>Week of [^<]+: Question 1, Not assessed 1</title>", tickets);
        Assert.Matches("<tr>\\s*<th scope=\"row\">Difference</th>\\s*<td class=\"number\">\\+1</td>", tickets);
        var keys = Regex.Matches(tickets, "class=\"fill (?<tone>c-[a-z]+)\" width=\"10\"", RegexOptions.NonBacktracking).Select(key => key.Groups["tone"].Value).ToList();
        Assert.Equal(["c-blue", "c-gray"], keys);
        Assert.Contains("2", FigureOf(filled, "Tickets opened"), StringComparison.Ordinal);
        Assert.Contains("+2, 0 before", FigureOf(filled, "Tickets opened"), StringComparison.Ordinal);
        Assert.Contains("No earlier data", FigureOf(filled, "Median first response"), StringComparison.Ordinal);
        Assert.Contains("<option value=\"1\" selected>This week</option>", filled, StringComparison.Ordinal);
        Assert.Contains("Unassigned 1", SectionOf(filled, "Backlog"), StringComparison.Ordinal);
        Assert.Matches("<path class=\"stroke c-blue\" d=\"M[0-9. ]+\"", SectionOf(filled, "Answers"));
    }

    private static string SectionOf(string html, string name) =>
        Regex.Match(html, $"<section class=\"panel\" aria-labelledby=\"{name}\">.*?</section>", RegexOptions.Singleline | RegexOptions.NonBacktracking).Value;

    private static string FigureOf(string html, string name) =>
        Regex.Match(html, $"<dt>{name}</dt>.*?</div>", RegexOptions.Singleline | RegexOptions.NonBacktracking).Value;

    private static async Task<string> TextAsync(PageBrowser browser, string path)
    {
        var page = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return WebUtility.HtmlDecode(page.Html);
    }
}
