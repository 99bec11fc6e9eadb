using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using Tallydesk.Bench.Machine;

namespace Tallydesk.Bench.Board;

/// <summary>
/// Measures the board with 2,000 tickets and 20 changes a second: how soon a key moves the selection, how soon another's claim
/// is drawn, and what viewers cost the server.
/// </summary>
internal static class BoardBench
{
    private const int Keys = 60;
    private const int Claims = 20;
    private const int Viewers = 200;
    private static readonly TimeSpan Stage = TimeSpan.FromSeconds(15);

    /// <summary>Waits, drawn frame by drawn frame, until the selected line is another one.</summary>
    private const string PressKeys = """
        async (count) => {
            const times = [];
            const current = () => document.querySelector('#lines tr[aria-current]')?.id;
            for (let press = 0; press < count; press++) {
                const [before, begun] = [current(), performance.now()];
                document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
                while (current() === before && performance.now() - begun < 5000) await new Promise(requestAnimationFrame);
                times.push(performance.now() - begun);
                await new Promise(go => setTimeout(go, 50));
            }
            return times;
        }
        """;

    /// <summary>Waits until a ticket's line names somebody; the instant by the browser's clock.</summary>
    private const string AwaitName = """
        ([number, name]) => new Promise(done => {
            const look = () => document.getElementById('t' + number)?.textContent.includes(name)
                ? done(Date.now()) : requestAnimationFrame(look);
            look();
        })
        """;

    /// <summary>Measures, prints the report, and writes it to <c>bench/results/board.md</c>.</summary>
    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tallydesk-bench-");
        try
        {
            var report = await MeasureAsync(folder.FullName);
            await Reports.WriteAsync("board.md", report);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> MeasureAsync(string folder)
    {
        await using var desk = await BoardDesk.StartAsync(folder);
        await Console.Out.WriteLineAsync($"{BoardDesk.Tickets} tickets are open.");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named
                    ? named
                    : "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-background-networking"],
            }
        );
        using var stop = new CancellationTokenSource();
        var changing = desk.ChangeAsync(stop.Token);
        // The desk is warm before the first figure.
        await desk.CoresAsync(Stage);
        var alone = await desk.CoresAsync(Stage);
        var page = await OpenAsync(browser, desk);
        var one = await desk.CoresAsync(Stage);
        var (keys, claims) = (await PressAsync(page), await ClaimAsync(page, desk, 0));
        var viewers = await desk.ConnectAsync(Viewers);
        var many = await desk.CoresAsync(Stage);
        var (keysAmong, claimsAmong) = (await PressAsync(page), await ClaimAsync(page, desk, Claims));
        await stop.CancelAsync();
        var changes = await changing;
        foreach (var viewer in viewers)
        {
            await viewer.DisposeAsync();
        }

        var text = new StringBuilder();
        text.AppendLine("# The board, measured");
        text.AppendLine();
        text.AppendLine("    dotnet run -c Release --project bench -- board");
        text.AppendLine();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{BoardDesk.Tickets:N0} open tickets, {changes:0.0} changes a second, SQLite, server and browser on one machine: {MachineName.Describe()}"
        );
        text.AppendLine();
        text.AppendLine(
            "| viewers | server, cores | key until drawn, ms: median, 95 % | claim until drawn elsewhere, ms: median, 95 % |"
        );
        text.AppendLine("|---|---|---|---|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| none | {alone:0.000} | | |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| one browser | {one:0.000} | {Told(keys)} | {Told(claims)} |");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"| one browser and {Viewers} hub connections | {many:0.000} | {Told(keysAmong)} | {Told(claimsAmong)} |"
        );
        text.AppendLine();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"A further viewer costs the server {(many - one) / Viewers * 100:0.000} % of a core, for sending alone: the feed is read once for a gateway. Two hundred viewers cost {many / alone:0.0} times what the changes alone do."
        );
        return text.ToString();
    }

    private static async Task<IPage> OpenAsync(IBrowser browser, BoardDesk desk)
    {
        var context = await browser.NewContextAsync(
            new()
            {
                BaseURL = desk.Address.ToString(),
                ViewportSize = new() { Width = 1360, Height = 820 },
            }
        );
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByText("Sign in with an access token").ClickAsync();
        await page.GetByLabel("Access token").FillAsync(desk.Viewer);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with token" }).ClickAsync();
        await page.WaitForURLAsync("**/");
        await page.GotoAsync("/board");
        await page.Locator(".sign.live").WaitForAsync();
        return page;
    }

    private static async Task<double[]> PressAsync(IPage page) => await page.EvaluateAsync<double[]>(PressKeys, Keys);

    private static async Task<double[]> ClaimAsync(IPage page, BoardDesk desk, int skip)
    {
        var times = new List<double>();
        await page.EvaluateAsync("scrollTo(0, 0)");
        foreach (var number in desk.Kept.Skip(skip).Take(Claims))
        {
            var drawn = page.EvaluateAsync<double>(AwaitName, new object[] { number, BoardDesk.ClaimerName });
            var sent = DateTimeOffset.FromUnixTimeMilliseconds(
                TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()
            );
            await desk.ClaimAsync(number);
            times.Add(await drawn - sent.ToUnixTimeMilliseconds());
        }

        return [.. times];
    }

    private static string Told(double[] times)
    {
        var sorted = times.Order().ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sorted[sorted.Length / 2]:0}, {sorted[(int)(sorted.Length * 0.95)]:0}"
        );
    }
}
