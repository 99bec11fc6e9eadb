using System.Net;
using Microsoft.AspNetCore.SignalR.Client;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.People;

[Collection(PeopleTests.Name)]
public sealed class SessionTests(DeskHost desk)
{
    [Fact]
    public async Task Each_sign_in_begins_a_session_of_its_own_and_signing_out_ends_it_for_good()
    {
        var owner = await OwnerAsync();
        using var browser = new PageBrowser(desk.Address);
        await owner.SignInAsync(browser);
        var first = Cookie(browser);
        await owner.SignInAsync(browser);
        Assert.NotEqual(first, Cookie(browser));

        var stolen = Cookie(browser);
        var left = await browser.SubmitAsync("/account", "/sign-out");
        Assert.Equal("/sign-in", left.Location);
        Assert.Contains("storage", left.Headers["Clear-Site-Data"]);
        using var thief = new PageBrowser(desk.Address);
        thief.Cookies.Add(desk.Address, new Cookie("tallydesk", stolen));
        await UntilSentAwayAsync(thief);
    }

    /// <summary>What ends all sessions of a person.</summary>
    public static TheoryData<string> Ends => ["disabling", "password", "reset", "others"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Sessions_and_hub_connections_end_everywhere(string by)
    {
        var owner = await OwnerAsync();
        using var browser = new PageBrowser(desk.Address);
        await owner.SignInAsync(browser);
        await using var hub = await ConnectAsync(browser);
        var closed = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };

        await EndAsync(by, owner);

        await UntilSentAwayAsync(browser);
        await closed.Task.WaitAsync(Eventually.Bound);
    }

    [Fact]
    public async Task Another_role_ends_sessions()
    {
        var engineer = await Somebody.AcceptedAsync(desk);
        using var browser = new PageBrowser(desk.Address);
        await engineer.SignInAsync(browser);
        (await desk.Admin.PostAsync($"/v1/users/{engineer.Id}/role", """{"role":"lead"}""")).Must(HttpStatusCode.OK);
        await UntilSentAwayAsync(browser);
    }

    [Fact]
    public async Task A_wrong_password_ends_and_changes_nothing()
    {
        var owner = await OwnerAsync();
        using var browser = new PageBrowser(desk.Address);
        await owner.SignInAsync(browser);
        using var other = new PageBrowser(desk.Address);
        await owner.SignInAsync(other);

        var ended = await browser.SubmitAsync(
            "/account",
            "/account/sessions",
            ("session", "others"),
            ("password", "wrong one 4711")
        );
        var changed = await browser.SubmitAsync(
            "/account",
            "/account/password",
            ("old", "wrong one 4711"),
            ("password", "brave copper window 3")
        );

        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity),
            (ended.Status, changed.Status)
        );
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task A_session_ends_by_itself_when_it_is_not_used_and_after_a_week_in_any_case()
    {
        var time = new MovedTime();
        var own = await DeskHost.StartAsync(time, DeskHost.Unlimited);
        try
        {
            var owner = await Somebody.AcceptedAsync(own, "customer", (await World.CreateAsync(own)).Id);
            using var idle = new PageBrowser(own.Address);
            await owner.SignInAsync(idle);
            using var busy = new PageBrowser(own.Address);
            await owner.SignInAsync(busy);

            for (var hours = 0; hours < 24 * 7 - 11; hours += 11)
            {
                time.Pass(TimeSpan.FromHours(11));
                Assert.Equal(HttpStatusCode.OK, (await busy.GetAsync("/account")).Status);
            }

            Assert.Equal(HttpStatusCode.Redirect, (await idle.GetAsync("/account")).Status);
            time.Pass(TimeSpan.FromHours(11));
            Assert.Equal(HttpStatusCode.Redirect, (await busy.GetAsync("/account")).Status);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task Too_many_wrong_passwords_lock_for_a_while_and_links_are_over_in_time()
    {
        var time = new MovedTime();
        var own = await DeskHost.StartAsync(time, DeskHost.Unlimited);
        try
        {
            var owner = await Somebody.AcceptedAsync(own, "customer", (await World.CreateAsync(own)).Id);
            using var browser = new PageBrowser(own.Address);
            for (var attempt = 0; attempt < 5; attempt++)
            {
                await owner.SignInAsync(browser, "wrong one 4711");
            }

            Assert.Equal(HttpStatusCode.Unauthorized, (await owner.SignInAsync(browser)).Status);
            time.Pass(TimeSpan.FromMinutes(6));
            Assert.Equal("/", (await owner.SignInAsync(browser)).Location);

            var late = await Somebody.InvitedAsync(own);
            var link = await new Mailbox(own).LinkAsync(late.Email);
            time.Pass(TimeSpan.FromHours(72));
            var answer = await browser.SubmitAsync(
                link,
                "/invitation",
                ("proof", link.Split("proof=")[1]),
                ("password", Somebody.Password)
            );
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    private async Task<Somebody> OwnerAsync() =>
        await Somebody.AcceptedAsync(desk, "customer", (await World.CreateAsync(desk)).Id);

    private async Task EndAsync(string by, Somebody owner)
    {
        using var other = new PageBrowser(desk.Address);
        switch (by)
        {
            case "disabling":
                (await desk.Admin.PostAsync($"/v1/users/{owner.Id}/disabling", "{}")).Must(HttpStatusCode.OK);
                return;
            case "password":
                await owner.SignInAsync(other);
                await other.SubmitAsync(
                    "/account",
                    "/account/password",
                    ("old", Somebody.Password),
                    ("password", "brave copper window 3")
                );
                return;
            case "reset":
                await other.SubmitAsync("/password-reset", "/password-reset", ("email", owner.Email));
                var link = await new Mailbox(desk).LinkAsync(owner.Email, count: 2);
                await other.SubmitAsync(
                    link,
                    "/password-reset/new",
                    ("proof", link.Split("proof=")[1]),
                    ("password", "brave copper window 3")
                );
                return;
            default:
                await owner.SignInAsync(other);
                await other.SubmitAsync(
                    "/account",
                    "/account/sessions",
                    ("session", "others"),
                    ("password", Somebody.Password)
                );
                return;
        }
    }

    private async Task<HubConnection> ConnectAsync(PageBrowser browser)
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(
                new Uri(desk.Address, "/hubs/chat"),
                options =>
                {
                    options.Cookies = browser.Cookies;
                    options.SkipNegotiation = true;
                    options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
                }
            )
            .Build();
        await hub.StartAsync();
        await hub.InvokeAsync<object>("Follow");
        return hub;
    }

    private static async Task UntilSentAwayAsync(PageBrowser browser)
    {
        await Eventually.HoldsAsync(
            async () => (await browser.GetAsync("/account")).Status == HttpStatusCode.Redirect,
            () => "The session still holds"
        );

        Assert.Contains("/sign-in", (await browser.GetAsync("/account")).Location);
    }

    private string Cookie(PageBrowser browser) => browser.Cookies.GetCookies(desk.Address)["tallydesk"]!.Value;
}
