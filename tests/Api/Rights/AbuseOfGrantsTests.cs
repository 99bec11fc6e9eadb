using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tallydesk.Identity;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.People;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Rights;

/// <summary>Stories of somebody who holds little and tries to make it more, and of rights that should end with what gave them.</summary>
[Collection(PeopleTests.Name)]
public sealed class AbuseOfGrantsTests(DeskHost desk)
{
    /// <summary>The giver's scopes (null for all) and minutes (0 for no end), what is sent where, and the field that is refused.</summary>
    public static TheoryData<string?, int, string, string, string> Excesses =>
        new()
        {
            { "tokens:write", 0, "tokens", """{"name":"x","role":"engineer","scopes":["tickets:write"]}""", "scopes" },
            { "tokens:write", 0, "tokens", """{"name":"x","role":"admin","scopes":["users:write"]}""", "scopes" },
            { null, 30, "tokens", """{"name":"x","role":"engineer","expiresAt":"{later}"}""", "expiresAt" },
            { null, 30, "me/tokens", """{"name":"x","expiresAt":"{later}"}""", "expiresAt" },
            { "me:write", 0, "me/tokens", """{"name":"x","scopes":["tickets:read"]}""", "scopes" },
            { "users:write", 0, "users", """{"email":"{email}","name":"N","role":"admin"}""", "role" },
            { "users:write", 0, "users", """{"email":"{email}","name":"N","role":"engineer"}""", "role" },
            { null, 30, "users", """{"email":"{email}","name":"N","role":"admin"}""", "role" },
            { "users:write", 0, "users/{engineer}/role", """{"role":"admin"}""", "role" },
            { null, 30, "users/{engineer}/role", """{"role":"lead"}""", "role" },
            { "users:write", 0, "users/{disabled}/enabling", "{}", "role" },
            { "webhooks:write", 0, "webhooks", Hook("ticket.opened"), "events" },
            { "webhooks:write tickets:read", 0, "webhooks", Hook("ticket.opened", "credits.charged"), "events" },
        };

    [Theory]
    [MemberData(nameof(Excesses))]
    public async Task Nobody_gives_more_than_they_hold(
        string? scopes,
        int minutes,
        string path,
        string body,
        string field
    )
    {
        var (giver, _) = await TokenAsync("admin", scopes, minutes);
        var engineer = await Somebody.InvitedAsync(desk);
        var disabled = await Somebody.InvitedAsync(desk, "lead");
        (await desk.Admin.PostAsync($"/v1/users/{disabled.Id}/disabling", "{}")).Must(HttpStatusCode.OK);
        string Fill(string text) =>
            text.Replace("{later}", In(TimeSpan.FromDays(1)), StringComparison.Ordinal)
                .Replace("{email}", Somebody.NewAddress(), StringComparison.Ordinal)
                .Replace("{engineer}", engineer.Id, StringComparison.Ordinal)
                .Replace("{disabled}", disabled.Id, StringComparison.Ordinal);

        var answer = await desk.Client(giver).PostAsync($"/v1/{Fill(path)}", Fill(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(("invalid_field", field), (answer.Code, answer.Text("field")));
    }

    [Fact]
    public async Task What_a_request_leaves_out_is_the_givers()
    {
        var (giver, _) = await TokenAsync("admin", "me:read tokens:write", minutes: 30);
        var made = await desk.Client(giver).PostAsync("/v1/tokens", """{"name":"x","role":"admin"}""");
        var me = (await desk.Client(made.Must(HttpStatusCode.Created).Text("token")).GetAsync("/v1/me")).Must(
            HttpStatusCode.OK
        );
        Assert.Equal("""["me:read","tokens:write"]""", me.Json.GetProperty("scopes").GetRawText());
        AssertEndsWithin(TimeSpan.FromMinutes(31), me);
    }

    [Fact]
    public async Task Scopes_of_the_vendors_programs_still_invite_customers()
    {
        var world = await World.CreateAsync(desk);
        var (shop, _) = await TokenAsync("system", "users:write", minutes: 0);
        var body =
            $$"""{"email":"{{Somebody.NewAddress()}}","name":"N","role":"customer","customerId":"{{world.Id}}"}""";
        (await desk.Client(shop).PostAsync("/v1/users", body)).Must(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("/account/tokens")]
    [InlineData("/tokens")]
    public async Task A_session_that_a_token_began_makes_none_that_outlives_it(string page)
    {
        var (giver, id) = await TokenAsync("admin", scopes: null, minutes: 30);
        using var browser = new PageBrowser(desk.Address);
        await SignInAsync(browser, giver);
        var form = await browser.FormTokenAsync("/tokens");

        var made = await browser.PostAsync(
            page,
            (PageBrowser.TokenField, form),
            ("name", "x"),
            ("role", "admin"),
            ("command", "c-1")
        );

        var client = desk.Client(made.Token);
        AssertEndsWithin(TimeSpan.FromMinutes(31), (await client.GetAsync("/v1/me")).Must(HttpStatusCode.OK));
        (await desk.Admin.PostAsync($"/v1/tokens/{id}/revocation", "{}")).Must(HttpStatusCode.OK);
        (await client.GetAsync("/v1/me")).Must(HttpStatusCode.Unauthorized);
        Assert.Contains("/sign-in", (await browser.GetAsync("/tokens")).Location);
    }

    [Fact]
    public async Task Days_beyond_the_end_of_the_token_that_signed_in_are_refused_on_the_page()
    {
        var (giver, _) = await TokenAsync("admin", scopes: null, minutes: 30);
        using var browser = new PageBrowser(desk.Address);
        await SignInAsync(browser, giver);
        var answer = await browser.SubmitAsync("/tokens", "/tokens", ("name", "x"), ("role", "lead"), ("days", "90"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, ""), (answer.Status, answer.Token));
    }

    [Fact]
    public async Task Revoking_takes_along_what_was_made_with_it_and_says_what()
    {
        var (first, id) = await TokenAsync("admin", scopes: null, minutes: 0);
        var second = (await desk.Client(first).PostAsync("/v1/tokens", """{"name":"second","role":"admin"}""")).Must(
            HttpStatusCode.Created
        );
        var third = (
            await desk.Client(second.Text("token")).PostAsync("/v1/tokens", """{"name":"third","role":"lead"}""")
        ).Must(HttpStatusCode.Created);
        using var browser = new PageBrowser(desk.Address);
        await SignInAsync(browser, second.Text("token"));

        Assert.Contains("third", (await browser.GetAsync("/tokens?after=")).Html + await PagesOfTokensAsync(browser));
        var revoked = (await desk.Admin.PostAsync($"/v1/tokens/{id}/revocation", "{}")).Must(HttpStatusCode.OK);

        Assert.Equal(
            [second.Text("id"), third.Text("id")],
            revoked.Json.GetProperty("made").EnumerateArray().Select(made => made.GetProperty("id").GetString()!)
        );
        Assert.Equal(id, revoked.Json.GetProperty("made")[0].GetProperty("maker").GetString());
        foreach (var made in (ApiAnswer[])[second, third])
        {
            (await desk.Client(made.Text("token")).GetAsync("/v1/me")).Must(HttpStatusCode.Unauthorized);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/tokens")).Status);
        var again = await desk.Admin.PostAsync($"/v1/tokens/{id}/revocation", "{}");
        Assert.Equal(revoked.Body, again.Body);
    }

    [Fact]
    public async Task What_is_kept_stays_until_something_above_it_is_revoked()
    {
        var (first, id) = await TokenAsync("admin", scopes: null, minutes: 0);
        var second = await desk.Client(first).PostAsync("/v1/tokens", """{"name":"second","role":"admin"}""");
        var kept = desk.Client(second.Must(HttpStatusCode.Created).Text("token"));
        (await desk.Admin.PostAsync($"/v1/tokens/{id}/revocation", """{"keepMade":true}""")).Must(HttpStatusCode.OK);
        (await desk.Client(first).GetAsync("/v1/me")).Must(HttpStatusCode.Unauthorized);
        (await kept.GetAsync("/v1/me")).Must(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_webhook_ends_with_the_token_it_was_made_with_and_is_told_no_more_than_that_reads()
    {
        var (giver, id) = await TokenAsync("admin", "webhooks:write tickets:read", minutes: 30);
        var client = desk.Client(giver);
        var made = (await client.PostAsync("/v1/webhooks", Hook("ticket.opened"))).Must(HttpStatusCode.Created);
        var path = $"/v1/webhooks/{made.Text("id")}";
        Assert.Equal(id, made.Text("maker"));
        AssertEndsWithin(TimeSpan.FromMinutes(31), made);
        var more = await client.SendAsync(HttpMethod.Patch, path, """{"events":["customer.created"]}""");
        Assert.Equal((HttpStatusCode.BadRequest, "events"), (more.Status, more.Text("field")));

        // Leading another one elsewhere would read what that one is told.
        var others = (await desk.Admin.PostAsync("/v1/webhooks", Hook("customer.created"))).Must(
            HttpStatusCode.Created
        );
        var turned = await client.SendAsync(
            HttpMethod.Patch,
            $"/v1/webhooks/{others.Text("id")}",
            """{"url":"http://127.0.0.1:9/elsewhere"}"""
        );
        Assert.Equal((HttpStatusCode.BadRequest, "events"), (turned.Status, turned.Text("field")));

        var revoked = (await desk.Admin.PostAsync($"/v1/tokens/{id}/revocation", "{}")).Must(HttpStatusCode.OK);
        Assert.Equal([made.Text("id")], IdsOf(revoked, "webhooks"));
        AssertEndsWithin(TimeSpan.Zero, (await desk.Admin.GetAsync(path)).Must(HttpStatusCode.OK));
        Assert.False(
            (await desk.Admin.GetAsync($"/v1/webhooks/{others.Text("id")}")).Json.TryGetProperty("expiresAt", out _)
        );
        await RemoveAsync(made, others);
    }

    [Fact]
    public async Task A_webhook_is_its_givers_who_led_it_elsewhere_last()
    {
        var (giver, id) = await TokenAsync("admin", scopes: null, minutes: 30);
        var made = (await desk.Admin.PostAsync("/v1/webhooks", Hook("ticket.opened"))).Must(HttpStatusCode.Created);
        var named = await desk.Client(giver)
            .SendAsync(HttpMethod.Patch, $"/v1/webhooks/{made.Text("id")}", """{"name":"Other"}""");
        Assert.False(named.Must(HttpStatusCode.OK).Json.TryGetProperty("expiresAt", out _));

        var led = await desk.Client(giver)
            .SendAsync(
                HttpMethod.Patch,
                $"/v1/webhooks/{made.Text("id")}",
                """{"url":"http://127.0.0.1:9/elsewhere"}"""
            );

        AssertEndsWithin(TimeSpan.FromMinutes(31), led.Must(HttpStatusCode.OK));
        Assert.Equal(id, led.Text("maker"));
        await RemoveAsync(made);
    }

    [Fact]
    public async Task Webhooks_and_invitations_of_a_revoked_token_stay_when_they_are_kept()
    {
        var (giver, id) = await TokenAsync("admin", scopes: null, minutes: 0);
        var hook = (await desk.Client(giver).PostAsync("/v1/webhooks", Hook("ticket.opened"))).Must(
            HttpStatusCode.Created
        );
        var open = await InviteAsync(giver);

        var revoked = await desk.Admin.PostAsync($"/v1/tokens/{id}/revocation", """{"keepMade":true}""");

        Assert.Equal([hook.Text("id")], IdsOf(revoked.Must(HttpStatusCode.OK), "webhooks"));
        Assert.Equal([open.Text("id")], IdsOf(revoked, "invited"));
        var kept = (await desk.Admin.GetAsync($"/v1/webhooks/{hook.Text("id")}")).Must(HttpStatusCode.OK);
        Assert.False(kept.Json.TryGetProperty("expiresAt", out _));
        var person = (await desk.Admin.GetAsync($"/v1/users/{open.Text("id")}")).Must(HttpStatusCode.OK);
        Assert.False(person.Json.TryGetProperty("disabledAt", out _));
        await RemoveAsync(hook);
    }

    [Fact]
    public async Task Open_invitations_end_with_the_token_and_people_who_accepted_stay_and_are_listed()
    {
        var (first, id) = await TokenAsync("admin", scopes: null, minutes: 0);
        var second = (await desk.Client(first).PostAsync("/v1/tokens", """{"name":"second","role":"admin"}""")).Must(
            HttpStatusCode.Created
        );
        var accepted = await InviteAsync(first);
        await Somebody.AcceptAsync(desk, accepted.Text("email"));
        var open = await InviteAsync(second.Text("token"));
        var link = await new Mailbox(desk).LinkAsync(open.Text("email"));

        var revoked = (await desk.Admin.PostAsync($"/v1/tokens/{id}/revocation", "{}")).Must(HttpStatusCode.OK);

        Assert.Equal([accepted.Text("id"), open.Text("id")], IdsOf(revoked, "invited"));
        using var browser = new PageBrowser(desk.Address);
        var late = await browser.SubmitAsync(
            link,
            link.Split('?')[0],
            ("proof", link.Split("proof=")[1]),
            ("password", Somebody.Password)
        );
        Assert.NotEqual("/sign-in?done=password", late.Location);
        var ended = (await desk.Admin.GetAsync($"/v1/users/{open.Text("id")}")).Must(HttpStatusCode.OK);
        Assert.True(ended.Json.TryGetProperty("disabledAt", out _));
        using var signedIn = new PageBrowser(desk.Address);
        var stays = new Somebody(accepted.Text("id"), accepted.Text("email"));
        Assert.Equal("/", (await stays.SignInAsync(signedIn)).Location);
    }

    [Fact]
    public async Task Own_tokens_made_with_an_own_token_end_with_it()
    {
        var (engineer, _) = await TokenAsync("engineer", scopes: null, minutes: 0);
        var first = (await desk.Client(engineer).PostAsync("/v1/me/tokens", """{"name":"first"}""")).Must(
            HttpStatusCode.Created
        );
        var second = await desk.Client(first.Text("token")).PostAsync("/v1/me/tokens", """{"name":"second"}""");
        var last = desk.Client(second.Must(HttpStatusCode.Created).Text("token"));
        (await desk.Client(engineer).PostAsync($"/v1/me/tokens/{first.Text("id")}/revocation", "{}")).Must(
            HttpStatusCode.OK
        );
        (await last.GetAsync("/v1/me")).Must(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_secret_can_not_be_computed_from_its_makers_token_and_key()
    {
        const string Key = "known-to-the-thief";
        var (giver, giverId) = await TokenAsync("admin", scopes: null, minutes: 0);
        var made = (await desk.Client(giver).PostAsync("/v1/tokens", """{"name":"x","role":"lead"}""", key: Key)).Must(
            HttpStatusCode.Created
        );
        var commands = ((string[])["/v1/tokens", "/v1/tokens/"])
            .Select(route => KeyHash.Of("cmd-", $"{giverId}\nPOST {route}\n\n{Key}"))
            .ToList();

        var command = Assert.Single(commands, id => KeyHash.Of("", id) == made.Text("id"));
        foreach (var proof in (string[])[giver, $"Bearer {giver}"])
        {
            var secret = HMACSHA256.HashData(Encoding.UTF8.GetBytes(proof), Encoding.UTF8.GetBytes(command));
            Assert.NotEqual(Token.TextOf(made.Text("id"), secret), made.Text("token"));
        }

        var again = await desk.Client(giver).PostAsync("/v1/tokens", """{"name":"x","role":"lead"}""", key: Key);
        Assert.Equal(made.Text("token"), again.Must(HttpStatusCode.Created).Text("token"));
    }

    private static string Hook(params string[] events) =>
        $$"""{"name":"x","url":"http://127.0.0.1:9/","events":{{JsonSerializer.Serialize(events)}}}""";

    private static IEnumerable<string> IdsOf(ApiAnswer revoked, string list) =>
        revoked.Json.GetProperty(list).EnumerateArray().Select(one => one.GetProperty("id").GetString()!);

    private async Task<ApiAnswer> InviteAsync(string token) =>
        (
            await desk.Client(token)
                .PostAsync("/v1/users", $$"""{"email":"{{Somebody.NewAddress()}}","name":"N","role":"engineer"}""")
        ).Must(HttpStatusCode.Created);

    private async Task RemoveAsync(params ApiAnswer[] webhooks)
    {
        foreach (var webhook in webhooks)
        {
            await desk.Admin.PostAsync($"/v1/webhooks/{webhook.Text("id")}/removal");
        }
    }

    [Theory]
    [InlineData("own", "admin", "engineer")]
    [InlineData("own", "lead", "engineer")]
    [InlineData("own", "engineer", "engineer")]
    [InlineData("own", "system", null)]
    [InlineData("chain", "admin", "engineer")]
    [InlineData("page", "admin", "engineer")]
    [InlineData("page", "system", "system")]
    public async Task What_a_demoted_admin_made_is_bounded_by_their_new_role(string how, string role, string? left)
    {
        var admin = await Somebody.AcceptedAsync(desk, "admin");
        using var browser = new PageBrowser(desk.Address);
        var made = await MadeByAsync(admin, how, role);
        await SignInAsync(browser, made);
        (await desk.Client(made).GetAsync("/v1/me")).Must(HttpStatusCode.OK);

        (await desk.Admin.PostAsync($"/v1/users/{admin.Id}/role", """{"role":"engineer"}""")).Must(HttpStatusCode.OK);

        await Eventually.HoldsAsync(
            async () =>
            {
                var me = await desk.Client(made).GetAsync("/v1/me");
                return left is null
                    ? me.Status == HttpStatusCode.Unauthorized
                    : me.Status == HttpStatusCode.OK && me.Text("role") == left;
            },
            () => $"The token of role {role} has more than {left}"
        );
        Assert.NotEqual(HttpStatusCode.OK, (await browser.GetAsync("/people")).Status);
        if (left is not null)
        {
            // What is bounded is not lost: it comes back with the role.
            (await desk.Admin.PostAsync($"/v1/users/{admin.Id}/role", """{"role":"admin"}""")).Must(HttpStatusCode.OK);
            await Eventually.HoldsAsync(
                async () => (await desk.Client(made).GetAsync("/v1/me")).Text("role") == role,
                () => "The role does not come back"
            );
        }
    }

    [Theory]
    [InlineData("page", "admin", false)]
    [InlineData("page", "engineer", false)]
    [InlineData("page", "system", true)]
    [InlineData("own", "admin", false)]
    [InlineData("own", "system", false)]
    public async Task What_a_disabled_admin_made_lets_nobody_in_as_staff(string how, string role, bool works)
    {
        var admin = await Somebody.AcceptedAsync(desk, "admin");
        var made = await MadeByAsync(admin, how, role);
        (await desk.Client(made).GetAsync("/v1/me")).Must(HttpStatusCode.OK);
        (await desk.Admin.PostAsync($"/v1/users/{admin.Id}/disabling", "{}")).Must(HttpStatusCode.OK);

        await Eventually.HoldsAsync(
            async () =>
                (await desk.Client(made).GetAsync("/v1/me")).Status
                == (works ? HttpStatusCode.OK : HttpStatusCode.Unauthorized),
            () => $"A token of role {role} works: {!works}"
        );
        var back = await desk.Client(made).PostAsync($"/v1/users/{admin.Id}/enabling", "{}");
        Assert.Equal(works ? HttpStatusCode.Forbidden : HttpStatusCode.Unauthorized, back.Status);
    }

    [Theory]
    [InlineData("page", "admin", false)]
    [InlineData("page", "engineer", true)]
    [InlineData("token", "lead", false)]
    [InlineData("token", "engineer", true)]
    public async Task An_invitation_of_a_demoted_admin_gives_no_more_than_they_have(string how, string role, bool holds)
    {
        var admin = await Somebody.AcceptedAsync(desk, "admin");
        var giver = desk.Client(how == "page" ? null : await MadeByAsync(admin, "page", "admin"));
        var email = Somebody.NewAddress();
        if (how == "page")
        {
            using var people = await SignInAsync(desk, admin);
            await people.SubmitAsync("/people", "/people", ("email", email), ("name", "N"), ("role", role));
        }
        else
        {
            var asked = $$"""{"email":"{{email}}","name":"N","role":"{{role}}"}""";
            (await giver.PostAsync("/v1/users", asked)).Must(HttpStatusCode.Created);
        }

        var link = await new Mailbox(desk).LinkAsync(email);
        (await desk.Admin.PostAsync($"/v1/users/{admin.Id}/role", """{"role":"engineer"}""")).Must(HttpStatusCode.OK);

        using var browser = new PageBrowser(desk.Address);
        var set = await browser.SubmitAsync(
            link,
            "/invitation",
            ("proof", link.Split("proof=")[1]),
            ("password", Somebody.Password)
        );
        Assert.Equal(holds ? HttpStatusCode.Redirect : HttpStatusCode.UnprocessableEntity, set.Status);
    }

    [Fact]
    public async Task The_last_admin_is_not_replaced_by_a_token_that_they_made()
    {
        var own = await DeskHost.StartAsync(DeskHost.Unlimited);
        try
        {
            var admin = await Somebody.AcceptedAsync(own, "admin");
            using var browser = await SignInAsync(own, admin);
            var made = await browser.SubmitAsync("/tokens", "/tokens", ("name", "a"), ("role", "admin"));
            var client = own.Client(made.Token);
            (await client.PostAsync("/v1/tokens/admin/revocation", "{}")).Must(HttpStatusCode.OK);

            var demoted = await client.PostAsync($"/v1/users/{admin.Id}/role", """{"role":"lead"}""");
            var disabled = await client.PostAsync($"/v1/users/{admin.Id}/disabling", "{}");
            Assert.Equal(("last_admin", "last_admin"), (demoted.Code, disabled.Code));
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    /// <summary>A token that somebody made: with their own token, with a token that this one made, or in a session.</summary>
    private async Task<string> MadeByAsync(Somebody admin, string how, string role)
    {
        using var browser = await SignInAsync(desk, admin);
        if (how == "page")
        {
            var command = ("command", $"c-{role}");
            var shown = await browser.SubmitAsync("/tokens", "/tokens", ("name", "made"), ("role", role), command);
            return shown.Token;
        }

        var maker = (await browser.SubmitAsync("/account", "/account/tokens", ("name", "mine"))).Token;
        if (how == "chain")
        {
            var between = await desk.Client(maker).PostAsync("/v1/tokens", """{"name":"between","role":"admin"}""");
            maker = between.Must(HttpStatusCode.Created).Text("token");
        }

        var made = await desk.Client(maker).PostAsync("/v1/tokens", $$"""{"name":"made","role":"{{role}}"}""");
        return made.Must(HttpStatusCode.Created).Text("token");
    }

    private async Task<(string Token, string Id)> TokenAsync(string role, string? scopes, int minutes)
    {
        var asked = new Dictionary<string, object> { ["name"] = "giver", ["role"] = role };
        if (scopes is not null)
        {
            asked["scopes"] = scopes.Split(' ');
        }

        if (minutes > 0)
        {
            asked["expiresAt"] = In(TimeSpan.FromMinutes(minutes));
        }

        var made = (await desk.Admin.PostAsync("/v1/tokens", JsonSerializer.Serialize(asked))).Must(
            HttpStatusCode.Created
        );
        return (made.Text("token"), made.Text("id"));
    }

    private static async Task<string> PagesOfTokensAsync(PageBrowser browser)
    {
        var (all, after) = ("", "");
        do
        {
            var page = (await browser.GetAsync($"/tokens?after={after}")).Html;
            all += page;
            var next = page.IndexOf("/tokens?after=", StringComparison.Ordinal);
            after = next < 0 ? "" : page[(next + "/tokens?after=".Length)..].Split('"')[0];
        } while (after.Length > 0);

        return all;
    }

    /// <summary>The browser of somebody of staff, who has set up a second factor.</summary>
    private static async Task<PageBrowser> SignInAsync(DeskHost desk, Somebody somebody)
    {
        var browser = new PageBrowser(desk.Address);
        await somebody.SignInAsync(browser);
        await Somebody.SetSecondFactorAsync(browser);
        await Eventually.HoldsAsync(
            async () => (await browser.GetAsync("/account")).Status == HttpStatusCode.OK,
            () => "The second factor does not count"
        );
        return browser;
    }

    private static Task<PageAnswer> SignInAsync(PageBrowser browser, string token) =>
        browser.SubmitAsync("/sign-in", "/sign-in", ("token", token));

    private static void AssertEndsWithin(TimeSpan time, ApiAnswer me) =>
        Assert.True(
            me.Json.GetProperty("expiresAt").GetDateTimeOffset() <= TimeProvider.System.GetUtcNow() + time,
            me.Body
        );

    private static string In(TimeSpan time) =>
        (TimeProvider.System.GetUtcNow() + time).ToString("O", CultureInfo.InvariantCulture);
}
