using System.Net;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;
using static Tallydesk.Tests.Browser.Chromium;

namespace Tallydesk.Tests.Browser;

/// <summary>What each role does on a day, on a real desk: customer and engineer in two windows at once.</summary>
public sealed class JourneyTests(Chromium chromium) : IClassFixture<Chromium>
{
    // The promise is a second, measured in bench; a loaded machine gets more time here.
    private const float Seen = 5000;
    private const float BackWithin = 30_000;

    [Fact]
    public async Task A_question_is_priced_asked_assessed_agreed_to_answered_and_solved_in_two_windows()
    {
        await using var desk = await DeskProcess.StartNewAsync();
        var id = await desk.RegisterAsync("ACME-1", "CS-Cart");
        List<string> complaints = [];
        var customer = await OpenAsync(desk, await desk.TokenAsync("Olga", "customer", id), complaints);
        var engineer = await OpenAsync(desk, await desk.TokenAsync("Ada", "engineer"), complaints);

        await customer.GetByRole(AriaRole.Link, new() { Name = "New ticket" }).ClickAsync();
        await customer.GetByLabel("Subject").FillAsync("Prices are wrong");
        await customer.GetByLabel("What happens").FillAsync("Since **today**.");
        await customer.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(customer.Locator("#preview strong")).ToHaveTextAsync("today");
        await customer.GetByLabel("What do you take it for?").SelectOptionAsync("configuration");
        await Expect(customer.Locator("#estimate")).ToContainTextAsync("10 credits");
        await customer.ReloadAsync();
        await Expect(customer.GetByLabel("Subject")).ToHaveValueAsync("Prices are wrong");
        await customer.GetByRole(AriaRole.Button, new() { Name = "Open the ticket" }).ClickAsync();
        await Expect(customer.GetByRole(AriaRole.Heading, new() { Name = "Prices are wrong" })).ToBeVisibleAsync();
        await FollowedAsync(customer);

        await engineer.GotoAsync(new Uri(customer.Url).AbsolutePath);
        await FollowedAsync(engineer);
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Claim" }).ClickAsync();
        await Expect(customer.Locator("aside")).ToContainTextAsync("Ada", new() { Timeout = Seen });

        await engineer.GetByLabel("Category").SelectOptionAsync("investigation");
        await Expect(engineer.Locator("#estimate")).ToContainTextAsync("20 credits");
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Assess" }).ClickAsync();
        var agree = customer.GetByRole(AriaRole.Button, new() { Name = "Agree to 20 credits" });
        await Expect(agree).ToBeVisibleAsync(new() { Timeout = Seen });
        await agree.ClickAsync();
        await Expect(engineer.Locator("aside")).ToContainTextAsync("20 credits, agreed", new() { Timeout = Seen });
        await Expect(engineer.Locator("aside")).ToContainTextAsync("30 credits");

        await engineer.GetByLabel("Your message").FillAsync("For colleagues only.");
        await engineer.GetByLabel("Internal note").CheckAsync();
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(engineer.Locator(".conversation > .note")).ToContainTextAsync("For colleagues only.");
        await engineer.GetByLabel("Your message").FillAsync("The tax rate was wrong.");
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(customer.Locator(".conversation[data-live]"))
            .ToContainTextAsync("The tax rate was wrong.", new() { Timeout = Seen });
        await Expect(customer.Locator(".conversation[data-live]")).Not.ToContainTextAsync("colleagues");

        await engineer.GetByText("Resolve", new() { Exact = true }).First.ClickAsync();
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Resolve" }).ClickAsync();
        await Expect(customer.Locator("aside")).ToContainTextAsync("Solved", new() { Timeout = Seen });
        await customer.GetByText("Why was I charged?").ClickAsync();
        await Expect(customer.GetByRole(AriaRole.Heading, new() { Name = "20 credits taken" })).ToBeVisibleAsync();
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Engineers_see_each_other_write_and_nobody_answers_past_another()
    {
        await using var desk = await DeskProcess.StartNewAsync();
        await desk.RegisterAsync("ACME-1", "CS-Cart");
        var number = await desk.OpenAsync("ACME-1", "Prices are wrong");
        var ada = await OpenAsync(desk, await desk.TokenAsync("Ada", "engineer"), [], $"/tickets/{number}");
        var bob = await OpenAsync(desk, await desk.TokenAsync("Bob", "engineer"), [], $"/tickets/{number}");
        var board = await chromium.OpenAsync(desk);
        await SignInAsync(board, await desk.TokenAsync("Cem", "engineer"));

        await ada.GetByLabel("Your message").PressSequentiallyAsync("Look at the tax");
        await Expect(bob.Locator("[data-replying]")).ToHaveTextAsync("Ada is replying", new() { Timeout = Seen });
        await Expect(Line(board, number)).ToContainTextAsync("Ada replying", new() { Timeout = Seen });

        await bob.GetByLabel("Your message").FillAsync("It is the tax rate.");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(ada.Locator("#meanwhile")).ToContainTextAsync("It is the tax rate.", new() { Timeout = Seen });
        await Expect(ada.GetByLabel("Your message")).ToHaveValueAsync("Look at the tax");
    }

    [Fact]
    public async Task A_restart_of_the_server_loses_nothing_that_was_typed_and_heals_by_itself()
    {
        await using var desk = await DeskProcess.StartNewAsync();
        var id = await desk.RegisterAsync("ACME-1", "CS-Cart");
        var number = await desk.OpenAsync("ACME-1", "Prices are wrong");
        var page = await OpenAsync(desk, await desk.TokenAsync("Olga", "customer", id), [], $"/tickets/{number}");
        await page.EvaluateAsync("window.sameDocument = true");
        await page.GetByLabel("Your message").FillAsync("Written before the power cut.");

        await desk.KillAsync();
        await Expect(page.Locator(".sign.stale")).ToBeVisibleAsync(new() { Timeout = BackWithin });
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(page.Locator("#reply [role=alert]")).ToContainTextAsync("did not arrive");

        await desk.StartAsync();
        (await desk.Admin.PostAsync($"/v1/tickets/{number}/messages", """{"body":"Said meanwhile."}""")).Must(
            HttpStatusCode.Created
        );
        await Expect(page.Locator(".sign")).ToHaveTextAsync("Live", new() { Timeout = BackWithin });
        await Expect(page.Locator(".conversation[data-live]")).ToContainTextAsync("Said meanwhile.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(page.Locator("ol.conversation > li").Filter(new() { HasText = "power cut" })).ToHaveCountAsync(1);
        await Expect(page.GetByLabel("Your message")).ToHaveValueAsync("");
        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument"));
    }

    [Fact]
    public async Task A_customer_under_care_chats_with_an_engineer()
    {
        await using var desk = await DeskProcess.StartNewAsync();
        var id = await desk.RegisterAsync("CARE-1", "Multi-Vendor Ultimate");
        await AlwaysOpenAsync(desk);
        var customer = await OpenAsync(desk, await desk.TokenAsync("Vic", "customer", id), [], "/chats");
        var engineer = await OpenAsync(desk, await desk.TokenAsync("Ada", "engineer"), [], "/chats");
        await FollowedAsync(engineer);

        await customer.GetByLabel("Your question").FillAsync("Is the fix out?");
        await customer.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await engineer
            .GetByRole(AriaRole.Link, new() { Name = "Is the fix out?" })
            .ClickAsync(new() { Timeout = Seen });
        await engineer.GetByLabel("Your words").FillAsync("Yes, in 4.18.3.");
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Say" }).ClickAsync();
        await Expect(customer.Locator(".conversation[data-live]"))
            .ToContainTextAsync("Yes, in 4.18.3.", new() { Timeout = Seen });
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Keep as answered" }).ClickAsync();
        await Expect(customer.GetByText("Answered; nothing was charged.")).ToBeVisibleAsync(new() { Timeout = Seen });
    }

    [Fact]
    public async Task A_lead_tries_a_change_corrects_a_balance_and_reads_that_everything_agrees()
    {
        await using var desk = await DeskProcess.StartNewAsync();
        var id = await desk.RegisterAsync("ACME-1", "CS-Cart");
        var page = await OpenAsync(desk, await desk.TokenAsync("Lea", "lead"), [], "/policy/trial");
        await page.GetByLabel("The change as").FillAsync("""{"prices":{"question":7}}""");
        await Expect(page.Locator("#result")).ToContainTextAsync("7 credits");

        await page.GotoAsync($"/customers/{id}");
        await page.GetByLabel("Credits, up").FillAsync("-5");
        await page.GetByLabel("Reason").FillAsync("Counted twice");
        await page.GetByRole(AriaRole.Button, new() { Name = "Correct" }).ClickAsync();
        await Expect(page.GetByText("Counted twice")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-live=balance]")).ToContainTextAsync("45 credits");

        await page.GotoAsync("/ledger");
        await Expect(page.GetByText("Everything agrees.")).ToBeVisibleAsync();
        await page.GotoAsync("/reports");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Credits that came and went" }))
            .ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_admin_makes_a_token_and_revokes_it()
    {
        await using var desk = await DeskProcess.StartNewAsync();
        var page = await OpenAsync(desk, await desk.TokenAsync("Adm", "admin"), [], "/tokens");
        await page.GetByLabel("Whose it is").FillAsync("Shop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the token" }).ClickAsync();
        var made = await page.Locator(".notice code").TextContentAsync();
        var shop = desk.Admin.As(made!);
        (await shop.GetAsync("/v1/me")).Must(HttpStatusCode.OK);

        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke Shop" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Revoke Shop" })).ToHaveCountAsync(0);
        Assert.Equal(HttpStatusCode.Unauthorized, (await shop.GetAsync("/v1/me")).Status);
    }

    /// <summary>Puts a policy in force under which support works at every hour.</summary>
    private static async Task AlwaysOpenAsync(DeskProcess desk)
    {
        var policy = System.Text.Json.Nodes.JsonNode.Parse((await desk.Admin.GetAsync("/v1/policy")).Body)!.AsObject();
        policy["version"] = "always";
        policy["calendar"]!["open"] = "00:00";
        policy["calendar"]!["close"] = "24:00";
        policy["calendar"]!["days"] = new System.Text.Json.Nodes.JsonArray(
            "Mon",
            "Tue",
            "Wed",
            "Thu",
            "Fri",
            "Sat",
            "Sun"
        );
        policy["calendar"]!["holidays"] = new System.Text.Json.Nodes.JsonArray();
        (await desk.Admin.PostAsync("/v1/policy/versions", policy.ToJsonString())).Must(HttpStatusCode.Created);
    }

    private async Task<IPage> OpenAsync(DeskProcess desk, string token, List<string> complaints, string path = "/")
    {
        var page = await chromium.OpenAsync(desk, complaints);
        await page.GotoAsync("/sign-in");
        await SubmitAsync(page, token);
        await page.WaitForURLAsync("**/");
        await page.GotoAsync(path);
        if (path.StartsWith("/tickets/", StringComparison.Ordinal))
        {
            await FollowedAsync(page);
        }

        return page;
    }

    private static Task FollowedAsync(IPage page) =>
        Expect(page.Locator(".sign")).ToHaveTextAsync("Live", new() { Timeout = BackWithin });
}
