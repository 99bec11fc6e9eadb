using System.Net;
using System.Text.RegularExpressions;
using Tallydesk.Explanations;
using Tallydesk.Pages.Tickets;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Pages;

/// <summary>Between the messages of a ticket's page stands what happened to it, as far as it concerns the reader.</summary>
[Collection(DeskTests.Name)]
public sealed partial class TicketTimelineTests(DeskHost desk)
{
    [Fact]
    public async Task What_happened_stands_between_the_messages_and_customers_see_nothing_internal()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        var question = await world.WriteAsync(ticket);
        await DoAsync(world.Engineer, $"{ticket}/claim");
        await DoAsync(world.Engineer, $"{ticket}/urgency", """{"urgent":true,"reason":"The shop is down."}""");
        await world.AssessAsync(ticket, "investigation");
        await DoAsync(world.Customer, $"{ticket}/consents", """{"revision":1,"decision":"accept"}""");
        await DoAsync(world.Engineer, $"{ticket}/messages", """{"body":"Look at the cache."}""");
        var child = (
            await world.Engineer.PostAsync(
                $"/v1/tickets/{ticket}/splits",
                $$"""{"messageIds":[{{question}}],"subject":"Another"}"""
            )
        )
            .Must(HttpStatusCode.Created)
            .Number("number");
        await DoAsync(world.Engineer, $"{ticket}/resolution", """{"outcome":"solved","note":"Done."}""");

        var engineer = await NameAsync(world.Engineer);
        var customer = await NameAsync(world.Customer);
        string[] forEveryone =
        [
            $"{engineer} assessed this ticket: Investigation, 20 credits.",
            $"{customer} accepted 20 credits for Investigation.",
            "20 credits charged.",
            "Look at the cache.",
            $"A separate question was split into ticket {child}: Another",
            $"{engineer} solved this ticket.",
            "Done.",
        ];
        string[] forStaff = [$"{engineer} claimed this ticket.", $"{engineer} marked this ticket as urgent.", "The shop is down."];

        var staff = await ConversationAsync(world.Engineer, $"/tickets/{ticket}");
        AssertInOrder(["Since today.", "And another thing?", .. forStaff, .. forEveryone], staff);
        var own = await ConversationAsync(world.Customer, $"/tickets/{ticket}");
        AssertInOrder(["Since today.", "And another thing?", .. forEveryone], own);
        Assert.All(forStaff, line => Assert.DoesNotContain(line, own, StringComparison.Ordinal));

        // Tallydesk's message about the new ticket is a line with a link, and the event behind it is not listed again.
        Assert.Contains($"<a href=\"/tickets/{child}\">ticket {child}</a>: Another", own, StringComparison.Ordinal);
        Assert.DoesNotContain("Split into", own, StringComparison.Ordinal);
        var split = await ConversationAsync(world.Customer, $"/tickets/{child}");
        Assert.Contains($"Created from <a href=\"/tickets/{ticket}\">ticket {ticket}</a>.", split, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_a_long_conversation_has_the_lines_of_its_own_messages()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        await DoAsync(world.Engineer, $"{ticket}/claim");
        for (var n = 0; n < 101; n++)
        {
            await world.WriteAsync(ticket);
        }

        await DoAsync(world.Engineer, $"{ticket}/release");
        var newest = await ConversationAsync(world.Engineer, $"/tickets/{ticket}");
        Assert.DoesNotContain("claimed this ticket.", newest, StringComparison.Ordinal);
        Assert.Contains("Released.", newest, StringComparison.Ordinal);

        var first = FirstMessage().Match(newest).Groups["id"].Value;
        var earlier = await ConversationAsync(world.Engineer, $"/tickets/{ticket}?before={first}");
        Assert.Contains("claimed this ticket.", earlier, StringComparison.Ordinal);
        Assert.DoesNotContain("Released.", earlier, StringComparison.Ordinal);
        var fromTheStart = await ConversationAsync(world.Engineer, $"/tickets/{ticket}?after=0");
        Assert.Contains("claimed this ticket.", fromTheStart, StringComparison.Ordinal);
        Assert.DoesNotContain("Released.", fromTheStart, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mark_of_a_line_has_its_icon()
    {
        using var browser = new PageBrowser(desk.Address);
        var sprite = (await browser.GetAsync("/icons.svg")).Html;
        Assert.All(
            Enum.GetValues<TimelineMark>(),
            mark => Assert.Contains($"id=\"{TimelineEntry.IconOf(mark)}\"", sprite, StringComparison.Ordinal)
        );
    }

    private static async Task DoAsync(ApiClient client, string path, string? body = null)
    {
        var answer = await client.PostAsync($"/v1/tickets/{path}", body ?? "{}");
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, answer.Body);
    }

    private static async Task<string> NameAsync(ApiClient client) => (await client.GetAsync("/v1/me")).Text("name");

    private async Task<string> ConversationAsync(ApiClient reader, string path)
    {
        using var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", reader.Token!));
        return Conversation().Match((await browser.GetAsync(path)).Html).Value;
    }

    private static void AssertInOrder(IEnumerable<string> pieces, string html)
    {
        // A link interrupts its sentence.
        var text = WebUtility.HtmlDecode(Link().Replace(html, ""));
        var at = 0;
        foreach (var piece in pieces)
        {
            var found = text.IndexOf(piece, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"“{piece}” does not follow in: {text[at..]}");
            at = found + piece.Length;
        }
    }

    [GeneratedRegex("<ol class=\"conversation\" aria-label.*?</ol>", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Conversation();

    [GeneratedRegex("id=\"m(?<id>[0-9]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex FirstMessage();

    [GeneratedRegex("</?a[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
