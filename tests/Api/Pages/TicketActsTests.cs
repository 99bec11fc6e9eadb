using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Tallydesk.Tests.Pages;

/// <summary>What staff do on a ticket's page works without script: categories are radio buttons, and rare acts unfold in one menu.</summary>
[Collection(DeskTests.Name)]
public sealed partial class TicketActsTests(DeskHost desk)
{
    [Fact]
    public async Task The_assessed_category_is_chosen_among_all_of_them()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        using var browser = await SignedInAsync(world.Engineer.Token!);
        Assert.Equal(["question"], Chosen((await browser.GetAsync($"/tickets/{ticket}")).Html));

        await world.AssessAsync(ticket, "investigation");
        var html = (await browser.GetAsync($"/tickets/{ticket}")).Html;
        Assert.Equal(7, CategoryRadio().Count(html));
        Assert.Equal(["investigation"], Chosen(html));

        var refused = await browser.SubmitAsync(
            $"/tickets/{ticket}",
            $"/tickets/{ticket}/assessments",
            ("category", "complexModification")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["complexModification"], Chosen(refused.Html));
    }

    [Fact]
    public async Task Rare_acts_are_in_one_menu_which_is_open_where_one_was_refused()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        using var engineer = await SignedInAsync(world.Engineer.Token!);
        var html = (await engineer.GetAsync($"/tickets/{ticket}")).Html;
        Assert.Equal(["Split ticket", "Merge ticket", "Mark as urgent"], Acts(html));
        Assert.Contains("<details class=\"menu\">", html, StringComparison.Ordinal);

        var refused = await engineer.SubmitAsync($"/tickets/{ticket}", $"/tickets/{ticket}/merges", ("into", "999999"));
        Assert.Contains("<details class=\"menu\" open", refused.Html, StringComparison.Ordinal);
        Assert.Equal(["Merge ticket"], OpenAct().Matches(refused.Html).Select(act => act.Groups["title"].Value));

        await world.AssessAsync(ticket, "investigation");
        using var lead = await SignedInAsync(world.Lead.Token!);
        Assert.Equal(
            [
                "Split ticket",
                "Merge ticket",
                "Mark as urgent",
                "Waive price",
                "Apply current coverage",
                "Assign ticket",
            ],
            Acts((await lead.GetAsync($"/tickets/{ticket}")).Html)
        );
        using var customer = await SignedInAsync(world.Customer.Token!);
        Assert.Empty(Acts((await customer.GetAsync($"/tickets/{ticket}")).Html));
    }

    [Fact]
    public async Task Messages_to_split_are_the_customers_but_for_the_first_and_those_that_were_moved()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        long[] written = [await world.WriteAsync(ticket), await world.WriteAsync(ticket)];
        (await world.Engineer.PostAsync($"/v1/tickets/{ticket}/messages", """{"body":"One moment."}""")).Must(
            HttpStatusCode.Created
        );
        using var browser = await SignedInAsync(world.Engineer.Token!);
        Assert.Equal(written, Splittable((await browser.GetAsync($"/tickets/{ticket}")).Html));

        var split = await browser.SubmitAsync(
            $"/tickets/{ticket}",
            $"/tickets/{ticket}/splits",
            ("messages", $"{written[0]}"),
            ("subject", "Another")
        );
        Assert.Equal(HttpStatusCode.Redirect, split.Status);
        Assert.Equal([written[1]], Splittable((await browser.GetAsync($"/tickets/{ticket}")).Html));
    }

    private async Task<PageBrowser> SignedInAsync(string token)
    {
        var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", token));
        return browser;
    }

    private static IEnumerable<string> Chosen(string html) =>
        CategoryRadio()
            .Matches(html)
            .Where(radio => radio.Value.Contains("checked", StringComparison.Ordinal))
            .Select(radio => radio.Groups["value"].Value);

    private static IEnumerable<string> Acts(string html) =>
        Act().Matches(html).Select(act => act.Groups["title"].Value);

    private static IEnumerable<long> Splittable(string html) =>
        Message().Matches(html).Select(box => long.Parse(box.Groups["id"].Value));

    [GeneratedRegex(
        "<input type=\"radio\" name=\"category\" value=\"(?<value>[a-zA-Z]+)\"[^>]*>",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex CategoryRadio();

    [GeneratedRegex(
        "<details class=\"act\"[^>]*>\\s*<summary>(?<title>[^<]+)</summary>",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Act();

    [GeneratedRegex(
        "<details class=\"act\" open[^>]*>\\s*<summary>(?<title>[^<]+)</summary>",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex OpenAct();

    [GeneratedRegex("<input type=\"checkbox\" name=\"messages\" value=\"(?<id>[0-9]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Message();
}
