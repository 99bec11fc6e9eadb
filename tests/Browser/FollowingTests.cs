using System.Net;
using Microsoft.Playwright;
using Tallydesk.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;
using static Tallydesk.Tests.Browser.Chromium;

namespace Tallydesk.Tests.Browser;

/// <summary>Pages follow what they show as far as their network allows, and know what their reader has seen.</summary>
public sealed class FollowingTests(Chromium chromium, SharedDesk shared)
    : IClassFixture<Chromium>,
        IClassFixture<SharedDesk>
{
    private const string NoSockets = """
        window.WebSocket = class {
          constructor() { setTimeout(() => { this.onerror?.(new Event("error")); this.onclose?.(new CloseEvent("close", { code: 1006 })); }); }
          close() {}
          addEventListener(name, act) { this[`on${name}`] = act; }
          removeEventListener() {}
        };
        """;

    private readonly DeskProcess desk = shared.Desk;

    [Fact]
    public async Task Without_WebSockets_the_board_is_live_and_claims_and_a_ticket_is_read_again_and_again()
    {
        await desk.RegisterAsync("POLL-1", "CS-Cart");
        var number = await desk.OpenAsync("POLL-1", "Prices are wrong");
        var page = await chromium.OpenAsync(desk);
        await page.AddInitScriptAsync(NoSockets);
        await SignInAsync(page, await desk.TokenAsync("Ada", "engineer"));
        var late = await desk.OpenAsync("POLL-1", "Opened later");
        await Expect(Line(page, late)).ToBeVisibleAsync();
        await Line(page, number).GetByRole(AriaRole.Button, new() { Name = "Claim" }).ClickAsync();
        await Expect(page.GetByText($"You claimed ticket {number}.")).ToBeVisibleAsync();

        await page.GotoAsync($"/tickets/{number}");
        await SayAsync(number, "Said without a connection.");
        await Expect(page.Locator(".sign")).ToContainTextAsync("Not live");
        await Expect(page.Locator(".conversation[data-live]")).ToContainTextAsync("Said without a connection.");
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_page_whose_server_is_busy_says_so_and_is_read_again(int busy)
    {
        await desk.RegisterAsync($"BUSY-{busy}", "CS-Cart");
        var number = await desk.OpenAsync($"BUSY-{busy}", "Prices are wrong");
        var page = await chromium.OpenSignedInAsync(
            desk,
            await desk.TokenAsync("Ada", "engineer"),
            $"/tickets/{number}"
        );
        var isBusy = true;
        var refused = 0;
        await page.RouteAsync(
            $"**/tickets/{number}",
            async route =>
            {
                if (!isBusy)
                {
                    await route.ContinueAsync();
                    return;
                }

                refused++;
                await route.FulfillAsync(
                    new()
                    {
                        Status = busy,
                        Headers = new Dictionary<string, string> { ["Retry-After"] = "1" },
                        Body = "Busy.",
                    }
                );
            }
        );

        await SayAsync(number, "Said while the server was busy.");
        await Expect(page.Locator(".sign")).ToHaveTextAsync("Out of date, retrying");
        await Eventually.HoldsAsync(() => Task.FromResult(refused > 1), () => "The page was not read again");
        isBusy = false;

        await Expect(page.Locator(".conversation[data-live]")).ToContainTextAsync("Said while the server was busy.");
        await LiveAsync(page);
    }

    [Fact]
    public async Task After_an_upgrade_open_pages_say_that_they_have_to_be_reloaded()
    {
        await desk.RegisterAsync("NEWB-1", "CS-Cart");
        var number = await desk.OpenAsync("NEWB-1", "Prices are wrong");
        var token = await desk.TokenAsync("Ada", "engineer");
        var page = await chromium.OpenSignedInAsync(desk, token);
        // Each page as another build would have made it, until it is reloaded.
        await page.AddInitScriptAsync(
            """
            if (sessionStorage.getItem("earlier") !== location.pathname) {
              sessionStorage.setItem("earlier", location.pathname);
              new MutationObserver((_, watch) => {
                const build = document.querySelector("meta[name=build]");
                if (!build) return;
                watch.disconnect();
                build.content = "earlier";
              }).observe(document, { childList: true, subtree: true });
            }
            """
        );
        await page.GotoAsync($"/tickets/{number}");
        await LiveAsync(page);
        await SayAsync(number, "Said by the next build.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Reload the page" }).ClickAsync();
        await LiveAsync(page);
        await SayAsync(number, "Said later.");
        await Expect(page.Locator(".conversation[data-live]")).ToContainTextAsync("Said later.");
        await Expect(page.Locator("#outdated")).ToHaveCountAsync(0);

        await page.GotoAsync("/board");
        await Expect(page.Locator("#outdated")).ToContainTextAsync("Tallydesk has been updated.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Reload the page" }).ClickAsync();
        await LiveAsync(page);
        await Expect(page.Locator("#outdated")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_long_ticket_opens_at_its_newest_message_and_warns_of_what_has_not_been_seen_alone()
    {
        await desk.RegisterAsync("LONG-1", "CS-Cart");
        var number = await desk.OpenAsync("LONG-1", "Prices are wrong");
        for (var n = 2; n <= 120; n++)
        {
            await SayAsync(number, $"Message {n}.");
        }

        var page = await chromium.OpenSignedInAsync(
            desk,
            await desk.TokenAsync("Ada", "engineer"),
            $"/tickets/{number}"
        );
        var messages = page.Locator(".conversation[data-live] > li");
        await Expect(messages).ToHaveCountAsync(100);
        await Expect(messages.Last).ToContainTextAsync("Message 120.");
        await Expect(messages.Last).ToBeInViewportAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Earlier messages" })).ToBeVisibleAsync();

        // Seen as it came: nothing to warn of.
        var text = page.GetByLabel("Your message");
        await text.FillAsync("It is the tax rate.");
        await messages.Last.ScrollIntoViewIfNeededAsync();
        await SayAsync(number, "Seen at once.");
        await Expect(messages.Last).ToContainTextAsync("Seen at once.");
        await messages.Last.ScrollIntoViewIfNeededAsync();
        await Expect(messages.Last).ToBeInViewportAsync();
        await Expect(page.Locator("#meanwhile")).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send reply" }).ClickAsync();
        await Expect(messages.Last).ToContainTextAsync("It is the tax rate.");

        // Outside the window: the writer is warned, and what was not read is not passed over.
        await text.FillAsync("And the shipping.");
        await page.SetViewportSizeAsync(1360, 260);
        await page.EvaluateAsync("scrollTo(0, 0)");
        await SayAsync(number, "Not seen yet.");
        await Expect(page.Locator("#meanwhile")).ToContainTextAsync("Not seen yet.");
        await page.EvaluateAsync("document.getElementById('reply').requestSubmit()");
        await Expect(page.Locator("#reply [role=alert]")).ToContainTextAsync("replied while you were writing");

        await page.GotoAsync($"/tickets/{number}?after=0");
        await Expect(messages.First).ToContainTextAsync("Since today.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Newest messages" }).ClickAsync();
        await Expect(messages.Last).ToContainTextAsync("Not seen yet.");
    }

    private async Task SayAsync(long number, string text) =>
        (await desk.Admin.PostAsync($"/v1/tickets/{number}/messages", $$"""{"body":"{{text}}"}""")).Must(
            HttpStatusCode.Created
        );
}
