using System.Net;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.People;

/// <summary>Guesses are counted before they are compared, so that many at once are no more than the limit.</summary>
[Collection(PeopleTests.Name)]
public sealed class GuessingTests(DeskHost desk)
{
    private const int Limit = 5;
    private const int AtOnce = 24;

    [Fact]
    public async Task Of_many_wrong_passwords_at_once_only_the_limit_is_compared()
    {
        var owner = await OwnerAsync(desk);
        await AtOnceAsync(desk, browser => owner.SignInAsync(browser, "not the password 1"));

        Assert.Equal(Limit, await FailuresAsync(desk, owner));
        using var browser = new PageBrowser(desk.Address);
        Assert.Equal(HttpStatusCode.Unauthorized, (await owner.SignInAsync(browser)).Status);
    }

    [Fact]
    public async Task The_right_password_among_wrong_ones_beyond_the_limit_is_refused()
    {
        var owner = await OwnerAsync(desk);
        using var browser = new PageBrowser(desk.Address);
        for (var attempt = 1; attempt < 15; attempt++)
        {
            await owner.SignInAsync(browser, "not the password 1");
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await owner.SignInAsync(browser)).Status);
        Assert.Equal(Limit, await FailuresAsync(desk, owner));
    }

    [Fact]
    public async Task A_lock_ends_and_right_passwords_are_not_counted()
    {
        var time = new MovedTime();
        var own = await DeskHost.StartAsync(time, DeskHost.Unlimited);
        try
        {
            var owner = await OwnerAsync(own);
            using var browser = new PageBrowser(own.Address);
            for (var round = 0; round < 2 * Limit; round++)
            {
                Assert.Equal("/", (await owner.SignInAsync(browser)).Location);
            }

            await AtOnceAsync(own, other => owner.SignInAsync(other, "not the password 1"));
            Assert.Equal(HttpStatusCode.Unauthorized, (await owner.SignInAsync(browser)).Status);
            time.Pass(TimeSpan.FromMinutes(5));
            Assert.Equal("/", (await owner.SignInAsync(browser)).Location);
            for (var wrong = 1; wrong < Limit; wrong++)
            {
                await owner.SignInAsync(browser, "not the password 1");
            }

            Assert.Equal("/", (await owner.SignInAsync(browser)).Location);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task Wrong_codes_are_counted_too_and_the_right_password_between_them_forgets_none()
    {
        var owner = await OwnerAsync(desk);
        using var browser = new PageBrowser(desk.Address);
        await owner.SignInAsync(browser);
        var (key, codes) = await Somebody.SetSecondFactorAsync(browser);
        for (var wrong = 0; wrong < Limit; wrong++)
        {
            Assert.StartsWith("/sign-in/code", (await owner.SignInAsync(browser)).Location);
            await TakeAsync(browser, "000000");
        }

        Assert.Equal(Limit, await FailuresAsync(desk, owner));
        using var half = new PageBrowser(desk.Address);
        Assert.Equal(HttpStatusCode.Unauthorized, (await owner.SignInAsync(half)).Status);
        var next = Somebody.CodeOf(key, TimeProvider.System.GetUtcNow().AddSeconds(30));
        Assert.Equal(HttpStatusCode.Unauthorized, (await TakeAsync(browser, next)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TakeAsync(browser, codes[0])).Status);
    }

    [Fact]
    public async Task Of_many_wrong_codes_at_once_only_the_limit_is_compared()
    {
        var owner = await OwnerAsync(desk);
        using var browser = new PageBrowser(desk.Address);
        await owner.SignInAsync(browser);
        var (_, codes) = await Somebody.SetSecondFactorAsync(browser);
        await owner.SignInAsync(browser);
        var form = await browser.FormTokenAsync("/sign-in/code");

        await Task.WhenAll(
            Enumerable
                .Range(0, AtOnce)
                .Select(_ =>
                    browser.PostAsync("/sign-in/code", (PageBrowser.TokenField, form), ("code", "aaaaaa-aaaaaa"))
                )
        );

        Assert.Equal(Limit, await FailuresAsync(desk, owner));
        Assert.Equal(HttpStatusCode.Unauthorized, (await TakeAsync(browser, codes[0])).Status);
    }

    [Fact]
    public async Task Passwords_that_prove_a_session_again_are_counted_with_the_others()
    {
        var owner = await OwnerAsync(desk);
        using var browser = new PageBrowser(desk.Address);
        await owner.SignInAsync(browser);
        var form = await browser.FormTokenAsync("/account");

        await Task.WhenAll(
            Enumerable
                .Range(0, AtOnce)
                .Select(_ =>
                    browser.PostAsync(
                        "/account/password",
                        (PageBrowser.TokenField, form),
                        ("old", "not the password 1"),
                        ("password", "brave copper window 3")
                    )
                )
        );

        Assert.Equal(Limit, await FailuresAsync(desk, owner));
        var right = await browser.PostAsync(
            "/account/password",
            (PageBrowser.TokenField, form),
            ("old", Somebody.Password),
            ("password", "brave copper window 3")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, right.Status);
    }

    [Fact]
    public async Task A_code_is_taken_once_also_when_it_is_sent_many_times_at_once()
    {
        var owner = await OwnerAsync(desk);
        using var browser = new PageBrowser(desk.Address);
        await owner.SignInAsync(browser);
        var (key, _) = await Somebody.SetSecondFactorAsync(browser);
        await owner.SignInAsync(browser);
        var form = await browser.FormTokenAsync("/sign-in/code");
        var next = Somebody.CodeOf(key, TimeProvider.System.GetUtcNow().AddSeconds(30));

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, Limit)
                .Select(_ => browser.PostAsync("/sign-in/code", (PageBrowser.TokenField, form), ("code", next)))
        );

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task A_code_is_of_a_later_step_than_the_last_and_close_to_now(int steps, bool isTaken)
    {
        // The clock stands in the middle of a step, however long the requests take.
        var time = new StandingTime();
        var own = await DeskHost.StartAsync(time, DeskHost.Unlimited);
        try
        {
            var owner = await OwnerAsync(own);
            using var browser = new PageBrowser(own.Address);
            await owner.SignInAsync(browser);
            var (key, _) = await Somebody.SetSecondFactorAsync(browser, time);
            using var other = new PageBrowser(own.Address);
            await owner.SignInAsync(other);

            var answer = await TakeAsync(other, Somebody.CodeOf(key, time.GetUtcNow().AddSeconds(30 * steps)));

            Assert.Equal(isTaken ? HttpStatusCode.Redirect : HttpStatusCode.Unauthorized, answer.Status);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    private static async Task<Somebody> OwnerAsync(DeskHost desk) =>
        await Somebody.AcceptedAsync(desk, "customer", (await World.CreateAsync(desk)).Id);

    private static async Task AtOnceAsync(DeskHost desk, Func<PageBrowser, Task> act) =>
        await Task.WhenAll(
            Enumerable
                .Range(0, AtOnce)
                .Select(async _ =>
                {
                    using var browser = new PageBrowser(desk.Address);
                    await act(browser);
                })
        );

    private static Task<PageAnswer> TakeAsync(PageBrowser browser, string code) =>
        browser.SubmitAsync("/sign-in/code", "/sign-in/code", ("code", code));

    /// <summary>How many attempts the audit says were compared and wrong.</summary>
    private static async Task<int> FailuresAsync(DeskHost desk, Somebody person)
    {
        var rows = await desk.Admin.GetAsync($"/v1/audit?trail=rights&subject={person.Id}&limit=100");
        return rows.Must(HttpStatusCode.OK)
            .Json.GetProperty("items")
            .EnumerateArray()
            .Count(row => row.GetProperty("kind").GetString() == "signInFailed");
    }

    /// <summary>The system's instant at the start, in the middle of a step of 30 seconds. Timers run as ever.</summary>
    private sealed class StandingTime : TimeProvider
    {
        private readonly DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(
            (System.GetUtcNow().ToUnixTimeSeconds() / 30 * 30) + 15
        );

        /// <inheritdoc/>
        public override DateTimeOffset GetUtcNow() => now;
    }
}
