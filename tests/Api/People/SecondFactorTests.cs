using System.Net;
using Tallydesk.Tests.Pages;
using Xunit;

namespace Tallydesk.Tests.People;

[Collection(DeskTests.Name)]
public sealed class SecondFactorTests(DeskHost desk)
{
    [Fact]
    public async Task Staff_do_nothing_before_they_have_one()
    {
        var engineer = await Somebody.AcceptedAsync(desk);
        using var browser = new PageBrowser(desk.Address);
        await engineer.SignInAsync(browser);

        foreach (var page in (string[])["/", "/board", "/account"])
        {
            Assert.Equal("/account/second-factor", (await browser.GetAsync(page)).Location);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/hubs/queue")).Status);
        await Somebody.SetSecondFactorAsync(browser);
        using var later = new PageBrowser(desk.Address);
        Assert.StartsWith("/sign-in/code", (await engineer.SignInAsync(later)).Location);
        Assert.Equal("/sign-in?returnUrl=%2Fboard", PathOf((await later.GetAsync("/board")).Location));
    }

    [Fact]
    public async Task A_code_or_a_recovery_code_lets_in_once()
    {
        var engineer = await Somebody.AcceptedAsync(desk);
        using var first = new PageBrowser(desk.Address);
        await engineer.SignInAsync(first);
        var (key, codes) = await Somebody.SetSecondFactorAsync(first);
        Assert.Equal(10, codes.Distinct().Count());

        // The code that was shown at set-up is used; the next one is not.
        var next = Somebody.CodeOf(key, TimeProvider.System.GetUtcNow().AddSeconds(30));
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await TryAsync(engineer, Somebody.CodeOf(key, TimeProvider.System.GetUtcNow()))).Status
        );
        Assert.Equal("/board", (await TryAsync(engineer, next)).Location);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TryAsync(engineer, next)).Status);
        Assert.Equal("/board", (await TryAsync(engineer, codes[0].ToUpperInvariant())).Location);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TryAsync(engineer, codes[0])).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TryAsync(engineer, "000000")).Status);
    }

    [Fact]
    public async Task A_code_without_the_password_is_nothing()
    {
        using var browser = new PageBrowser(desk.Address);
        var answer = await browser.SubmitAsync("/sign-in/code", "/sign-in/code", ("code", "123456"));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }

    [Fact]
    public async Task A_new_password_by_mail_does_not_get_around_it()
    {
        var engineer = await Somebody.AcceptedAsync(desk);
        using var browser = new PageBrowser(desk.Address);
        await engineer.SignInAsync(browser);
        await Somebody.SetSecondFactorAsync(browser);

        using var other = new PageBrowser(desk.Address);
        await other.SubmitAsync("/password-reset", "/password-reset", ("email", engineer.Email));
        var link = await new Mailbox(desk).LinkAsync(engineer.Email, count: 3);
        await other.SubmitAsync(
            link,
            "/password-reset/new",
            ("proof", link.Split("proof=")[1]),
            ("password", Somebody.Password)
        );
        Assert.StartsWith("/sign-in/code", (await engineer.SignInAsync(other)).Location);
    }

    private async Task<PageAnswer> TryAsync(Somebody person, string code)
    {
        using var browser = new PageBrowser(desk.Address);
        await person.SignInAsync(browser, returnUrl: "/board");
        return await browser.SubmitAsync("/sign-in/code", "/sign-in/code", ("code", code), ("returnUrl", "/board"));
    }

    private static string? PathOf(string? location) =>
        Uri.TryCreate(location, UriKind.Absolute, out var uri)
        && uri.Scheme.StartsWith("http", StringComparison.Ordinal)
            ? uri.PathAndQuery
            : location;
}
