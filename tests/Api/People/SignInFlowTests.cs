using System.Net;
using System.Text.RegularExpressions;
using Tallydesk.Tests.Pages;
using Xunit;

namespace Tallydesk.Tests.People;

[Collection(PeopleTests.Name)]
public sealed partial class SignInFlowTests(DeskHost desk)
{
    [Fact]
    public async Task An_invitation_works_once_and_leads_to_a_password()
    {
        var invited = await Somebody.InvitedAsync(desk);
        var link = await new Mailbox(desk).LinkAsync(invited.Email);
        using var browser = new PageBrowser(desk.Address);
        Task<PageAnswer> Accept(string password) =>
            browser.SubmitAsync(link, "/invitation", ("proof", link.Split("proof=")[1]), ("password", password));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Accept("short")).Status);
        Assert.Equal("/sign-in?done=password", (await Accept(Somebody.Password)).Location);
        Assert.Contains("expired or was already used", (await Accept(Somebody.Password)).Html);
    }

    [Fact]
    public async Task A_link_is_good_for_its_purpose_only_and_not_once_another_was_sent()
    {
        var invited = await Somebody.InvitedAsync(desk);
        var mailbox = new Mailbox(desk);
        var first = (await mailbox.LinkAsync(invited.Email)).Split("proof=")[1];
        await desk.Admin.PostAsync($"/v1/users/{invited.Id}/invitation", "{}");
        var second = (await mailbox.LinkAsync(invited.Email, count: 2)).Split("proof=")[1];
        using var browser = new PageBrowser(desk.Address);

        Task<PageAnswer> Set(string path, string proof) =>
            browser.SubmitAsync(path, path, ("proof", proof), ("password", Somebody.Password));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Set("/invitation", first)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Set("/password-reset/new", second)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Set("/invitation", second + "x")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await Set("/invitation", second)).Status);
    }

    [Theory]
    [InlineData("password123456", "guess")]
    [InlineData("aaaaaaaaaaaaaaaa", "guess")]
    [InlineData("qwertyuiop1234", "guess")]
    [InlineData("tallydesk support", "guess")]
    [InlineData("Some Body some body", "guess")]
    [InlineData("elevenchars", "at least 12")]
    public async Task Easy_passwords_are_refused(string password, string why)
    {
        var invited = await Somebody.InvitedAsync(desk);
        var link = await new Mailbox(desk).LinkAsync(invited.Email);
        using var browser = new PageBrowser(desk.Address);
        var answer = await browser.SubmitAsync(
            link,
            "/invitation",
            ("proof", link.Split("proof=")[1]),
            ("password", password)
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(why, answer.Html);
    }

    [Fact]
    public async Task Who_is_unknown_and_who_mistypes_are_told_the_same()
    {
        var known = await Somebody.AcceptedAsync(desk);
        var unknown = new Somebody("", Somebody.NewAddress());
        using var browser = new PageBrowser(desk.Address);

        var wrong = await known.SignInAsync(browser, "not the password 1");
        var nobody = await unknown.SignInAsync(browser, "not the password 1");

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.Status);
        Assert.Equal(Comparable(wrong, known.Email), Comparable(nobody, unknown.Email));
        static (HttpStatusCode, string) Comparable(PageAnswer answer, string email) =>
            (answer.Status, WithoutTokens(answer.Html).Replace(email, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_forgotten_password_is_answered_the_same_for_everybody_and_mailed_to_who_is_known()
    {
        var known = await Somebody.AcceptedAsync(desk, "customer", (await World.CreateAsync(desk)).Id);
        using var browser = new PageBrowser(desk.Address);
        var told = await browser.SubmitAsync("/password-reset", "/password-reset", ("email", known.Email));
        var nobody = await browser.SubmitAsync("/password-reset", "/password-reset", ("email", "no@people.example"));
        Assert.Equal((told.Status, told.Html), (nobody.Status, nobody.Html));

        var link = await new Mailbox(desk).LinkAsync(known.Email, count: 2);
        const string Changed = "another quiet lantern 5";
        var set = await browser.SubmitAsync(
            link,
            "/password-reset/new",
            ("proof", link.Split("proof=")[1]),
            ("password", Changed)
        );
        Assert.Equal("/sign-in?done=password", set.Location);
        Assert.Equal(HttpStatusCode.Unauthorized, (await known.SignInAsync(browser)).Status);
        Assert.Equal("/", (await known.SignInAsync(browser, Changed)).Location);
        Assert.Empty(new Mailbox(desk).To("no@people.example"));
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("/%2felsewhere.example/..//elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("\r\nLocation: https://elsewhere.example")]
    public async Task Nobody_is_sent_to_another_site(string returnUrl)
    {
        var owner = await Somebody.AcceptedAsync(desk, "customer", (await World.CreateAsync(desk)).Id);
        using var browser = new PageBrowser(desk.Address);
        var answer = await owner.SignInAsync(browser, returnUrl: returnUrl);
        Assert.StartsWith("/", answer.Location);
        Assert.False(answer.Location!.StartsWith("//", StringComparison.Ordinal));
        Assert.False(answer.Location!.StartsWith("/\\", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_of_another_site_signs_nobody_in()
    {
        var owner = await Somebody.AcceptedAsync(desk, "customer", (await World.CreateAsync(desk)).Id);
        using var browser = new PageBrowser(desk.Address);
        var answer = await browser.PostAsync("/sign-in", ("email", owner.Email), ("password", Somebody.Password));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Empty(browser.Cookies.GetAllCookies());
    }

    [Fact]
    public async Task An_owner_registers_with_license_and_address_and_nobody_learns_who_owns_what()
    {
        var world = await World.CreateAsync(desk);
        var email = $"{world.License.Split('-')[0]}@test.example".ToLowerInvariant();
        using var browser = new PageBrowser(desk.Address);
        Task<PageAnswer> Register(string license, string address) =>
            browser.SubmitAsync("/registration", "/registration", ("license", license), ("email", address));

        var right = await Register(world.License, email.ToUpperInvariant());
        var wrongLicense = await Register("NOT-A-LICENSE", email);
        var wrongAddress = await Register(world.License, "else@test.example");

        Assert.Equal(right.Html, wrongLicense.Html);
        Assert.Equal(right.Html, wrongAddress.Html);
        Assert.StartsWith("/invitation?proof=", await new Mailbox(desk).LinkAsync(email));
        Assert.Empty(new Mailbox(desk).To("else@test.example"));
    }

    [Fact]
    public async Task Everybody_has_the_rights_of_their_role()
    {
        var (world, other) = (await World.CreateAsync(desk), await World.CreateAsync(desk));
        var owner = await Somebody.AcceptedAsync(desk, "customer", world.Id);
        using var browser = new PageBrowser(desk.Address);
        await owner.SignInAsync(browser);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/board")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/people")).Status);
        Assert.NotEqual(world.Id, other.Id);
    }

    /// <summary>A page without what is new each time.</summary>
    private static string WithoutTokens(string html) => FormToken().Replace(html, "");

    [GeneratedRegex("value=\"CfDJ8[^\"]+\"", RegexOptions.NonBacktracking)]
    private static partial Regex FormToken();
}
