using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;
using static Tallydesk.Tests.Browser.Axe;

namespace Tallydesk.Tests.Browser;

/// <summary>What pages become while they are used has no accessibility finding either: refused forms, open parts, talks, the print.</summary>
public sealed class PageStateTests(Chromium chromium, SharedDesk shared)
    : IClassFixture<Chromium>,
        IClassFixture<SharedDesk>
{
    private const string Password = "violet anchor 7 mornings";

    [Fact]
    public async Task Refused_and_open_forms_have_no_findings()
    {
        var desk = shared.Desk;
        var id = await desk.RegisterAsync("ACME-1", "CS-Cart");
        var visitor = await chromium.OpenAsync(desk);
        await visitor.GotoAsync("/contact");
        await RefuseAsync(
            visitor,
            "Send",
            ("Your name", "Vera"),
            ("Subject", "Hello"),
            ("Question", "Does it ship abroad?"),
            ("Email", "nowhere@")
        );
        await CheckAsync(visitor, "contact, refused");
        await visitor.GetByLabel("Email").FillAsync("v@b.example");
        await visitor.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(visitor.Locator("form")).ToHaveCountAsync(0);
        await CheckAsync(visitor, "contact, sent");

        var customer = await chromium.OpenSignedInAsync(desk, await desk.TokenAsync("Olga", "customer", id));
        await customer.GotoAsync("/tickets/new");
        await customer.GetByLabel("Category").SelectOptionAsync("upgrade");
        await customer.GetByLabel("Installed release").SelectOptionAsync("4.3.1");
        await Expect(customer.Locator("#estimate strong")).ToBeVisibleAsync();
        await RefuseAsync(
            customer,
            "Create ticket",
            ("Subject (one issue, in a few words)", " "),
            ("Description (what happens, what you expected, and since when)", " ")
        );
        await CheckAsync(customer, "new ticket with a price, refused");

        var admin = await chromium.OpenSignedInAsync(desk, await desk.TokenAsync("Adm", "admin"));
        await admin.GotoAsync("/webhooks");
        await admin.GetByLabel("ticket.opened").CheckAsync();
        await RefuseAsync(
            admin,
            "Create webhook",
            ("Name", "Shop"),
            ("URL", "http://inside/")
        );
        await CheckAsync(admin, "webhooks, refused");
        await admin.GetByLabel("URL", new() { Exact = true }).FillAsync(DeskProcess.Nowhere);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Create webhook" }).ClickAsync();
        await Expect(admin.Locator(".notice code")).ToBeVisibleAsync();
        await admin.Locator("summary", new() { HasText = "Edit webhook" }).ClickAsync();
        await admin.Locator("summary", new() { HasText = "Remove webhook" }).ClickAsync();
        await CheckAsync(admin, "webhook with its secret");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Send test event" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Cell, new() { Name = "webhook.tried" })).ToBeVisibleAsync();
        await CheckAsync(admin, "webhook with a delivery");

        await admin.GotoAsync("/tokens");
        await admin.GetByLabel("Name", new() { Exact = true }).FillAsync("Shop");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Create token" }).ClickAsync();
        await Expect(admin.Locator(".notice code")).ToBeVisibleAsync();
        await CheckAsync(admin, "tokens with a new one");
        await admin.GotoAsync("/policy/trial");
        await admin.GetByLabel("Policy change").FillAsync("{");
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
        // What is written now comes outside the window.
        await engineer.SetViewportSizeAsync(1360, 260);
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = false }).First.ScrollIntoViewIfNeededAsync();
        await DoAsync(desk, $"{path}/messages", """{"body":"Written meanwhile."}""");
        await Expect(engineer.Locator("#meanwhile")).ToBeVisibleAsync();
        await CheckAsync(engineer, "ticket with a preview and what was written meanwhile");

        await DoAsync(desk, $"{path}/assessments", """{"category":"investigation","note":"See."}""");
        await Expect(customer.GetByRole(AriaRole.Button, new() { Name = "Accept 20 credits" })).ToBeVisibleAsync();
        await CheckAsync(customer, "ticket with a price to agree to");
        await customer.GetByRole(AriaRole.Button, new() { Name = "Accept 20 credits" }).ClickAsync();
        await Expect(customer.Locator("aside")).ToContainTextAsync("20 credits, accepted");
        await DoAsync(desk, $"{path}/resolution", """{"outcome":"solved","note":"Done."}""");
        await Expect(customer.Locator("aside")).ToContainTextAsync("Solved");
        await CheckAsync(customer, "ticket, solved");

        await customer.GotoAsync("/credits");
        await customer.EmulateMediaAsync(new() { Media = Media.Print });
        await CheckAsync(customer, "statement in print");
        await customer.EmulateMediaAsync(new() { Media = Media.Screen });

        await desk.KillAsync();
        await Expect(engineer.Locator(".sign.stale")).ToBeVisibleAsync();
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = false }).First.ClickAsync();
        await Expect(engineer.Locator("#reply [role=alert]")).ToBeVisibleAsync();
        await CheckAsync(engineer, "ticket, stale, with a message that did not arrive");
    }

    [Fact]
    public async Task A_chat_has_no_findings_however_it_stands()
    {
        var desk = shared.Desk;
        var id = await desk.RegisterAsync("CARE-1", "Multi-Vendor Ultimate");
        await desk.AlwaysOpenAsync();
        var customer = await chromium.OpenSignedInAsync(desk, await desk.TokenAsync("Vic", "customer", id), "/chats");
        await CheckAsync(customer, "chats while support is open");
        await customer.GetByLabel("Your question").FillAsync("Is the fix out?");
        await customer.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Expect(customer.GetByLabel("Your message")).ToBeVisibleAsync();
        var chat = new Uri(customer.Url).AbsolutePath;
        var engineer = await chromium.OpenSignedInAsync(desk, await desk.TokenAsync("Ada", "engineer"), "/chats");
        await CheckAsync(engineer, "chats with one that waits");
        await engineer.GotoAsync(chat);
        await engineer.GetByLabel("Your message").FillAsync("Yes, in **4.18.3**.");
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Send message" }).ClickAsync();
        await Expect(engineer.Locator(".conversation strong", new() { HasText = "4.18.3" })).ToBeVisibleAsync();
        await engineer.EvaluateAsync("document.querySelectorAll('details').forEach(part => part.open = true)");
        await CheckAsync(engineer, "chat");
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Mark as answered" }).ClickAsync();
        await Expect(customer.GetByText("Answered. Nothing was charged.")).ToBeVisibleAsync();
        await CheckAsync(customer, "chat, answered");
    }

    [Fact]
    public async Task The_way_in_of_a_person_has_no_findings()
    {
        var desk = shared.Desk;
        var page = await chromium.OpenAsync(desk);
        await page.GotoAsync(
            await desk.InvitationAsync("olga@test.example", await desk.RegisterAsync("WAY-1", "CS-Cart"))
        );
        await RefuseAsync(page, "Set password", ("Choose a password", "short"));
        await CheckAsync(page, "invitation, refused");
        await page.GetByLabel("Choose a password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set password" }).ClickAsync();
        await Expect(page.GetByText("Your password is set.")).ToBeVisibleAsync();
        await page.GetByLabel("Email").FillAsync("olga@test.example");
        await page.GetByLabel("Password").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        await CheckAsync(page, "sign-in with a wrong password");
        await SignInAsync(page);
        await Expect(page).ToHaveURLAsync(desk.Address.ToString());

        await page.GotoAsync("/account");
        await CheckAsync(page, "a person's account");
        await page.GotoAsync("/account/second-factor");
        await CheckAsync(page, "second factor");
        var key = await page.Locator("ol.steps code").First.TextContentAsync();
        await page.GetByLabel("Your password").FillAsync(Password);
        await page.GetByLabel("Code from your authenticator app").FillAsync(CodeOf(key!));
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on two-factor authentication" }).ClickAsync();
        await Expect(page.Locator(".codes li").First).ToBeVisibleAsync();
        await CheckAsync(page, "recovery codes");

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/sign-in");
        await SignInAsync(page);
        await page.GetByLabel("Code from your").FillAsync("000000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await CheckAsync(page, "sign-in with a wrong code");
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GetByLabel("Email").FillAsync("olga@test.example");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    /// <summary>What an authenticator app shows now (RFC 6238).</summary>
    private static string CodeOf(string typed)
    {
        var bits = string.Concat(
            typed
                .Where(char.IsAsciiLetterOrDigit)
                .Select(c =>
                    Convert
                        .ToString(
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(
                                char.ToUpperInvariant(c),
                                StringComparison.Ordinal
                            ),
                            2
                        )
                        .PadLeft(5, '0')
                )
        );
        byte[] key = [.. Enumerable.Range(0, bits.Length / 8).Select(n => Convert.ToByte(bits.Substring(n * 8, 8), 2))];
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // The standard that authenticator apps follow.
        var hash = HMACSHA1.HashData(key, step);
#pragma warning restore CA5350
        var code = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (code % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
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
        await page.GetByRole(AriaRole.Button, new() { Name = button }).First.ClickAsync();
        await Expect(page.Locator("main [role=alert]").First).ToBeVisibleAsync();
    }
}
