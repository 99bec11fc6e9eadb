using System.Net;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;
using static Tallydesk.Tests.Browser.Axe;

namespace Tallydesk.Tests.Browser;

/// <summary>What pages become while they are used has no accessibility finding either: refused forms, open parts, talks, the print.</summary>
public sealed class PageStateTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Refused_and_open_forms_have_no_findings()
    {
        await using var desk = await DeskProcess.StartNewAsync();
        var id = await desk.RegisterAsync("ACME-1", "CS-Cart");
        var visitor = await chromium.OpenAsync(desk);
        await visitor.GotoAsync("/contact");
        await RefuseAsync(
            visitor,
            "Send",
            ("Your name", "Vera"),
            ("Subject", "Hello"),
            ("Question", "Does it ship abroad?"),
            ("E-mail, for the answer", "nowhere@")
        );
        await CheckAsync(visitor, "contact, refused");
        await visitor.GetByLabel("E-mail").FillAsync("v@b.example");
        await visitor.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(visitor.Locator("form")).ToHaveCountAsync(0);
        await CheckAsync(visitor, "contact, sent");

        var customer = await chromium.OpenSignedInAsync(desk, await desk.TokenAsync("Olga", "customer", id));
        await customer.GotoAsync("/tickets/new");
        await customer.GetByLabel("What do you take it for?").SelectOptionAsync("upgrade");
        await customer.GetByLabel("Installed release").SelectOptionAsync("4.3.1");
        await Expect(customer.Locator("#estimate strong")).ToBeVisibleAsync();
        await RefuseAsync(
            customer,
            "Open the ticket",
            ("Subject: one issue in a few words", " "),
            ("What happens, what you expected, and since when", " ")
        );
        await CheckAsync(customer, "new ticket with a price, refused");

        var admin = await chromium.OpenSignedInAsync(desk, await desk.TokenAsync("Adm", "admin"));
        await admin.GotoAsync("/webhooks");
        await admin.GetByLabel("ticket.opened").CheckAsync();
        await RefuseAsync(
            admin,
            "Make the webhook",
            ("What it is for", "Shop"),
            ("Where it leads: an address such as https://shop.example/hook", "http://inside/")
        );
        await CheckAsync(admin, "webhooks, refused");
        await admin.GetByLabel("Where it leads").FillAsync(DeskProcess.Nowhere);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Make the webhook" }).ClickAsync();
        await Expect(admin.Locator(".notice code")).ToBeVisibleAsync();
        await admin.GetByText("Change it").ClickAsync();
        await admin.GetByText("Remove it").ClickAsync();
        await CheckAsync(admin, "webhook with its secret");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Send a trial" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Cell, new() { Name = "webhook.tried" })).ToBeVisibleAsync();
        await CheckAsync(admin, "webhook with a delivery");

        await admin.GotoAsync("/tokens");
        await admin.GetByLabel("Whose it is").FillAsync("Shop");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Make the token" }).ClickAsync();
        await Expect(admin.Locator(".notice code")).ToBeVisibleAsync();
        await CheckAsync(admin, "tokens with a new one");
        await admin.GotoAsync("/policy/trial");
        await admin.GetByLabel("The change as").FillAsync("{");
        await Expect(admin.Locator("#result .wrong")).ToBeVisibleAsync();
        await CheckAsync(admin, "trial of a policy, refused");
    }

    [Fact]
    public async Task A_ticket_has_no_findings_however_it_stands()
    {
        await using var desk = await DeskProcess.StartNewAsync();
        var id = await desk.RegisterAsync("ACME-1", "CS-Cart");
        var number = await desk.OpenAsync("ACME-1", "Prices are wrong");
        var path = $"/tickets/{number}";
        var customer = await chromium.OpenSignedInAsync(desk, await desk.TokenAsync("Olga", "customer", id), path);
        var engineer = await chromium.OpenSignedInAsync(desk, await desk.TokenAsync("Ada", "engineer"), path);

        await engineer.EvaluateAsync("document.querySelectorAll('details').forEach(part => part.open = true)");
        await CheckAsync(engineer, "ticket with all acts open");
        await engineer.GetByLabel("Your message").FillAsync("See **this** and `that`.");
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(engineer.Locator("#preview strong")).ToBeVisibleAsync();
        await DoAsync(desk, $"{path}/messages", """{"body":"Written meanwhile."}""");
        await Expect(engineer.Locator("#meanwhile")).ToBeVisibleAsync();
        await CheckAsync(engineer, "ticket with a preview and what was written meanwhile");

        await DoAsync(desk, $"{path}/assessments", """{"category":"investigation","note":"See."}""");
        await Expect(customer.GetByRole(AriaRole.Button, new() { Name = "Agree to 20 credits" })).ToBeVisibleAsync();
        await CheckAsync(customer, "ticket with a price to agree to");
        await customer.GetByRole(AriaRole.Button, new() { Name = "Agree to 20 credits" }).ClickAsync();
        await Expect(customer.Locator("aside")).ToContainTextAsync("20 credits, agreed");
        await DoAsync(desk, $"{path}/resolution", """{"outcome":"solved","note":"Done."}""");
        await Expect(customer.Locator("aside")).ToContainTextAsync("Solved");
        await CheckAsync(customer, "ticket, solved");

        await customer.GotoAsync("/credits");
        await customer.EmulateMediaAsync(new() { Media = Media.Print });
        await CheckAsync(customer, "statement in print");
        await customer.EmulateMediaAsync(new() { Media = Media.Screen });

        await desk.KillAsync();
        await Expect(engineer.Locator(".sign.stale")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(engineer.Locator("#reply [role=alert]")).ToBeVisibleAsync();
        await CheckAsync(engineer, "ticket, stale, with a message that did not arrive");
    }

    [Fact]
    public async Task A_chat_has_no_findings_however_it_stands()
    {
        await using var desk = await DeskProcess.StartNewAsync();
        var id = await desk.RegisterAsync("CARE-1", "Multi-Vendor Ultimate");
        await desk.AlwaysOpenAsync();
        var customer = await chromium.OpenSignedInAsync(desk, await desk.TokenAsync("Vic", "customer", id), "/chats");
        await CheckAsync(customer, "chats while support is open");
        await customer.GetByLabel("Your question").FillAsync("Is the fix out?");
        await customer.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Expect(customer.GetByLabel("Your words")).ToBeVisibleAsync();
        var chat = new Uri(customer.Url).AbsolutePath;
        var engineer = await chromium.OpenSignedInAsync(desk, await desk.TokenAsync("Ada", "engineer"), "/chats");
        await CheckAsync(engineer, "chats with one that waits");
        await engineer.GotoAsync(chat);
        await engineer.GetByLabel("Your words").FillAsync("Yes, in **4.18.3**.");
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Say" }).ClickAsync();
        await Expect(engineer.Locator(".conversation strong", new() { HasText = "4.18.3" })).ToBeVisibleAsync();
        await engineer.EvaluateAsync("document.querySelectorAll('details').forEach(part => part.open = true)");
        await CheckAsync(engineer, "chat");
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Keep as answered" }).ClickAsync();
        await Expect(customer.GetByText("Answered; nothing was charged.")).ToBeVisibleAsync();
        await CheckAsync(customer, "chat, answered");
    }

    private static async Task DoAsync(DeskProcess desk, string path, string body)
    {
        var answer = await desk.Admin.PostAsync($"/v1{path}", body);
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, answer.Body);
    }

    /// <summary>Fills a form so that the desk refuses it, sends it past the browser's own checks, and waits for the reason.</summary>
    private static async Task RefuseAsync(IPage page, string button, params (string Label, string Text)[] fields)
    {
        foreach (var (label, text) in fields)
        {
            await page.GetByLabel(label, new() { Exact = true }).FillAsync(text);
        }

        await page.EvaluateAsync("document.querySelectorAll('main form').forEach(form => form.noValidate = true)");
        await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        await Expect(page.Locator("main [role=alert]").First).ToBeVisibleAsync();
    }
}
