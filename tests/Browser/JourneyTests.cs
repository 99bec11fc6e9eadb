using System.Net;
using Microsoft.Playwright;
using Tallydesk.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;
using static Tallydesk.Tests.Browser.Chromium;
using Proxy = Tallydesk.Tests.Support.Proxy;

namespace Tallydesk.Tests.Browser;

/// <summary>What each role does on a day, on a real desk: customer and engineer in two windows at once.</summary>
public sealed class JourneyTests(Chromium chromium, SharedDesk shared)
    : IClassFixture<Chromium>,
        IClassFixture<SharedDesk>
{
    // The promise is a second, measured in bench; a loaded machine gets more time here.

    /// <summary>The desk of the journeys that leave it standing; each has a customer of its own.</summary>
    private readonly DeskProcess desk = shared.Desk;

    [Fact]
    public async Task A_question_is_priced_asked_assessed_agreed_to_answered_and_solved_in_two_windows()
    {
        var id = await desk.RegisterAsync("ACME-1", "CS-Cart");
        List<string> complaints = [];
        var customer = await chromium.OpenSignedInAsync(
            desk,
            await desk.TokenAsync("Olga", "customer", id),
            complaints: complaints
        );
        var engineer = await chromium.OpenSignedInAsync(
            desk,
            await desk.TokenAsync("Ada", "engineer"),
            complaints: complaints
        );

        await customer.GetByRole(AriaRole.Link, new() { Name = "New ticket" }).ClickAsync();
        await customer.GetByLabel("Subject").FillAsync("Prices are wrong");
        await customer.GetByLabel("What happens").FillAsync("Since **today**.");
        await customer.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(customer.Locator("#preview strong")).ToHaveTextAsync("today");
        await customer.GetByLabel("Category").SelectOptionAsync("configuration");
        await Expect(customer.Locator("#estimate")).ToContainTextAsync("10 credits");
        await customer.ReloadAsync();
        await Expect(customer.GetByLabel("Subject")).ToHaveValueAsync("Prices are wrong");
        await customer.GetByRole(AriaRole.Button, new() { Name = "Create ticket" }).ClickAsync();
        await Expect(customer.GetByRole(AriaRole.Heading, new() { Name = "Prices are wrong" })).ToBeVisibleAsync();
        await LiveAsync(customer);

        await engineer.GotoAsync(new Uri(customer.Url).AbsolutePath);
        await LiveAsync(engineer);
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Claim" }).ClickAsync();
        await Expect(customer.Locator("aside")).ToContainTextAsync("Ada");
        await Expect(engineer.Locator(".toast")).ToContainTextAsync("You claimed this ticket.");

        await engineer.GetByLabel("Investigation").CheckAsync();
        await Expect(engineer.Locator("#estimate")).ToContainTextAsync("20 credits");
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Assess" }).ClickAsync();
        var agree = customer.GetByRole(AriaRole.Button, new() { Name = "Accept 20 credits" });
        await Expect(agree).ToBeVisibleAsync();
        await agree.ClickAsync();
        await Expect(customer.Locator(".toast")).ToHaveTextAsync("20 credits charged. Support continues with your ticket.");
        await Expect(engineer.Locator("aside")).ToContainTextAsync("20 credits, accepted");
        await Expect(engineer.Locator("aside")).ToContainTextAsync("30 credits");
        await Expect(engineer.Locator(".event").Last).ToContainTextAsync("20 credits charged.");

        await engineer.GetByLabel("Your message").FillAsync("For colleagues only.");
        await engineer.GetByLabel("Internal note").CheckAsync();
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Add note" }).ClickAsync();
        await Expect(engineer.Locator(".conversation > .note")).ToContainTextAsync("For colleagues only.");
        await engineer.GetByLabel("Your message").FillAsync("The tax rate was wrong.");
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(customer.Locator(".conversation[data-live]")).ToContainTextAsync("The tax rate was wrong.");
        await Expect(customer.Locator(".conversation[data-live]")).Not.ToContainTextAsync("colleagues");

        await engineer.GetByText("Resolve", new() { Exact = true }).First.ClickAsync();
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Resolve" }).ClickAsync();
        await Expect(customer.Locator("aside")).ToContainTextAsync("Solved");
        await customer.GetByText("Why was I charged?").ClickAsync();
        await Expect(customer.GetByRole(AriaRole.Heading, new() { Name = "20 credits for Investigation" })).ToBeVisibleAsync();
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_reply_solves_the_ticket_and_a_rare_act_opens_as_a_dialog()
    {
        await desk.RegisterAsync("ONCE-1", "CS-Cart");
        var number = await desk.OpenAsync("ONCE-1", "Prices are wrong");
        var page = await chromium.OpenSignedInAsync(
            desk,
            await desk.TokenAsync("Ada", "engineer"),
            $"/tickets/{number}"
        );
        await page.GetByText("More actions").ClickAsync();
        await page.GetByText("Mark as urgent").First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Mark as urgent" });
        await dialog.GetByLabel("Reason").FillAsync("The shop is down.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await page.GetByText("Mark as urgent").First.ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Mark as urgent" }).ClickAsync();
        await Expect(page.Locator(".toast")).ToContainTextAsync("Marked as urgent.");
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.Locator(".event").First).ToContainTextAsync("Ada marked this ticket as urgent.");

        var text = page.GetByLabel("Your message");
        await text.FillAsync("Look at the cache");
        await text.SelectTextAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Bold" }).ClickAsync();
        await Expect(text).ToHaveValueAsync("**Look at the cache**");
        await page.GetByTitle("More ways to send").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send and solve" }).ClickAsync();
        await Expect(page.Locator(".toast")).ToContainTextAsync("Reply sent and ticket solved.");
        await Expect(page.Locator(".conversation strong", new() { HasText = "Look at the cache" })).ToBeVisibleAsync();
        await Expect(page.Locator("aside")).ToContainTextAsync("Solved");
        await Expect(text).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Engineers_see_each_other_write_and_nobody_answers_past_another()
    {
        await desk.RegisterAsync("DUO-1", "CS-Cart");
        var number = await desk.OpenAsync("DUO-1", "Prices are wrong");
        var ada = await chromium.OpenSignedInAsync(
            desk,
            await desk.TokenAsync("Ada", "engineer"),
            $"/tickets/{number}"
        );
        var bob = await chromium.OpenSignedInAsync(
            desk,
            await desk.TokenAsync("Bob", "engineer"),
            $"/tickets/{number}"
        );
        var board = await chromium.OpenAsync(desk);
        await SignInAsync(board, await desk.TokenAsync("Cem", "engineer"));

        // The conversation is above her window while she writes.
        await ada.SetViewportSizeAsync(1360, 260);
        await ada.GetByLabel("Your message").PressSequentiallyAsync("Look at the tax");
        await ada.GetByLabel("Your message")
            .EvaluateAsync("field => field.scrollIntoView({ block: 'start', behavior: 'instant' })");
        await Expect(ada.Locator(".conversation[data-live]")).Not.ToBeInViewportAsync();
        await Expect(bob.Locator("[data-replying]")).ToHaveTextAsync("Ada is replying");
        await Expect(Line(board, number)).ToContainTextAsync("Ada replying");

        await bob.GetByLabel("Your message").FillAsync("It is the tax rate.");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(ada.Locator("#meanwhile")).ToContainTextAsync("It is the tax rate.");
        await Expect(ada.GetByLabel("Your message")).ToHaveValueAsync("Look at the tax");
    }

    [Fact]
    public async Task A_restart_of_the_server_loses_nothing_that_was_typed_and_heals_by_itself()
    {
        await using var own = await DeskProcess.StartNewAsync();
        var id = await own.RegisterAsync("ACME-1", "CS-Cart");
        var number = await own.OpenAsync("ACME-1", "Prices are wrong");
        var page = await chromium.OpenSignedInAsync(
            own,
            await own.TokenAsync("Olga", "customer", id),
            $"/tickets/{number}"
        );
        await page.EvaluateAsync("window.sameDocument = true");
        await page.GetByLabel("Your message").FillAsync("Written before the power cut.");

        await own.KillAsync();
        await Expect(page.Locator(".sign.stale")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(page.Locator("#reply [role=alert]")).ToContainTextAsync("can't be reached");

        await own.StartAsync();
        (await own.Admin.PostAsync($"/v1/tickets/{number}/messages", """{"body":"Said meanwhile."}""")).Must(
            HttpStatusCode.Created
        );
        await Expect(page.Locator(".sign")).ToHaveTextAsync("Live");
        await Expect(page.Locator(".conversation[data-live]")).ToContainTextAsync("Said meanwhile.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(page.Locator("ol.conversation > li").Filter(new() { HasText = "power cut" })).ToHaveCountAsync(1);
        await Expect(page.GetByLabel("Your message")).ToHaveValueAsync("");
        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument"));
    }

    [Fact]
    public async Task A_customer_under_care_chats_with_an_engineer()
    {
        var id = await desk.RegisterAsync("CARE-1", "Multi-Vendor Ultimate");
        await desk.AlwaysOpenAsync();
        var customer = await chromium.OpenSignedInAsync(desk, await desk.TokenAsync("Vic", "customer", id), "/chats");
        var engineer = await chromium.OpenSignedInAsync(desk, await desk.TokenAsync("Ada", "engineer"), "/chats");
        await LiveAsync(engineer);

        await customer.GetByLabel("Your question").FillAsync("Is the fix out?");
        await customer.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await engineer.GetByRole(AriaRole.Link, new() { Name = "Is the fix out?" }).ClickAsync();
        await engineer.GetByLabel("Your message").FillAsync("Yes, in 4.18.3.");
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Send message" }).ClickAsync();
        await Expect(customer.Locator(".conversation[data-live]")).ToContainTextAsync("Yes, in 4.18.3.");
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Mark as answered" }).ClickAsync();
        await Expect(customer.GetByText("Answered. Nothing was charged.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_lead_tries_a_change_corrects_a_balance_and_reads_that_everything_agrees()
    {
        var id = await desk.RegisterAsync("LEAD-1", "CS-Cart");
        var page = await chromium.OpenSignedInAsync(desk, await desk.TokenAsync("Lea", "lead"), "/policy/trial");
        await page.GetByLabel("Policy change").FillAsync("""{"prices":{"question":7}}""");
        await Expect(page.Locator("#result")).ToContainTextAsync("7 credits");

        await page.GotoAsync($"/customers/{id}");
        await page.GetByLabel("Credits (use").FillAsync("-5");
        await page.GetByLabel("Reason").FillAsync("Counted twice");
        await page.GetByRole(AriaRole.Button, new() { Name = "Adjust balance" }).ClickAsync();
        await Expect(page.GetByText("Counted twice")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-live=balance]")).ToContainTextAsync("45 credits");

        await page.GotoAsync("/ledger");
        await Expect(page.GetByText("Everything matches.")).ToBeVisibleAsync();
        await page.GotoAsync("/reports");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Credits added and used" })).ToBeVisibleAsync();
        var chart = page.Locator("[data-chart]").First;
        await chart.Locator("[data-mark]").First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        var next = chart.Locator("[data-mark]").Nth(1);
        await Expect(next).ToBeFocusedAsync();
        await Expect(chart.Locator("[data-readout]")).ToHaveTextAsync((await next.GetAttributeAsync("aria-label"))!);
    }

    [Fact]
    public async Task An_admin_makes_a_token_and_revokes_it()
    {
        var page = await chromium.OpenSignedInAsync(desk, await desk.TokenAsync("Adm", "admin"), "/tokens");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Shop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create token" }).ClickAsync();
        var made = await page.Locator(".notice code").TextContentAsync();
        var shop = desk.Admin.As(made!);
        (await shop.GetAsync("/v1/me")).Must(HttpStatusCode.OK);

        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke token Shop" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Revoke token Shop" })).ToHaveCountAsync(0);
        Assert.Equal(HttpStatusCode.Unauthorized, (await shop.GetAsync("/v1/me")).Status);
    }

    [Fact]
    public async Task A_ticket_is_asked_worked_on_and_agreed_to_by_keys_alone()
    {
        await using var own = await DeskProcess.StartNewAsync();
        var id = await own.RegisterAsync("ACME-1", "CS-Cart");
        var customer = await chromium.OpenSignedInAsync(own, await own.TokenAsync("Olga", "customer", id));
        var engineer = await chromium.OpenAsync(own);
        await SignInAsync(engineer, await own.TokenAsync("Ada", "engineer"));

        await PressAsync(customer, AriaRole.Link, "New ticket");
        await TypeAsync(customer, "Subject", "Prices are wrong");
        await TypeAsync(customer, "What happens", "Since today.");
        await PressAsync(customer, AriaRole.Button, "Create ticket");
        await LiveAsync(customer);

        await Expect(engineer.Locator("#lines tr")).ToHaveCountAsync(1);
        await engineer.Keyboard.PressAsync("j");
        await engineer.Keyboard.PressAsync("Enter");
        await LiveAsync(engineer);
        await PressAsync(engineer, AriaRole.Button, "Claim");
        await Expect(engineer.Locator("aside")).ToContainTextAsync("Ada");
        await TabToAsync(engineer, engineer.GetByLabel("Question", new() { Exact = true }));
        foreach (var _ in (string[])["Configuration", "Complex modification", "Investigation"])
        {
            await engineer.Keyboard.PressAsync("ArrowDown");
        }

        await Expect(engineer.Locator("#estimate")).ToContainTextAsync("20 credits");
        await PressAsync(engineer, AriaRole.Button, "Assess");

        await Expect(customer.GetByRole(AriaRole.Button, new() { Name = "Accept 20 credits" })).ToBeVisibleAsync();
        await PressAsync(customer, AriaRole.Button, "Accept 20 credits");
        await Expect(engineer.Locator("aside")).ToContainTextAsync("20 credits, accepted");

        await TypeAsync(engineer, "Your message", "The tax rate was wrong.");
        await PressAsync(engineer, AriaRole.Button, "Send");
        await Expect(engineer.Locator(".conversation[data-live]")).ToContainTextAsync("The tax rate was wrong.");
        await TabToAsync(engineer, engineer.Locator("summary", new() { HasText = "Resolve" }).First);
        await engineer.Keyboard.PressAsync("Enter");
        await PressAsync(engineer, AriaRole.Button, "Resolve");
        await Expect(customer.Locator("aside")).ToContainTextAsync("Solved");
    }

    [Fact]
    public async Task A_feed_that_is_cut_or_goes_silent_is_called_stale_and_heals_by_itself()
    {
        await using var own = await DeskProcess.StartNewAsync();
        await using var cable = new Proxy(own.Address.Port);
        await own.RegisterAsync("ACME-1", "CS-Cart");
        var number = await own.OpenAsync("ACME-1", "Prices are wrong");
        var token = await own.TokenAsync("Ada", "engineer");
        var board = await chromium.OpenAsync(own, through: cable.Port);
        await SignInAsync(board, token);
        var ticket = await board.Context.NewPageAsync();
        await ticket.GotoAsync($"/tickets/{number}");
        await LiveAsync(ticket);
        foreach (var page in new[] { board, ticket })
        {
            await page.EvaluateAsync("window.sameDocument = true");
        }

        cable.LosesReplies = true;
        await SeeStaleThenLiveAsync("cut", () => cable.LosesReplies = false);
        cable.Pull();
        await SeeStaleThenLiveAsync("silent", cable.Plug);

        async Task SeeStaleThenLiveAsync(string how, Action heal)
        {
            foreach (var page in new[] { board, ticket })
            {
                await Expect(page.Locator(".sign.stale")).ToBeVisibleAsync();
            }

            var late = await own.OpenAsync("ACME-1", $"Opened while it was {how}");
            var said = $$"""{"body":"Said while it was {{how}}."}""";
            (await own.Admin.PostAsync($"/v1/tickets/{number}/messages", said)).Must(HttpStatusCode.Created);
            heal();
            await LiveAsync(board);
            await Expect(Line(board, late)).ToBeVisibleAsync();
            await LiveAsync(ticket);
            await Expect(ticket.Locator(".conversation[data-live]")).ToContainTextAsync($"Said while it was {how}.");
            Assert.True(await board.EvaluateAsync<bool>("window.sameDocument"));
            Assert.True(await ticket.EvaluateAsync<bool>("window.sameDocument"));
        }
    }

    [Fact]
    public async Task A_new_ticket_takes_its_files_along()
    {
        var id = await desk.RegisterAsync("FILE-1", "CS-Cart");
        var page = await chromium.OpenSignedInAsync(
            desk,
            await desk.TokenAsync("Olga", "customer", id),
            "/tickets/new"
        );
        await page.GetByLabel("What happens").FillAsync("See the log.");
        await page.GetByLabel("Subject").FillAsync("Prices are wrong");
        await AttachAsync(page, "page.html", "<!DOCTYPE html><script>alert(1)</script>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create ticket" }).ClickAsync();
        await Expect(page.Locator("#new [role=alert]")).ToContainTextAsync("be attached");
        await AttachAsync(page, "error.log", "line 1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create ticket" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "error.log" }).ClickAsync()
        );
        Assert.Equal("line 1", await File.ReadAllTextAsync(await download.PathAsync()));
    }

    [Fact]
    public async Task An_admin_makes_a_webhook_and_reads_how_its_delivery_went()
    {
        var page = await chromium.OpenSignedInAsync(desk, await desk.TokenAsync("Adm", "admin"), "/webhooks");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Shop");
        await page.GetByLabel("URL", new() { Exact = true }).FillAsync("https://127.0.0.1/hook");
        await page.GetByLabel("ticket.opened").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create webhook" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("public address");

        await page.GetByLabel("URL", new() { Exact = true }).FillAsync(DeskProcess.Nowhere);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create webhook" }).ClickAsync();
        await Expect(page.Locator(".notice code")).ToContainTextAsync("whsec_");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send test event" }).ClickAsync();
        await Expect(page.Locator(".notice code")).ToHaveCountAsync(0);
        await Eventually.HoldsAsync(
            async () =>
            {
                await page.ReloadAsync();
                return await page.GetByText("The server could not be reached.").CountAsync() > 0;
            },
            () => "The page tells of no attempt"
        );

        await page.Locator("summary", new() { HasText = "Remove webhook" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove webhook" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Shop" })).ToHaveCountAsync(0);
    }

    private static Task AttachAsync(IPage page, string name, string text)
    {
        var file = new FilePayload
        {
            Name = name,
            MimeType = "application/octet-stream",
            Buffer = System.Text.Encoding.UTF8.GetBytes(text),
        };
        return page.GetByLabel("Files").SetInputFilesAsync(file);
    }

    /// <summary>Reaches something by the tabulator alone.</summary>
    private static async Task TabToAsync(IPage page, ILocator target)
    {
        await Expect(target).ToBeVisibleAsync();
        for (var presses = 0; presses < 150; presses++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        throw new InvalidOperationException($"The tabulator never reaches {target}.");
    }

    private static async Task PressAsync(IPage page, AriaRole role, string name)
    {
        await TabToAsync(page, page.GetByRole(role, new() { Name = name }).First);
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task TypeAsync(IPage page, string label, string text)
    {
        await TabToAsync(page, page.GetByLabel(label).First);
        await page.Keyboard.TypeAsync(text);
    }
}
