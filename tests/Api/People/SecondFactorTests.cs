using System.Net;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.Rights;
using Xunit;

namespace Tallydesk.Tests.People;

[Collection(PeopleTests.Name)]
public sealed class SecondFactorTests(DeskHost desk)
{
    /// <summary>How many wrong ones lock somebody out.</summary>
    private const int Guesses = 5;

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
    public async Task Staff_send_nothing_before_they_have_one_but_what_sets_it_up_or_leaves()
    {
        var admin = await Somebody.AcceptedAsync(desk, "admin");
        using var browser = new PageBrowser(desk.Address);
        await admin.SignInAsync(browser);
        var form = await browser.FormTokenAsync("/account/second-factor");
        var wrong = new List<string>();
        foreach (
            var route in RightsTable.Routes.Where(route =>
                route is { IsPage: true, Method: "POST" }
                && route.Who.HasFlag(Who.Admin)
                && !route.Who.HasFlag(Who.Visitor)
                && !route.Path.StartsWith("/account/second-factor", StringComparison.Ordinal)
                && route.Path != "/sign-out"
            )
        )
        {
            var path = ReviewedRoute.Fill(route.Path, slot => slot is "$ticket" or "$delivery" ? "1" : slot[1..])!;
            var answer = await browser.PostAsync(path, (PageBrowser.TokenField, form));
            if (
                answer.Status != HttpStatusCode.Forbidden
                || !answer.Html.Contains("two-factor authentication", StringComparison.Ordinal)
            )
            {
                wrong.Add($"{route}: {(int)answer.Status} {answer.Location}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        await Somebody.SetSecondFactorAsync(browser);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_right_code_after_too_many_wrong_codes_or_passwords_is_refused(bool isByCodes)
    {
        var engineer = await Somebody.AcceptedAsync(desk);
        using var half = new PageBrowser(desk.Address);
        await engineer.SignInAsync(half);
        var (key, codes) = await Somebody.SetSecondFactorAsync(half);
        Assert.StartsWith("/sign-in/code", (await engineer.SignInAsync(half)).Location);
        for (var guess = 0; guess < Guesses; guess++)
        {
            using var other = new PageBrowser(desk.Address);
            var wrong = isByCodes
                ? await SendCodeAsync(half, "000000")
                : await engineer.SignInAsync(other, "not the password 1");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.Status);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendCodeAsync(half, NextCode(key))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendCodeAsync(half, codes[0])).Status);
    }

    [Fact]
    public async Task A_password_that_has_changed_since_it_was_given_asks_for_no_code()
    {
        var engineer = await Somebody.AcceptedAsync(desk);
        using var half = new PageBrowser(desk.Address);
        await engineer.SignInAsync(half);
        var (key, codes) = await Somebody.SetSecondFactorAsync(half);
        Assert.StartsWith("/sign-in/code", (await engineer.SignInAsync(half)).Location);

        await ResetPasswordAsync(engineer, "brave copper window 3");

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendCodeAsync(half, NextCode(key))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendCodeAsync(half, codes[0])).Status);
        await engineer.SignInAsync(half, "brave copper window 3");
        Assert.Equal("/", (await SendCodeAsync(half, codes[0])).Location);
    }

    [Fact]
    public async Task A_code_or_a_recovery_code_lets_in_once()
    {
        var engineer = await Somebody.AcceptedAsync(desk);
        using var first = new PageBrowser(desk.Address);
        await engineer.SignInAsync(first);
        var before = TimeProvider.System.GetUtcNow();
        var (key, codes) = await Somebody.SetSecondFactorAsync(first);
        Assert.Equal(10, codes.Distinct().Count());

        // The code of the set-up is used, as is one of a step before it; the next one is not.
        var next = Somebody.CodeOf(key, TimeProvider.System.GetUtcNow().AddSeconds(30));
        Assert.Equal(HttpStatusCode.Unauthorized, (await TryAsync(engineer, Somebody.CodeOf(key, before))).Status);
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

        await ResetPasswordAsync(engineer, Somebody.Password);
        using var other = new PageBrowser(desk.Address);
        Assert.StartsWith("/sign-in/code", (await engineer.SignInAsync(other)).Location);
    }

    private async Task<PageAnswer> TryAsync(Somebody person, string code)
    {
        using var browser = new PageBrowser(desk.Address);
        await person.SignInAsync(browser, returnUrl: "/board");
        return await browser.SubmitAsync("/sign-in/code", "/sign-in/code", ("code", code), ("returnUrl", "/board"));
    }

    /// <summary>Sets a new password by mail for somebody who was invited and has set a second factor up.</summary>
    private async Task ResetPasswordAsync(Somebody person, string password)
    {
        using var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/password-reset", "/password-reset", ("email", person.Email));
        var link = await new Mailbox(desk).LinkAsync(person.Email, count: 3);
        var set = await browser.SubmitAsync(
            link,
            "/password-reset/new",
            ("proof", link.Split("proof=")[1]),
            ("password", password)
        );
        Assert.Equal("/sign-in?done=password", set.Location);
    }

    private static Task<PageAnswer> SendCodeAsync(PageBrowser browser, string code) =>
        browser.SubmitAsync("/sign-in/code", "/sign-in/code", ("code", code));

    /// <summary>A code that has not been taken: the one that was shown at set-up has.</summary>
    private static string NextCode(string key) => Somebody.CodeOf(key, TimeProvider.System.GetUtcNow().AddSeconds(30));

    private static string? PathOf(string? location) =>
        Uri.TryCreate(location, UriKind.Absolute, out var uri)
        && uri.Scheme.StartsWith("http", StringComparison.Ordinal)
            ? uri.PathAndQuery
            : location;
}
