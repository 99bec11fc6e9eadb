using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.CompanyLogin;
using Tallydesk.Identity;
using Tallydesk.People;
using Tallydesk.Refusals;
using Tallydesk.Sessions;
using Tallydesk.Tests.Pages;
using Xunit;

namespace Tallydesk.Tests.People;

/// <summary>What was checked while it held, and takes effect after it ended: sign-ins and gifts that are under way.</summary>
[Collection(PeopleTests.Name)]
public sealed class UnderWayTests(DeskHost desk)
{
    /// <summary>What happens to a person while a sign-in with their password is under way.</summary>
    public static TheoryData<string> Meanwhiles => ["reset", "role", "disabled", "disabled and enabled"];

    [Theory]
    [MemberData(nameof(Meanwhiles))]
    public async Task A_sign_in_with_the_old_password_begins_no_session(string meanwhile)
    {
        var owner = await Somebody.AcceptedAsync(desk);
        await using var scope = desk.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var people = services.GetRequiredService<PersonManager>();
        using var slow = new SlowHasher(people.PasswordHasher);
        people.PasswordHasher = slow;
        var signIn = ActivatorUtilities.CreateInstance<SignInService>(services, people, (IPasswordHasher<Person>)slow);

        var under = Task.Run(() => signIn.ByPasswordAsync(RequestOf(services), owner.Email, Somebody.Password));
        await slow.Compared.WaitAsync(Support.Eventually.Bound);
        await ChangeAsync(owner, meanwhile);
        slow.GoOn();

        Assert.Equal(SignInOutcome.Refused, await under);
        Assert.Empty(await services.GetRequiredService<SessionStore>().OpenOfAsync(owner.Id));
    }

    [Theory]
    [MemberData(nameof(Meanwhiles))]
    public async Task A_person_who_was_read_before_the_change_begins_no_session(string meanwhile)
    {
        var owner = await Somebody.AcceptedAsync(desk);
        await using var scope = desk.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var person = await services.GetRequiredService<PersonStore>().FindByIdAsync(owner.Id, default);
        await ChangeAsync(owner, meanwhile);

        // The last step of passkeys, of the company login and of codes.
        var signIn = services.GetRequiredService<SignInService>();
        await signIn.BeginAsync(RequestOf(services), person!, "passkey", isStrong: true);

        Assert.Empty(await services.GetRequiredService<SessionStore>().OpenOfAsync(owner.Id));
    }

    [Fact]
    public async Task A_company_login_still_signs_in()
    {
        var owner = await Somebody.AcceptedAsync(desk);
        await using var scope = desk.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var company = services.GetRequiredService<CompanySignIn>();
        var identity = new CompanyIdentity("https://company.example", owner.Id, owner.Email);
        Assert.True(await company.BeginAsync(RequestOf(services), identity));
        Assert.True(await company.BeginAsync(RequestOf(services), identity with { Email = null }));
        Assert.Equal(2, (await services.GetRequiredService<SessionStore>().OpenOfAsync(owner.Id)).Length);
    }

    [Theory]
    [InlineData("/v1/tokens", """{"name":"t","role":"engineer"}""")]
    [InlineData("/v1/me/tokens", """{"name":"t"}""")]
    public async Task A_token_that_is_revoked_meanwhile_begins_no_session(string path, string body)
    {
        var made = (await desk.Admin.PostAsync(path, body)).Must(HttpStatusCode.Created);
        await using var scope = desk.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var bearer = await services.GetRequiredService<KnownTokens>().ProveAsync(made.Text("token"));
        (await desk.Admin.PostAsync($"/v1/tokens/{made.Text("id")}/revocation", "{}")).Must(HttpStatusCode.OK);

        var signIn = services.GetRequiredService<SignInService>();
        await signIn.BeginAsync(RequestOf(services), bearer!.Actor()!, bearer!.Proof()!);

        Assert.Empty(await services.GetRequiredService<SessionStore>().OpenOfAsync(made.Text("id")));
    }

    /// <summary>What is given, and what ends meanwhile: a person's session, the rights of the person, or the token that is used.</summary>
    public static TheoryData<string, string> Gifts
    {
        get
        {
            string[] gifts = ["own token", "token on a page", "token", "invitation", "role", "enabling"];
            string[] ends = ["session", "role", "disabled and enabled", "token", "session of a token"];
            var all = new TheoryData<string, string>();
            foreach (var gift in gifts)
            {
                foreach (var end in ends)
                {
                    all.Add(gift, end);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Gifts))]
    public async Task Nothing_is_given_by_what_ends_meanwhile(string gift, string ends)
    {
        await using var scope = desk.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var (giver, end) = await GiverAsync(services, ends);
        var taker = await Somebody.AcceptedAsync(desk);
        if (gift == "enabling")
        {
            (await desk.Admin.PostAsync($"/v1/users/{taker.Id}/disabling", "{}")).Must(HttpStatusCode.OK);
        }

        await end();

        var http = RequestOf(services);
        http.User = giver;
        var refusal = await GiveAsync(services, http, gift, taker);
        Assert.Equal(RefusalCode.Forbidden, refusal?.Code);
        Assert.Contains("has ended", refusal!.Detail, StringComparison.Ordinal);
    }

    private static async Task<Refusal?> GiveAsync(
        IServiceProvider services,
        HttpContext http,
        string gift,
        Somebody taker
    )
    {
        var actor = http.User.Actor()!;
        var giver = Giver.Of(http.User);
        var context = new CommandContext(actor, new($"gift/{taker.Id}"));
        var tokens = services.GetRequiredService<TokenService>();
        var people = services.GetRequiredService<PeopleService>();
        var token = new NewToken("x", Role.Engineer, null, null, null);
        return gift switch
        {
            "own token" => (await tokens.MakeOwnOnPageAsync(context, giver, new("x", null, null))).Refusal,
            "token on a page" => (await tokens.MakeOnPageAsync(context, giver, token)).Refusal,
            "token" => (await tokens.MakeAsync(context, giver, SchemeChoice.TokenOf(http.Request), token)).Refusal,
            "invitation" => (
                await people.InviteAsync(context, giver, new(Somebody.NewAddress(), "N", Role.Engineer, null))
            ).Refusal,
            "role" => (await people.ChangeRoleAsync(context, giver, taker.Id, new(Role.Lead))).Refusal,
            _ => (await people.EnableAsync(context, giver, taker.Id)).Refusal,
        };
    }

    /// <summary>An admin as this gateway last knew them, and what ends their right without its knowing.</summary>
    private async Task<(ClaimsPrincipal Giver, Func<Task> End)> GiverAsync(IServiceProvider services, string ends)
    {
        using var browser = new PageBrowser(desk.Address);
        var sessions = services.GetRequiredService<SessionStore>();
        if (ends is "token" or "session of a token")
        {
            var made = (await desk.Admin.PostAsync("/v1/tokens", """{"name":"t","role":"admin"}""")).Must(
                HttpStatusCode.Created
            );
            var id = made.Text("id");
            Func<Task> revoke = async () =>
                (await desk.Admin.PostAsync($"/v1/tokens/{id}/revocation", "{}")).Must(HttpStatusCode.OK);
            if (ends == "token")
            {
                return ((await services.GetRequiredService<KnownTokens>().RecallAsync(id))!, revoke);
            }

            await browser.SubmitAsync("/sign-in", "/sign-in", ("token", made.Text("token")));
            return (await PrincipalAsync(services, id), revoke);
        }

        var admin = await Somebody.AcceptedAsync(desk, "admin");
        await admin.SignInAsync(browser);
        var session = (await sessions.OpenOfAsync(admin.Id)).Single().Id;
        return (
            await PrincipalAsync(services, admin.Id),
            ends == "session" ? () => sessions.EndAsync(Actor.Desk, session) : () => ChangeAsync(admin, ends)
        );
    }

    private static async Task<ClaimsPrincipal> PrincipalAsync(IServiceProvider services, string bearer)
    {
        var session = (await services.GetRequiredService<SessionStore>().OpenOfAsync(bearer)).Single();
        return (await services.GetRequiredService<KnownSessions>().RecallAsync(session.Id))!;
    }

    private async Task ChangeAsync(Somebody person, string meanwhile)
    {
        using var browser = new PageBrowser(desk.Address);
        switch (meanwhile)
        {
            case "reset":
                await browser.SubmitAsync("/password-reset", "/password-reset", ("email", person.Email));
                var link = await new Mailbox(desk).LinkAsync(person.Email, count: 2);
                await browser.SubmitAsync(
                    link,
                    "/password-reset/new",
                    ("proof", link.Split("proof=")[1]),
                    ("password", "brave copper window 3")
                );
                return;
            case "role":
                (await desk.Admin.PostAsync($"/v1/users/{person.Id}/role", """{"role":"lead"}""")).Must(
                    HttpStatusCode.OK
                );
                return;
            default:
                (await desk.Admin.PostAsync($"/v1/users/{person.Id}/disabling", "{}")).Must(HttpStatusCode.OK);
                if (meanwhile == "disabled and enabled")
                {
                    (await desk.Admin.PostAsync($"/v1/users/{person.Id}/enabling", "{}")).Must(HttpStatusCode.OK);
                }

                return;
        }
    }

    private static DefaultHttpContext RequestOf(IServiceProvider services)
    {
        var http = new DefaultHttpContext { RequestServices = services };
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        return http;
    }

    /// <summary>Compares a password, says so, and goes on when it is let.</summary>
    private sealed class SlowHasher(IPasswordHasher<Person> real) : IPasswordHasher<Person>, IDisposable
    {
        private readonly SemaphoreSlim compared = new(0);
        private readonly SemaphoreSlim may = new(0);

        public Task Compared => compared.WaitAsync();

        public void GoOn() => may.Release();

        public string HashPassword(Person user, string password) => real.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(
            Person user,
            string hashedPassword,
            string providedPassword
        )
        {
            var result = real.VerifyHashedPassword(user, hashedPassword, providedPassword);
            compared.Release();
            return may.Wait(Support.Eventually.Bound) ? result : PasswordVerificationResult.Failed;
        }

        public void Dispose()
        {
            compared.Dispose();
            may.Dispose();
        }
    }
}
