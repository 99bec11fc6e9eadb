using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tallydesk.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;
using static Tallydesk.Tests.Browser.Chromium;

namespace Tallydesk.Tests.Browser;

/// <summary>The board in a real browser, on a real desk.</summary>
public sealed partial class BoardTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_new_ticket_and_a_claim_are_seen_by_everybody()
    {
        await using var desk = await DeskAsync();
        List<string> complaints = [];
        var before = await desk.OpenAsync("ACME-1", "Prices are wrong");
        var ada = await chromium.OpenAsync(desk, complaints);
        await SignInAsync(ada, await desk.TokenAsync("Ada", "engineer"));
        var bob = await chromium.OpenAsync(desk, complaints);
        await SignInAsync(bob, await desk.TokenAsync("Bob", "engineer"));
        await Expect(Line(ada, before)).ToContainTextAsync("Prices are wrong");

        var number = await desk.OpenAsync("CARE-1", "Checkout fails");
        await Expect(Line(ada, number)).ToContainTextAsync("VIP");
        await Expect(ada.Locator("#lines tr").First).ToHaveIdAsync($"t{number}");

        await ada.GetByLabel($"Claim ticket {number}", new() { Exact = true }).ClickAsync();
        await Expect(Line(bob, number)).ToContainTextAsync("Ada");
        await Expect(Line(ada, number)).ToContainTextAsync("You");
        var view = (await desk.Admin.GetAsync($"/v1/tickets/{number}")).Must(HttpStatusCode.OK);
        Assert.Equal("Ada", view.Json.GetProperty("assignee").GetProperty("name").GetString());
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_solved_ticket_leaves_the_board()
    {
        await using var desk = await DeskAsync();
        var number = await desk.OpenAsync("ACME-1", "How do I add a page?");
        var page = await chromium.OpenAsync(desk);
        await SignInAsync(page, await desk.TokenAsync("Ada", "engineer"));
        await Expect(Line(page, number)).ToBeVisibleAsync();

        await SolveAsync(desk, number);
        await Expect(Line(page, number)).Not.ToBeAttachedAsync();
        await Expect(page.GetByText("The queue is empty")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_dead_server_makes_the_board_stale_and_a_new_one_makes_it_live_without_a_reload()
    {
        await using var desk = await DeskAsync();
        var kept = await desk.OpenAsync("ACME-1", "Prices are wrong");
        var claimed = await desk.OpenAsync("ACME-1", "Mails are lost");
        var page = await chromium.OpenAsync(desk);
        await SignInAsync(page, await desk.TokenAsync("Ada", "engineer"));
        await page.EvaluateAsync("window.sameDocument = true");

        await desk.KillAsync();
        await Expect(page.Locator(".sign")).ToHaveTextAsync(StaleForm());
        await Expect(Line(page, kept)).ToBeVisibleAsync();

        await desk.StartAsync();
        (await desk.Admin.PostAsync($"/v1/tickets/{claimed}/claim")).Must(HttpStatusCode.OK);
        var late = await desk.OpenAsync("ACME-1", "Opened while the board was away");
        await Expect(page.Locator(".sign")).ToHaveTextAsync("Live");
        await Expect(Line(page, late)).ToBeVisibleAsync();
        await Expect(Line(page, claimed).GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument"));
    }

    [Fact]
    public async Task The_board_is_worked_by_keys_alone()
    {
        await using var desk = await DeskAsync();
        var first = await desk.OpenAsync("CARE-1", "Checkout fails");
        var second = await desk.OpenAsync("ACME-1", "Prices are wrong");
        var third = await desk.OpenAsync("ACME-1", "Mails are lost");
        var page = await chromium.OpenAsync(desk);
        await SignInAsync(page, await desk.TokenAsync("Ada", "engineer"));
        await Expect(Line(page, third)).ToBeVisibleAsync();

        // Not while a word is composed, nor with a modifier; by the key's place where its letter is another one.
        await PressAsync(page, "isComposing: true");
        await PressAsync(page, "shiftKey: true");
        await PressAsync(page, "ctrlKey: true");
        await PressAsync(page, "");
        await Expect(Line(page, first)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("j");
        await Expect(Line(page, second)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Claim the next ticket");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).Not.ToBeVisibleAsync();

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("mails");
        await Expect(page.Locator("#lines tr")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#lines tr")).ToHaveCountAsync(3);

        await page.Keyboard.PressAsync("c");
        await Expect(Line(page, second)).ToContainTextAsync("You");
        await page.Keyboard.PressAsync("n");
        await Expect(Line(page, first)).ToContainTextAsync("You");
        await Expect(Line(page, first)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("n");
        await Expect(Line(page, third)).ToContainTextAsync("You");
        await page.Keyboard.PressAsync("n");
        await Expect(page.GetByText("No unassigned tickets are waiting.")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Mails are lost" })).ToBeVisibleAsync();
    }

    /// <summary>Presses the key of j on a keyboard that has another letter there.</summary>
    private static async Task PressAsync(IPage page, string how) =>
        await page.EvaluateAsync(
            $$"""document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "о", code: "KeyJ", bubbles: true, {{how}} }))"""
        );

    [Fact]
    public async Task A_view_is_saved_with_the_account_and_there_in_another_browser()
    {
        await using var desk = await DeskAsync();
        var vip = await desk.OpenAsync("CARE-1", "Checkout fails");
        var other = await desk.OpenAsync("ACME-1", "Prices are wrong");
        var token = await desk.TokenAsync("Ada", "engineer");
        var page = await chromium.OpenAsync(desk);
        await SignInAsync(page, token);
        await Expect(Line(page, other)).ToBeVisibleAsync();

        await page.GetByLabel("Tickets", new() { Exact = true }).SelectOptionAsync("vip");
        await Expect(Line(page, other)).Not.ToBeAttachedAsync();
        await page.GetByText("Save view").ClickAsync();
        await page.GetByLabel("View name").FillAsync("Care");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByText("View “Care” saved.")).ToBeVisibleAsync();

        var elsewhere = await chromium.OpenAsync(desk);
        await SignInAsync(elsewhere, token);
        await Expect(Line(elsewhere, other)).ToBeVisibleAsync();
        await elsewhere.GetByLabel("Saved views").SelectOptionAsync("Care");
        await Expect(Line(elsewhere, other)).Not.ToBeAttachedAsync();
        await Expect(Line(elsewhere, vip)).ToBeVisibleAsync();
        await elsewhere.GetByText("Delete view").ClickAsync();
        await Expect(elsewhere.GetByText("View “Care” deleted.")).ToBeVisibleAsync();
        await elsewhere.ReloadAsync();
        await LiveAsync(elsewhere);
        await Expect(elsewhere.GetByLabel("Saved views").GetByText("Care")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(ReducedMotion.NoPreference, "t1")]
    [InlineData(ReducedMotion.Reduce, "")]
    public async Task Lines_glide_to_their_places_unless_the_reader_wants_calm(ReducedMotion motion, string glided)
    {
        await using var desk = await DeskAsync();
        var line = await desk.OpenAsync("ACME-1", "Prices are wrong");
        var page = await chromium.OpenAsync(desk);
        await page.EmulateMediaAsync(new() { ReducedMotion = motion });
        await SignInAsync(page, await desk.TokenAsync("Ada", "engineer"));
        await Expect(Line(page, line)).ToBeVisibleAsync();
        await page.EvaluateAsync(
            """
            () => {
                const own = Element.prototype.animate;
                window.glided = [];
                Element.prototype.animate = function (...how) {
                    window.glided.push(this.id);
                    return own.apply(this, how);
                };
            }
            """
        );

        var first = await desk.OpenAsync("CARE-1", "Checkout fails");
        await Expect(page.Locator("#lines tr").First).ToHaveIdAsync($"t{first}");
        Assert.Equal(glided, await page.EvaluateAsync<string>("window.glided.join()"));
    }

    [Fact]
    public async Task The_last_of_many_tickets_is_reached_by_scrolling_and_by_keys()
    {
        const int Many = 130;
        await using var desk = await DeskAsync();
        var numbers = new List<long>();
        for (var n = 0; n < Many; n++)
        {
            numbers.Add(await desk.OpenAsync("ACME-1", $"Question {n}"));
        }

        var page = await chromium.OpenAsync(desk);
        await SignInAsync(page, await desk.TokenAsync("Ada", "engineer"));
        await page.EvaluateAsync("scrollTo(0, document.documentElement.scrollHeight)");
        await Expect(Line(page, numbers[^1])).ToBeInViewportAsync();
        await page.EvaluateAsync("scrollTo(0, 0)");
        for (var n = 0; n < Many; n++)
        {
            await page.Keyboard.PressAsync("j");
        }

        await Expect(Line(page, numbers[^1])).ToBeFocusedAsync();
        await Expect(Line(page, numbers[^1])).ToBeInViewportAsync();
    }

    [Fact]
    public async Task A_refused_claim_says_why()
    {
        await using var desk = await DeskAsync();
        var number = await desk.OpenAsync("ACME-1", "Prices are wrong");
        var page = await chromium.OpenAsync(desk);
        await SignInAsync(page, await desk.TokenAsync("Ada", "engineer"));
        await page.Keyboard.PressAsync("j");
        await Expect(Line(page, number)).ToBeFocusedAsync();
        var bob = desk.Admin.As(await desk.TokenAsync("Bob", "engineer"));
        (await bob.PostAsync($"/v1/tickets/{number}/claim")).Must(HttpStatusCode.OK);

        await page.Keyboard.PressAsync("c");
        await Expect(page.Locator(".notice")).ToHaveTextAsync($"Bob is already working on ticket {number}.");
    }

    private static async Task<DeskProcess> DeskAsync()
    {
        var desk = await DeskProcess.StartNewAsync();
        await desk.RegisterAsync("ACME-1", "CS-Cart");
        await desk.RegisterAsync("CARE-1", "Multi-Vendor Ultimate");
        return desk;
    }

    private static async Task SolveAsync(DeskProcess desk, long number)
    {
        ApiAnswer[] answers =
        [
            await desk.Admin.PostAsync($"/v1/tickets/{number}/assessments", """{"category":"question"}"""),
            await desk.Admin.PostAsync($"/v1/tickets/{number}/resolution", """{"outcome":"solved"}"""),
        ];
        Assert.All(answers, answer => Assert.True((int)answer.Status < 300, answer.Body));
    }

    [GeneratedRegex(@"^\s*Stale since \d\d:\d\d:\d\d\s*$", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex StaleForm();
}
