using Microsoft.Playwright;
using Tallydesk.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Tallydesk.Tests.Browser;

/// <summary>The machine's Chromium, in which each engineer has a window of their own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        SetDefaultExpectTimeout((float)Eventually.Bound.TotalMilliseconds);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named
                    ? named
                    : "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-background-networking"],
            }
        );
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await browser!.DisposeAsync();
        playwright!.Dispose();
    }

    /// <summary>Opens a window; what the browser complains about is added to a list.</summary>
    /// <param name="desk">The desk.</param>
    /// <param name="complaints">Where complaints go.</param>
    /// <param name="through">The port of a proxy that stands before the desk; none to reach it directly.</param>
    internal async Task<IPage> OpenAsync(DeskProcess desk, ICollection<string>? complaints = null, int? through = null)
    {
        var context = await browser!.NewContextAsync(
            new()
            {
                BaseURL = new UriBuilder(desk.Address) { Port = through ?? desk.Address.Port }.Uri.ToString(),
                ViewportSize = new() { Width = 1360, Height = 820 },
            }
        );
        context.SetDefaultTimeout((float)Eventually.Bound.TotalMilliseconds);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                complaints?.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints?.Add(error);
        return page;
    }

    /// <summary>Signs in on the page that asks for it and waits until the board is live.</summary>
    internal static async Task SignInAsync(IPage page, string token)
    {
        await page.GotoAsync("/board");
        await SubmitAsync(page, token);
        await LiveAsync(page);
    }

    /// <summary>Types a token into the page that asks for it and sends it.</summary>
    internal static async Task SubmitAsync(IPage page, string token)
    {
        if (!await page.GetByLabel("Access token").IsVisibleAsync())
        {
            await page.GetByText("Sign in with an access token").ClickAsync();
        }

        await page.GetByLabel("Access token").FillAsync(token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with token" }).ClickAsync();
    }

    /// <summary>Opens a window of somebody with a token, at a page; a ticket's is waited for until it follows the ticket.</summary>
    internal async Task<IPage> OpenSignedInAsync(
        DeskProcess desk,
        string token,
        string path = "/",
        ICollection<string>? complaints = null
    )
    {
        var page = await OpenAsync(desk, complaints);
        await page.GotoAsync("/sign-in");
        await SubmitAsync(page, token);
        await Expect(page).ToHaveURLAsync(desk.Address.ToString());
        await page.GotoAsync(path);
        if (path.StartsWith("/tickets/", StringComparison.Ordinal) && path != "/tickets/new")
        {
            await LiveAsync(page);
        }

        return page;
    }

    /// <summary>Waits until the board follows the queue, or a page what it shows.</summary>
    internal static Task LiveAsync(IPage page) => Expect(page.Locator(".sign")).ToHaveTextAsync("Live");

    /// <summary>The line of a ticket.</summary>
    internal static ILocator Line(IPage page, long number) => page.Locator($"#t{number}");
}
