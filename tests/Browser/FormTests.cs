using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;
using static Tallydesk.Tests.Browser.Chromium;

namespace Tallydesk.Tests.Browser;

/// <summary>What people have typed reaches whom they typed it for, and is seen by nobody else: over reloads, ended sessions and changes of the ticket.</summary>
public sealed class FormTests(Chromium chromium, SharedDesk shared) : IClassFixture<Chromium>, IClassFixture<SharedDesk>
{
    private readonly DeskProcess desk = shared.Desk;

    [Fact]
    public async Task A_note_stays_a_note_over_a_reload_and_when_the_ticket_is_reopened()
    {
        var (number, page) = await OpenAsync("NOTE-1");
        await TypeAsync(page, "For colleagues only.");
        await page.GetByLabel("Internal note").CheckAsync();
        await page.GetByLabel("Files").SetInputFilesAsync(new FilePayload { Name = "a.log", Buffer = [65] });
        await page.ReloadAsync();
        await Expect(Text(page)).ToHaveValueAsync("For colleagues only.");
        await Expect(page.GetByLabel("Internal note")).ToBeCheckedAsync();
        await Expect(page.Locator("#reply [role=alert]")).ToContainTextAsync("a.log");
        await Button(page, "Add note").ClickAsync();
        await Expect(page.Locator(".conversation > .note")).ToContainTextAsync("For colleagues only.");
        await Expect(Button(page, "Send reply")).ToBeVisibleAsync();

        await DoAsync($"/tickets/{number}/resolution", """{"outcome":"solved"}""");
        await DoAsync($"/tickets/{number}/closing", "{}");
        await Expect(page.GetByText("you can only add an internal note")).ToBeVisibleAsync();
        await TypeAsync(page, "Written on a closed ticket.");
        await DoAsync($"/tickets/{number}/reopening", "{}");
        await Expect(page.GetByLabel("Internal note")).ToBeCheckedAsync();
        await page.ReloadAsync();
        await Expect(page.GetByLabel("Internal note")).ToBeCheckedAsync();
        await Button(page, "Add note").ClickAsync();
        await Expect(page.Locator(".conversation > .note").Last).ToContainTextAsync("Written on a closed ticket.");
    }

    [Fact]
    public async Task A_text_that_would_reach_another_audience_is_refused()
    {
        var (number, page) = await OpenAsync("AUDI-1");
        await TypeAsync(page, "For colleagues only.");
        await page.EvaluateAsync("document.getElementById('reply').elements.audience.value = 'staff'");
        await Button(page, "Send reply").ClickAsync();
        await Expect(page.Locator("#reply [role=alert]")).ToContainTextAsync("You wrote this as an internal note");

        await TypeAsync(page, "For the customer.");
        await DoAsync($"/tickets/{number}/resolution", """{"outcome":"solved"}""");
        await DoAsync($"/tickets/{number}/closing", "{}");
        await Button(page, "Add note").ClickAsync();
        await Expect(page.Locator("#reply [role=alert]")).ToContainTextAsync("You wrote this for the customer");
        await Expect(page.Locator(".conversation > .note")).ToHaveCountAsync(0);
        await Expect(Text(page)).ToHaveValueAsync("For the customer.");
    }

    [Fact]
    public async Task All_fields_of_a_new_ticket_are_back_after_a_reload()
    {
        var id = await desk.RegisterAsync("KEPT-1", "CS-Cart");
        var token = await desk.TokenAsync("Olga", "customer", id);
        var page = await chromium.OpenSignedInAsync(desk, token, "/tickets/new");
        await page.GetByLabel("Subject").FillAsync("Prices are wrong");
        await page.Locator("#category").SelectOptionAsync("upgrade");
        await page.Locator("#from").SelectOptionAsync("4.3.1");
        await page.Locator("#ceiling").FillAsync("20");
        await page.Locator("[name=acknowledged]").CheckAsync();
        await page.ReloadAsync();
        await Expect(page.GetByLabel("Subject")).ToHaveValueAsync("Prices are wrong");
        await Expect(page.Locator("#category")).ToHaveValueAsync("upgrade");
        await Expect(page.Locator("#from")).ToHaveValueAsync("4.3.1");
        await Expect(page.Locator("#ceiling")).ToHaveValueAsync("20");
        await Expect(page.Locator("[name=acknowledged]")).ToBeCheckedAsync();
    }

    [Fact]
    public async Task What_one_person_typed_is_not_shown_to_the_next_one_in_the_same_browser()
    {
        var (number, page) = await OpenAsync("NEXT-1");
        await TypeAsync(page, "Ada's own words.");
        await SignInAgainAsync(page, await desk.TokenAsync("Bob", "engineer"));
        await page.GotoAsync($"/tickets/{number}");
        await LiveAsync(page);
        await Expect(Text(page)).ToHaveValueAsync("");
        Assert.DoesNotContain("Ada's own words.", await page.EvaluateAsync<string>("JSON.stringify(localStorage)"));
    }

    [Fact]
    public async Task A_session_that_ends_amid_the_typing_takes_nothing_away()
    {
        await desk.RegisterAsync("ENDS-1", "CS-Cart");
        var number = await desk.OpenAsync("ENDS-1", "Prices are wrong");
        var token = await desk.TokenAsync("Ada", "engineer");
        var page = await chromium.OpenSignedInAsync(desk, token, $"/tickets/{number}");
        await TypeAsync(page, "Still here.");
        await page.Context.ClearCookiesAsync(
            new() { NameRegex = new("tallydesk$", RegexOptions.None, TimeSpan.FromSeconds(1)) }
        );
        await DoAsync($"/tickets/{number}/messages", """{"body":"It happens again.","internal":true}""");
        await Expect(page.GetByText("Your session has ended.")).ToBeVisibleAsync();
        await Button(page, "Send reply").ClickAsync();
        await Expect(page.Locator("#reply [role=alert]")).ToContainTextAsync("your session has ended");
        await Expect(Text(page)).ToHaveValueAsync("Still here.");

        var beside = await page.Context.RunAndWaitForPageAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "Sign in in a new tab" }).ClickAsync()
        );
        await SubmitAsync(beside, token);
        await LiveAsync(beside);
        await Button(page, "Send reply").ClickAsync();
        await Expect(page.Locator(".conversation[data-live]")).ToContainTextAsync("Still here.");
        await Expect(page.GetByText("Your session has ended.")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Another_persons_session_neither_shows_nor_sends_what_is_typed()
    {
        var (number, page) = await OpenAsync("SWAP-1");
        await TypeAsync(page, "Ada's own words.");
        var beside = await page.Context.NewPageAsync();
        await SignInAgainAsync(beside, await desk.TokenAsync("Bob", "engineer"));
        await Button(page, "Send reply").ClickAsync();
        await Expect(page.Locator("#reply [role=alert]")).ToBeVisibleAsync();
        await beside.GotoAsync($"/tickets/{number}");
        await Expect(beside.Locator(".conversation[data-live]")).Not.ToContainTextAsync("Ada's own words.");
    }

    [Fact]
    public async Task Short_forms_of_a_ticket_are_back_after_a_reload()
    {
        var (number, page) = await OpenAsync("ACTS-1");
        await DoAsync($"/tickets/{number}/messages", """{"body":"Another thing."}""");
        await DoAsync($"/tickets/{number}/assessments", """{"category":"question"}""");
        await page.ReloadAsync();
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(part => part.open = true)");
        (string Field, string Text)[] typed =
        [
            ("#note", "A note on the price."),
            ("#closing-note", "Done in 4.18.3."),
            ("#fixed", "4.18.3"),
            ("#split-subject", "Another thing"),
            ("#into", "#7"),
            ("#urgency-reason", "The shop stands still."),
            ("#waiver", "Our mistake."),
        ];
        foreach (var (field, text) in typed)
        {
            await page.Locator(field).FillAsync(text);
        }

        await page.Locator("#outcome").SelectOptionAsync("cannotBeSolved");
        await page.GetByLabel("Upgrade", new() { Exact = true }).CheckAsync();
        await page.Locator("#from").SelectOptionAsync("4.3.1");
        await page.ReloadAsync();
        foreach (var (field, text) in typed)
        {
            await Expect(page.Locator(field)).ToHaveValueAsync(text);
            await Expect(page.Locator(field)).ToBeVisibleAsync();
        }

        await Expect(page.Locator("#outcome")).ToHaveValueAsync("cannotBeSolved");
        await Expect(page.GetByLabel("Upgrade", new() { Exact = true })).ToBeCheckedAsync();
        await Expect(page.Locator("#from")).ToHaveValueAsync("4.3.1");

        await DoAsync($"/tickets/{number}/messages", """{"body":"A note.","internal":true}""");
        await page.ReloadAsync();
        await Expect(page.Locator("#waiver")).ToHaveValueAsync("Our mistake.");
        await Expect(page.Locator("form[action$=waivers] [role=alert]")).ToContainTextAsync("has changed");
        await Button(page, "Waive price").ClickAsync();
        await Expect(page.Locator("#waiver")).Not.ToHaveValueAsync("Our mistake.");
        await page.ReloadAsync();
        await Expect(page.Locator("#closing-note")).ToHaveValueAsync("Done in 4.18.3.");

        await SignInAgainAsync(page, await desk.TokenAsync("Bob", "engineer"));
        await page.GotoAsync($"/tickets/{number}");
        await LiveAsync(page);
        await Expect(page.Locator("#closing-note")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_refused_file_is_named_at_its_field_and_what_was_typed_stays()
    {
        var (_, page) = await OpenAsync("FILE-1");
        await TypeAsync(page, "See the files.");
        var files = page.GetByLabel("Files");
        var wrong = page.Locator("#wrong-messages-files");

        // Ten of the largest size fit; an eleventh is refused before anything is sent.
        await files.SetInputFilesAsync(Enumerable.Range(0, 11).Select(i => Payload($"{i}.log", 1)));
        await Expect(wrong).ToHaveTextAsync("A message can have up to 10 files; this one has 11.");
        await files.SetInputFilesAsync([Payload("a.log", 1), Payload("none.log", 0)]);
        await Expect(wrong).ToHaveTextAsync("“none.log” is empty.");
        await Button(page, "Send reply").ClickAsync();
        await Expect(page.Locator("#reply [role=alert]")).ToHaveTextAsync("“none.log” is empty.");
        await Expect(files).ToBeFocusedAsync();

        // What a file is, the server alone finds.
        await files.SetInputFilesAsync([Payload("a.log", 1), Payload("run.exe", 2, 0)]);
        await Expect(wrong).ToBeHiddenAsync();
        await Button(page, "Send reply").ClickAsync();
        await Expect(wrong).ToContainTextAsync("“run.exe” can't be attached.");
        await Expect(files).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(files).ToHaveAttributeAsync("aria-describedby", "wrong-messages-files");
        await Expect(Text(page)).ToHaveValueAsync("See the files.");

        await files.SetInputFilesAsync([Payload("a.log", 1)]);
        await Button(page, "Send reply").ClickAsync();
        await Expect(page.Locator(".conversation .file")).ToContainTextAsync("a.log");
        await Expect(wrong).ToBeHiddenAsync();
        await Expect(Text(page)).ToHaveValueAsync("");
    }

    [Fact]
    public async Task What_fails_in_a_browser_is_a_page()
    {
        var id = await desk.RegisterAsync("FAIL-1", "CS-Cart");
        var page = await chromium.OpenSignedInAsync(desk, await desk.TokenAsync("Olga", "customer", id));
        foreach (
            var (path, status, heading) in ((string, int, string)[])
                [
                    ("/no-such-page", 404, "Not found"),
                    ("/tickets/1?after=x", 400, "Bad request"),
                    ("/board", 403, "No access"),
                ]
        )
        {
            var answer = await page.GotoAsync(path);
            Assert.Equal(status, answer!.Status);
            await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync(heading);
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Tickets" })).ToBeVisibleAsync();
        }
    }

    private static FilePayload Payload(string name, int size, byte fill = 65) =>
        new()
        {
            Name = name,
            MimeType = "text/plain",
            Buffer = [.. Enumerable.Repeat(fill, size)],
        };

    private static ILocator Text(IPage page) => page.GetByLabel("Your message");

    private static ILocator Button(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static Task TypeAsync(IPage page, string text) => Text(page).FillAsync(text);

    private async Task SignInAgainAsync(IPage page, string token)
    {
        await page.GotoAsync("/sign-in");
        await SubmitAsync(page, token);
        await Expect(page).ToHaveURLAsync(desk.Address.ToString());
    }

    private async Task<(long Number, IPage Page)> OpenAsync(string license)
    {
        await desk.RegisterAsync(license, "CS-Cart");
        var number = await desk.OpenAsync(license, "Prices are wrong");
        var token = await desk.TokenAsync("Ada", "engineer");
        return (number, await chromium.OpenSignedInAsync(desk, token, $"/tickets/{number}"));
    }

    private async Task DoAsync(string path, string body)
    {
        var answer = await desk.Admin.PostAsync($"/v1{path}", body);
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, answer.Body);
    }
}
