using System.Net;
using System.Text.Json;
using Tallydesk.Tests.Support;
using Xunit;
using Xunit.Abstractions;
using static Tallydesk.Tests.Browser.Chromium;

namespace Tallydesk.Tests.Browser;

/// <summary>
/// Every payload through every field that people fill, seen by everybody who sees it in a real browser: no dialog, no
/// complaint of the content policy, no element or attribute beyond those the pages are made of.
/// </summary>
public sealed class ScriptInjectionTests(Chromium chromium, SharedDesk shared, ITestOutputHelper output)
    : IClassFixture<Chromium>,
        IClassFixture<SharedDesk>
{
    private const int LongestName = 200;
    private static readonly string[] TicketOpened = ["ticket.opened"];

    private const int LongestWebhookName = 100;
    private const int MostWebhooks = 40;
    private const int Customers = 40;

    /// <summary>What a page holds that it should not.</summary>
    private const string Audit = """
        () => {
            const text = new Set(['p','br','hr','strong','em','del','a','code','pre','blockquote','ul','ol','li',
                'h3','h4','h5','h6','table','thead','tbody','tr','th','td']);
            const site = new Set([...text, 'h1','h2','img','div','span','header','main','nav','footer','section','article','form','input',
                'label','textarea','select','option','button','dl','dt','dd','bdi','time','details','summary','caption','small',
                'dialog','output','kbd','abbr','script','fieldset','legend','figure','figcaption','mark','svg','use','q','path','colgroup','col','template','noscript','aside','search','datalist','caption','rect','line','text','title']);
            const found = [];
            for (const element of document.body.querySelectorAll('*')) {
                const name = element.localName;
                if (!site.has(name)) found.push(name);
                if (element.closest('.prose') && element.className !== 'prose' && !text.has(name)) found.push('prose ' + name);
                if (name === 'script' && (!element.src || new URL(element.src).origin !== location.origin)) found.push('script');
                for (const { name: attribute, value } of element.attributes) {
                    if (/^on/i.test(attribute) || attribute === 'srcdoc') found.push(name + ' ' + attribute);
                    if (/^(href|src|action|formaction|data|xlink:href)$/i.test(attribute) && !/^(https?:|mailto:|\/|#|\?|[\w-]+(\/|\.|$))/i.test(value))
                        found.push(name + ' ' + attribute + '=' + value);
                }
            }
            return [...found, ...(window.violations ?? [])];
        }
        """;

    [Fact]
    public async Task No_text_of_anybodys_becomes_script()
    {
        var desk = shared.Desk;
        var planted = await PlantAsync(desk);
        var looked = 0;
        foreach (var (role, token, pages) in planted.Viewers)
        {
            List<string> complaints = [];
            var page = await chromium.OpenAsync(desk, complaints);
            page.Dialog += async (_, dialog) =>
            {
                complaints.Add($"a dialog: {dialog.Message}");
                await dialog.DismissAsync();
            };
            await page.AddInitScriptAsync(
                "window.violations = []; document.addEventListener('securitypolicyviolation', e => window.violations.push('policy ' + e.violatedDirective));"
            );
            await page.GotoAsync("/sign-in");
            await SubmitAsync(page, token);
            foreach (var path in pages)
            {
                var answer = await page.GotoAsync(path);
                Assert.True(answer!.Ok, $"{role} {path}: {answer.Status}");
                if (path == "/board")
                {
                    await LiveAsync(page);
                }

                var found = await page.EvaluateAsync<string[]>(Audit);
                Assert.True(found.Length == 0, $"{role} {path}: {string.Join(", ", found.Distinct().Take(20))}");
                Assert.True(complaints.Count == 0, $"{role} {path}: {string.Join(", ", complaints.Take(20))}");
                looked++;
            }
        }

        Assert.True(Payloads.All.Count >= 500);
        output.WriteLine($"{Payloads.All.Count} payloads, {planted.Fields} fields filled, {looked} pages looked at");
    }

    /// <summary>The audit above can find something: a page that lets a payload through is caught.</summary>
    [Fact]
    public async Task What_would_become_script_is_found()
    {
        var desk = shared.Desk;
        var page = await chromium.OpenAsync(desk);
        await page.GotoAsync("/sign-in");
        await page.EvaluateAsync("document.body.insertAdjacentHTML('beforeend', '<iframe></iframe><p onclick=x()>')");
        Assert.Equal(
            ["iframe", "p onclick"],
            (await page.EvaluateAsync<string[]>(Audit)).Where(one =>
                !one.StartsWith("policy", StringComparison.Ordinal)
            )
        );
    }

    /// <summary>Fills every field there is, and says who then looks where.</summary>
    private static async Task<Planted> PlantAsync(DeskProcess desk)
    {
        var (admin, fields) = (desk.Admin, 0);
        var names = Payloads.Lines(LongestName);
        async Task<ApiAnswer> SendAsync(string path, object body)
        {
            fields++;
            return (await admin.PostAsync(path, JsonSerializer.Serialize(body))).Must(HttpStatusCode.Created);
        }

        var customers = new List<string>();
        for (var n = 0; n < Customers; n++)
        {
            var made = await SendAsync(
                "/v1/customers",
                new { name = names[n * names.Count / Customers], email = "a@b.example" }
            );
            customers.Add(made.Text("id"));
            await SendAsync(
                $"/v1/customers/{customers[n]}/licenses",
                new
                {
                    number = $"X-{n}",
                    edition = "CS-Cart",
                    purchasedAt = "2026-11-01T10:00:00Z",
                }
            );
        }

        for (var n = 0; n < names.Count; n++)
        {
            await SendAsync(
                "/v1/tickets",
                new
                {
                    licenseNumber = $"X-{n % Customers}",
                    subject = names[n],
                    body = "Words.",
                }
            );
        }

        var owner = customers[0];
        var ticket = (
            await SendAsync(
                "/v1/tickets",
                new
                {
                    licenseNumber = "X-0",
                    subject = "All",
                    body = Payloads.All[0],
                }
            )
        ).Number("number");
        foreach (var payload in Payloads.All)
        {
            await SendAsync($"/v1/tickets/{ticket}/messages", new { body = payload, @internal = fields % 7 == 0 });
        }

        foreach (var name in names.Where((_, n) => n % 12 == 0))
        {
            await AttachAsync(admin, ticket, name);
            await SendAsync($"/v1/customers/{owner}/credits/adjustments", new { credits = 1, reason = name });
            await SendAsync(
                "/v1/enquiries",
                new
                {
                    name,
                    email = "v@b.example",
                    subject = name,
                    body = name,
                }
            );
            await SendAsync("/v1/tokens", new { name, role = "engineer" });
            await SendAsync(
                "/v1/users",
                new
                {
                    name,
                    email = $"u{fields}@b.example",
                    role = "engineer",
                }
            );
            fields += 3;
        }

        var hook = "";
        foreach (var name in Payloads.Lines(LongestWebhookName).Where((_, n) => n % 40 == 0).Take(MostWebhooks))
        {
            var url = $"{DeskProcess.Nowhere}?{Uri.EscapeDataString(name)}";
            hook = (
                await SendAsync(
                    "/v1/webhooks",
                    new
                    {
                        name,
                        url,
                        events = TicketOpened,
                    }
                )
            ).Text("id");
        }

        (
            await admin.PostAsync(
                $"/v1/tickets/{ticket}/assessments",
                JsonSerializer.Serialize(new { category = "question", note = names[7] })
            )
        ).Must(HttpStatusCode.Created);
        var enquiry = (await admin.GetAsync("/v1/enquiries"))
            .Json.GetProperty("items")[0]
            .GetProperty("id")
            .GetString();
        string[] conversation =
        [
            .. Enumerable.Range(0, (Payloads.All.Count / 100) + 1).Select(n => $"/tickets/{ticket}?after={n * 100}"),
        ];
        var customerToken = await TokenAsync(admin, "customer", owner);
        return new(
            fields,
            [
                ("customer", customerToken, ["/", "/tickets", .. conversation, "/credits", "/account"]),
                (
                    "engineer",
                    await TokenAsync(admin, "engineer", null),
                    [
                        "/board",
                        "/tickets",
                        .. conversation,
                        "/customers",
                        $"/customers/{owner}",
                        "/enquiries",
                        $"/enquiries/{enquiry}",
                    ]
                ),
                (
                    "admin",
                    await TokenAsync(admin, "admin", null),
                    [
                        "/people",
                        "/tokens",
                        "/webhooks",
                        $"/webhooks/{hook}",
                        "/audit",
                        "/account",
                        "/tickets",
                        $"/customers/{customers[^1]}",
                    ]
                ),
            ]
        );
    }

    private static async Task AttachAsync(ApiClient admin, long ticket, string name)
    {
        var path = $"/v1/tickets/{ticket}/attachments?name={Uri.EscapeDataString(name)}";
        var file = (await admin.SendBytesAsync(path, "words"u8.ToArray(), "application/octet-stream")).Must(
            HttpStatusCode.Created
        );
        var message = JsonSerializer.Serialize(new { body = "A file.", attachments = new[] { file.Text("id") } });
        (await admin.PostAsync($"/v1/tickets/{ticket}/messages", message)).Must(HttpStatusCode.Created);
    }

    /// <summary>A token whose name is a payload too.</summary>
    private static async Task<string> TokenAsync(ApiClient admin, string role, string? customer)
    {
        var body = customer is null
            ? JsonSerializer.Serialize(new { name = "<img src=x onerror=alert(1)>", role })
            : JsonSerializer.Serialize(
                new
                {
                    name = "<img src=x onerror=alert(1)>",
                    role,
                    customerId = customer,
                }
            );
        return (await admin.PostAsync("/v1/tokens", body)).Must(HttpStatusCode.Created).Text("token");
    }

    /// <summary>What was filled in.</summary>
    /// <param name="Fields">How many fields.</param>
    /// <param name="Viewers">Role, token and the pages to look at.</param>
    private sealed record Planted(int Fields, IReadOnlyList<(string Role, string Token, string[] Pages)> Viewers);
}
