using System.Net;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;
using static Tallydesk.Tests.Browser.Axe;
using static Tallydesk.Tests.Browser.Chromium;

namespace Tallydesk.Tests.Browser;

/// <summary>No page, in no state and no light, has an accessibility finding.</summary>
public sealed class AccessibilityTests(Chromium chromium, SharedDesk shared)
    : IClassFixture<Chromium>,
        IClassFixture<SharedDesk>
{
    [Fact]
    public async Task Sign_in_and_board_have_no_findings()
    {
        await using var desk = await DeskProcess.StartNewAsync();
        await desk.RegisterAsync("ACME-1", "CS-Cart");
        await desk.RegisterAsync("CARE-1", "Multi-Vendor Ultimate");
        var page = await chromium.OpenAsync(desk);

        await page.GotoAsync("/board");
        await CheckAsync(page, "sign-in");
        await SubmitAsync(page, "tdk_no_such");
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await CheckAsync(page, "sign-in, refused");

        await SignInAsync(page, await desk.TokenAsync("Ada", "engineer"));
        await CheckAsync(page, "board, empty");

        var number = await desk.OpenAsync("CARE-1", "Checkout fails");
        var other = await desk.OpenAsync("ACME-1", "Prices are wrong");
        var urgent = """{"urgent":true,"reason":"The shop can't take orders."}""";
        Assert.True((int)(await desk.Admin.PostAsync($"/v1/tickets/{other}/urgency", urgent)).Status < 300);
        Assert.True((int)(await desk.Admin.PostAsync($"/v1/tickets/{other}/claim")).Status < 300);
        await Expect(Line(page, number)).ToBeVisibleAsync();
        await Expect(Line(page, other)).ToContainTextAsync("Urgent");
        await page.Keyboard.PressAsync("j");
        await Expect(Line(page, number)).ToBeFocusedAsync();
        await CheckAsync(page, "board");

        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await CheckAsync(page, "keys");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByLabel("Tickets", new() { Exact = true }).SelectOptionAsync("overdue");
        await Expect(page.GetByText("No matching tickets")).ToBeVisibleAsync();
        await CheckAsync(page, "board, nothing shown");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).First.ClickAsync();

        await page.SetViewportSizeAsync(390, 800);
        await CheckAsync(page, "board on a phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await CheckAsync(page, "menu on a phone");

        await page.GotoAsync("/");
        await CheckAsync(page, "home");

        await page.GotoAsync("/board");
        await LiveAsync(page);
        await desk.KillAsync();
        await Expect(page.Locator(".sign.stale")).ToBeVisibleAsync();
        await CheckAsync(page, "board, stale");
    }

    [Fact]
    public async Task No_page_has_findings_or_is_wider_than_a_phone()
    {
        var desk = shared.Desk;
        var customer = await desk.RegisterAsync("ACME-1", "CS-Cart");
        var care = await desk.RegisterAsync("CARE-1", "Multi-Vendor Ultimate");
        var number = await desk.OpenAsync("ACME-1", "Prices are wrong");
        var priced = await desk.OpenAsync("ACME-1", new string('W', 200));
        await DoAsync(
            desk,
            $"/v1/tickets/{priced}/assessments",
            """{"category":"upgrade","upgrade":{"from":"4.3.1","to":"4.3.9"},"note":"See."}"""
        );
        await DoAsync(desk, $"/v1/tickets/{priced}/messages", """{"body":"A note","internal":true}""");
        await DoAsync(desk, $"/v1/tickets/{number}/assessments", """{"category":"question"}""");
        await DoAsync(desk, "/v1/canned-replies", """{"title":"Greeting","body":"Hello"}""");
        var enquiry = await desk.Admin.PostAsync(
            "/v1/enquiries",
            """{"name":"Vera","email":"v@b.example","subject":"Hello","body":"Does it ship abroad?"}"""
        );
        var id = enquiry.Must(HttpStatusCode.Created).Text("id");
        await desk.InviteAsync("olga@test.example", customer);
        string[] open =
        [
            "/sign-in",
            "/sign-in/code",
            "/registration",
            "/password-reset",
            "/invitation?proof=x",
            "/policy",
            "/policy/calendar",
            "/policy/prices?category=upgrade&from=4.3.1&to=4.3.9",
            "/contact",
        ];
        string[] staff =
        [
            "/",
            "/tickets",
            $"/tickets/{priced}",
            "/tickets/new",
            "/chats",
            "/customers",
            $"/customers/{customer}",
            $"/search?q=%23{priced}",
            "/enquiries",
            $"/enquiries/{id}",
            "/canned-replies",
            "/policy/trial",
            "/reports",
            "/ledger",
            "/people",
            "/tokens",
            "/webhooks",
            $"/audit?trail=history&subject={number}",
            "/system",
            "/account",
            "/account/proof",
        ];
        string[] own =
        [
            "/",
            "/tickets",
            $"/tickets/{priced}",
            $"/tickets/{number}/charges",
            "/tickets/new",
            "/tickets/999",
            $"/search?q=%23{priced}",
            "/credits",
            "/chats",
        ];
        string[] vip = ["/chats"];
        foreach (
            var (token, pages) in new[]
            {
                (null, open),
                (await desk.TokenAsync("Ada", "admin"), staff),
                (await desk.TokenAsync("Olga", "customer", customer), own),
                (await desk.TokenAsync("Vic", "customer", care), vip),
            }
        )
        {
            var page = await chromium.OpenAsync(desk);
            if (token is not null)
            {
                await page.GotoAsync("/sign-in");
                await SubmitAsync(page, token);
            }

            foreach (var path in pages)
            {
                await page.GotoAsync(path);
                await CheckAsync(page, path);
                await page.SetViewportSizeAsync(320, 800);
                Assert.True(await FitsAsync(page), $"{path} is wider than 320 pixels.");
                await page.SetViewportSizeAsync(1360, 820);
            }
        }
    }

    private static async Task DoAsync(DeskProcess desk, string path, string body)
    {
        var answer = await desk.Admin.PostAsync(path, body);
        Assert.True((int)answer.Status < 300, answer.Body);
    }

    [Fact]
    public async Task The_board_is_never_wider_than_the_window()
    {
        var desk = shared.Desk;
        await desk.RegisterAsync("WIDE-1", "Multi-Vendor Ultimate");
        await desk.OpenAsync("WIDE-1", new string('W', 200));
        var page = await chromium.OpenAsync(desk);
        var token = await desk.TokenAsync("Ada", "engineer");
        await page.GotoAsync("/board");
        await EachWidthAsync(page, "sign-in");
        await SignInAsync(page, token);
        await EachWidthAsync(page, "board");
    }

    private static async Task EachWidthAsync(IPage page, string state)
    {
        foreach (var width in (int[])[320, 1360, 2560])
        {
            await page.SetViewportSizeAsync(width, 800);
            Assert.True(await FitsAsync(page), $"{state} is wider than {width} pixels.");
        }
    }

    private static Task<bool> FitsAsync(IPage page) =>
        page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth");
}
