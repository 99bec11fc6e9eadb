using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Tallydesk.Tests.Browser;

/// <summary>Passkeys in a real browser with a virtual authenticator.</summary>
public sealed class PasskeyTests(Chromium chromium, SharedDesk shared)
    : IClassFixture<Chromium>,
        IClassFixture<SharedDesk>
{
    private const string Password = "violet anchor 7 mornings";

    [Fact]
    public async Task A_passkey_takes_the_place_of_password_and_code()
    {
        var desk = shared.Desk;
        List<string> complaints = [];
        var page = await chromium.OpenAsync(desk, complaints);
        // A passkey belongs to a name, never to an address.
        var site = $"http://localhost:{desk.Address.Port}";
        await AuthenticatorAsync(page);
        var customer = await desk.RegisterAsync("ACME-1", "CS-Cart");
        await AcceptAsync(desk, page, site, customer);

        await page.GotoAsync($"{site}/account");
        await page.GetByLabel("Name of the new passkey").FillAsync("<b>Laptop</b>");
        await page.GetByLabel("Your password", new() { Exact = true }).FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add passkey" }).ClickAsync();
        await Expect(page.GetByText("Passkey added. You can now sign in with it alone.")).ToBeVisibleAsync();
        await Expect(page.GetByText("<b>Laptop</b>")).ToBeVisibleAsync();

        await page.Context.ClearCookiesAsync();
        await SignInAsync(page, site);
        await Expect(page).ToHaveURLAsync($"{site}/account");

        // Removed, it is nobody's.
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(page.GetByText("<b>Laptop</b>")).ToHaveCountAsync(0);
        await page.Context.ClearCookiesAsync();
        await SignInAsync(page, site);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("No account uses this passkey");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_wrong_password_adds_none()
    {
        var desk = shared.Desk;
        var page = await chromium.OpenAsync(desk);
        var site = $"http://localhost:{desk.Address.Port}";
        await AuthenticatorAsync(page);
        await AcceptAsync(desk, page, site, await desk.RegisterAsync("ACME-2", "CS-Cart"), "bert@test.example");

        await page.GotoAsync($"{site}/account");
        await page.GetByLabel("Your password", new() { Exact = true }).FillAsync("something else 12");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add passkey" }).ClickAsync();
        await Expect(page.GetByText("Wrong password.")).ToBeVisibleAsync();
    }

    private static async Task AuthenticatorAsync(IPage page)
    {
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
    }

    /// <summary>Invites somebody, accepts for them in the browser, and signs in.</summary>
    private static async Task AcceptAsync(
        DeskProcess desk,
        IPage page,
        string site,
        string customer,
        string email = "olga@test.example"
    )
    {
        await page.GotoAsync(site + await desk.InvitationAsync(email, customer));
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync($"{site}/");
    }

    private static async Task SignInAsync(IPage page, string site)
    {
        await page.GotoAsync($"{site}/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
    }
}
