using System.Net;
using System.Text.RegularExpressions;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.People;

/// <summary>What ends with a password, and what asks again who sits at the browser.</summary>
[Collection(PeopleTests.Name)]
public sealed partial class FreshProofTests(DeskHost desk)
{
    private const string Changed = "brave copper window 3";

    /// <summary>How an access ends, for people of every role.</summary>
    public static TheoryData<string, string> Endings
    {
        get
        {
            var endings = new TheoryData<string, string>();
            foreach (var role in (string[])["customer", "engineer", "lead", "admin"])
            {
                foreach (var by in (string[])["change", "reset", "disabling"])
                {
                    endings.Add(role, by);
                }
            }

            return endings;
        }
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task Own_tokens_and_what_they_began_end_for_good(string role, string by)
    {
        using var browser = new PageBrowser(desk.Address);
        var owner = await SignedInAsync(role, browser);
        var token = (await browser.SubmitAsync("/account", "/account/tokens", ("name", "script"))).Token;
        var made = await desk.Client(token).PostAsync("/v1/me/tokens", """{"name":"made"}""");
        using var thief = new PageBrowser(desk.Address);
        await thief.SubmitAsync("/sign-in", "/sign-in", ("token", token));
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/account")).Status);

        await EndAsync(by, owner, browser);

        foreach (var text in (string[])[token, made.Must(HttpStatusCode.Created).Text("token")])
        {
            await Eventually.HoldsAsync(
                async () => (await desk.Client(text).GetAsync("/v1/me")).Status == HttpStatusCode.Unauthorized,
                () => "The token still holds"
            );
        }

        await UntilSentAwayAsync(thief);
    }

    [Fact]
    public async Task Forms_that_make_something_count_once_however_often_they_are_sent()
    {
        using var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", DeskHost.AdminToken));
        Assert.Contains("name=\"command\"", (await browser.GetAsync("/people")).Html);
        var (email, command) = (Somebody.NewAddress(), ("command", "once"));
        (string, string)[] invited = [("email", email), ("name", "N"), ("role", "lead"), command];
        for (var sent = 0; sent < 2; sent++)
        {
            Assert.Equal("/people", (await browser.SubmitAsync("/people", "/people", invited)).Location);
            var made = await browser.SubmitAsync("/account", "/account/tokens", ("name", $"twice {email}"), command);
            Assert.Equal(sent == 0 ? HttpStatusCode.OK : HttpStatusCode.UnprocessableEntity, made.Status);
        }

        Assert.NotNull(await new Mailbox(desk).LinkAsync(email));
        var tokens = (await desk.Admin.GetAsync("/v1/me/tokens?limit=100")).Must(HttpStatusCode.OK).Body;
        Assert.Single(tokens.Split($"twice {email}")[1..]);
    }

    [Theory]
    [InlineData("change")]
    [InlineData("reset")]
    public async Task What_an_admin_made_for_programs_stays_and_is_named_when_the_password_changes(string by)
    {
        using var browser = new PageBrowser(desk.Address);
        var admin = await SignedInAsync("admin", browser);
        var token = (await browser.SubmitAsync("/tokens", "/tokens", ("name", "shop-sync"), ("role", "system"))).Token;
        Assert.Contains("shop-sync", (await browser.GetAsync("/account")).Html);

        await EndAsync(by, admin, browser);

        (await desk.Client(token).GetAsync("/v1/me")).Must(HttpStatusCode.OK);
        await Eventually.HoldsAsync(
            () =>
                Task.FromResult(
                    new Mailbox(desk)
                        .To(admin.Email)
                        .Any(mail => mail.TextBody?.Contains("shop-sync", StringComparison.Ordinal) == true)
                ),
            () => "No mail names what stays"
        );
    }

    [Fact]
    public async Task A_second_sign_in_in_one_browser_ends_the_first_session()
    {
        var owner = await OwnerAsync(desk);
        using var browser = new PageBrowser(desk.Address);
        await owner.SignInAsync(browser);
        using var first = new PageBrowser(desk.Address);
        first.Cookies.Add(desk.Address, new Cookie("tallydesk", Cookie(browser)));
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync("/account")).Status);

        await owner.SignInAsync(browser);

        await UntilSentAwayAsync(first);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task Ending_all_other_sessions_ends_those_of_own_tokens_too()
    {
        var owner = await OwnerAsync(desk);
        using var browser = new PageBrowser(desk.Address);
        await owner.SignInAsync(browser);
        var token = (await browser.SubmitAsync("/account", "/account/tokens", ("name", "script"))).Token;
        using var other = new PageBrowser(desk.Address);
        await other.SubmitAsync("/sign-in", "/sign-in", ("token", token));

        await browser.SubmitAsync(
            "/account",
            "/account/sessions",
            ("session", "others"),
            ("password", Somebody.Password)
        );

        await UntilSentAwayAsync(other);
    }

    [Fact]
    public async Task What_gives_or_takes_proofs_asks_again_after_a_few_minutes()
    {
        var time = new MovedTime();
        var own = await DeskHost.StartAsync(time, DeskHost.Unlimited);
        try
        {
            var owner = await OwnerAsync(own);
            using var browser = new PageBrowser(own.Address);
            await owner.SignInAsync(browser);
            time.Pass(TimeSpan.FromMinutes(6));

            var page = await browser.GetAsync("/account");
            Assert.Contains("/account/proof?returnUrl=", page.Html);
            Assert.DoesNotContain("action=\"/account/tokens\"", page.Html);
            foreach (var act in (string[])["/account/tokens", "/account/passkeys/x/removal"])
            {
                var asked = await browser.SubmitAsync("/account", act, ("name", "script"));
                Assert.Equal(("", "/account/proof?returnUrl=%2Faccount"), (asked.Token, asked.Location));
            }

            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ProveAsync(browser, "wrong one 4711")).Status);
            Assert.Equal("", (await browser.SubmitAsync("/account", "/account/tokens", ("name", "x"))).Token);
            Assert.Equal("/account", (await ProveAsync(browser, Somebody.Password)).Location);
            Assert.NotEqual("", (await browser.SubmitAsync("/account", "/account/tokens", ("name", "x"))).Token);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_admin_who_signed_in_by_token_shows_it_again_to_make_another()
    {
        var time = new MovedTime();
        var own = await DeskHost.StartAsync(time, DeskHost.Unlimited);
        try
        {
            using var browser = new PageBrowser(own.Address);
            await browser.SubmitAsync("/sign-in", "/sign-in", ("token", DeskHost.AdminToken));
            time.Pass(TimeSpan.FromMinutes(6));
            Task<PageAnswer> MakeAsync() => browser.SubmitAsync("/tokens", "/tokens", ("name", "x"), ("role", "lead"));

            var asked = await MakeAsync();
            Assert.Equal(("", "/account/proof?returnUrl=%2Ftokens"), (asked.Token, asked.Location));
            foreach (var path in (string[])["/people", "/webhooks"])
            {
                var proof = $"/account/proof?returnUrl={Uri.EscapeDataString(path)}";
                Assert.Contains(proof, (await browser.GetAsync(path)).Html);
                Assert.Equal(proof, (await browser.SubmitAsync("/tokens", path, ("name", "x"))).Location);
            }

            var changed = await browser.SubmitAsync("/tokens", "/webhooks/whk-x/change", ("name", "x"));
            Assert.Equal("/account/proof?returnUrl=%2Fwebhooks", changed.Location);

            var shown = await browser.SubmitAsync(
                "/account/proof?returnUrl=%2Ftokens",
                "/sign-in",
                ("token", DeskHost.AdminToken),
                ("returnUrl", "/tokens")
            );
            Assert.Equal("/tokens", shown.Location);
            Assert.NotEqual("", (await MakeAsync()).Token);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("/account/password", "old")]
    [InlineData("/account/second-factor", "password")]
    [InlineData("/account/passkeys/options", "password")]
    public async Task A_session_that_a_token_began_changes_nothing_that_proves_its_owner(string act, string field)
    {
        var owner = await OwnerAsync(desk);
        using var browser = new PageBrowser(desk.Address);
        await owner.SignInAsync(browser);
        var token = (await browser.SubmitAsync("/account", "/account/tokens", ("name", "script"))).Token;
        using var other = new PageBrowser(desk.Address);
        await other.SubmitAsync("/sign-in", "/sign-in", ("token", token));
        const string Key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var code = Somebody.CodeOf(Key, TimeProvider.System.GetUtcNow());

        var answer = act.EndsWith("password", StringComparison.Ordinal)
            ? await other.SubmitAsync("/account", act, (field, Somebody.Password), ("password", Changed))
            : await other.SubmitAsync("/account", act, (field, Somebody.Password), ("key", Key), ("code", code));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        using var later = new PageBrowser(desk.Address);
        Assert.Equal("/", (await owner.SignInAsync(later)).Location);
    }

    /// <summary>Somebody of a role, signed in; staff with the second factor that they need.</summary>
    private async Task<Somebody> SignedInAsync(string role, PageBrowser browser)
    {
        var isCustomer = role == "customer";
        var owner = isCustomer ? await OwnerAsync(desk) : await Somebody.AcceptedAsync(desk, role);
        await owner.SignInAsync(browser);
        if (!isCustomer)
        {
            await Somebody.SetSecondFactorAsync(browser);
            // Sessions are read afresh only every few seconds.
            await Eventually.HoldsAsync(
                async () => (await browser.GetAsync("/account")).Status == HttpStatusCode.OK,
                () => "The second factor is not known yet"
            );
        }

        return owner;
    }

    private async Task EndAsync(string by, Somebody owner, PageBrowser browser)
    {
        using var other = new PageBrowser(desk.Address);
        switch (by)
        {
            case "change":
                await browser.SubmitAsync(
                    "/account",
                    "/account/password",
                    ("old", Somebody.Password),
                    ("password", Changed)
                );
                return;
            case "reset":
                await other.SubmitAsync("/password-reset", "/password-reset", ("email", owner.Email));
                var link = await ResetLinkAsync(owner);
                await other.SubmitAsync(
                    link,
                    "/password-reset/new",
                    ("proof", link.Split("proof=")[1]),
                    ("password", Changed)
                );
                return;
            default:
                (await desk.Admin.PostAsync($"/v1/users/{owner.Id}/disabling", "{}")).Must(HttpStatusCode.OK);
                (await desk.Admin.PostAsync($"/v1/users/{owner.Id}/enabling", "{}")).Must(HttpStatusCode.OK);
                return;
        }
    }

    private async Task<string> ResetLinkAsync(Somebody owner)
    {
        string? link = null;
        await Eventually.HoldsAsync(
            () =>
                Task.FromResult(
                    (
                        link = new Mailbox(desk)
                            .To(owner.Email)
                            .Select(mail => Reset().Match(mail.TextBody ?? "").Value)
                            .FirstOrDefault(found => found.Length > 0)
                    )
                        is not null
                ),
            () => "No link to reset came"
        );
        return new Uri(link!).PathAndQuery;
    }

    [GeneratedRegex(@"https?://\S+/password-reset/\S+", RegexOptions.NonBacktracking)]
    private static partial Regex Reset();

    private static Task<PageAnswer> ProveAsync(PageBrowser browser, string password) =>
        browser.SubmitAsync(
            "/account/proof?returnUrl=%2Faccount",
            "/account/proof",
            ("password", password),
            ("returnUrl", "/account")
        );

    private static async Task UntilSentAwayAsync(PageBrowser browser) =>
        await Eventually.HoldsAsync(
            async () => (await browser.GetAsync("/account")).Status == HttpStatusCode.Redirect,
            () => "The session still holds",
            TimeSpan.FromSeconds(60)
        );

    private static async Task<Somebody> OwnerAsync(DeskHost desk) =>
        await Somebody.AcceptedAsync(desk, "customer", (await World.CreateAsync(desk)).Id);

    private string Cookie(PageBrowser browser) => browser.Cookies.GetCookies(desk.Address)["tallydesk"]!.Value;
}
