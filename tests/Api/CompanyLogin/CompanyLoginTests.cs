using System.Net;
using System.Text.RegularExpressions;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.People;
using Xunit;

namespace Tallydesk.Tests.CompanyLogin;

/// <summary>A desk whose company login is the provider here.</summary>
public sealed class CompanyDesk : IAsyncLifetime
{
    private Provider? provider;
    private DeskHost? desk;

    internal Provider Provider => provider!;

    internal DeskHost Desk => desk!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        provider = await Provider.StartAsync();
        desk = await DeskHost.StartAsync([
            $"--Company:Authority={provider.Address}",
            $"--Company:ClientId={Provider.Client}",
            $"--Company:ClientSecret={Provider.Secret}",
            "--Company:Name=Acme",
            .. DeskHost.Unlimited,
        ]);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Desk.DisposeAsync();
        await Provider.DisposeAsync();
    }
}

public sealed partial class CompanyLoginTests(CompanyDesk company) : IClassFixture<CompanyDesk>
{
    /// <summary>What a provider or a thief does wrong.</summary>
    public static TheoryData<string> Wrongs =>
        [
            "audience",
            "issuer",
            "nonce",
            "expired",
            "forged",
            "unsigned",
            "unverified",
            "unknown",
            "customer",
            "disabled",
        ];

    private DeskHost Desk => company.Desk;

    private Provider Provider => company.Provider;

    [Fact]
    public async Task Staff_sign_in_by_the_company_and_owe_no_second_factor()
    {
        var person = await Somebody.InvitedAsync(Desk);
        Provider.Next = new() { Subject = person.Id, Email = person.Email.ToUpperInvariant() };
        using var browser = new PageBrowser(Desk.Address);
        Assert.Contains("Sign in with Acme", (await browser.GetAsync("/sign-in")).Html, StringComparison.Ordinal);

        Assert.Equal("/tickets", await SignInAsync(browser));

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/tickets")).Status);
        Assert.Contains(
            "company login",
            (await Desk.Admin.GetAsync($"/v1/audit?trail=rights&subject={person.Id}")).Body
        );
    }

    [Fact]
    public async Task Once_tied_the_login_counts_and_not_the_address()
    {
        var (person, other) = (await Somebody.InvitedAsync(Desk), await Somebody.InvitedAsync(Desk));
        Provider.Next = new() { Subject = person.Id, Email = person.Email };
        using var first = new PageBrowser(Desk.Address);
        Assert.Equal("/tickets", await SignInAsync(first));

        // The address has moved: the same login is the same person, another login with that address is nobody.
        Provider.Next = new() { Subject = person.Id, Email = other.Email };
        using var renamed = new PageBrowser(Desk.Address);
        Assert.Equal("/tickets", await SignInAsync(renamed));
        Assert.Contains(person.Email, (await renamed.GetAsync("/account")).Html, StringComparison.Ordinal);

        Provider.Next = new() { Subject = "another", Email = person.Email };
        using var heir = new PageBrowser(Desk.Address);
        Assert.Equal("/sign-in?done=company-unknown", await SignInAsync(heir));
    }

    [Theory]
    [MemberData(nameof(Wrongs))]
    public async Task What_is_not_right_signs_nobody_in(string wrong)
    {
        var customer = wrong == "customer" ? (await World.CreateAsync(Desk)).Id : null;
        var person = await Somebody.InvitedAsync(Desk, customer is null ? "engineer" : "customer", customer);
        if (wrong == "disabled")
        {
            (await Desk.Admin.PostAsync($"/v1/users/{person.Id}/disabling", "{}")).Must(HttpStatusCode.OK);
        }

        var right = new Login { Subject = person.Id, Email = person.Email };
        Provider.Next = wrong switch
        {
            "audience" => right with { Audience = "another" },
            "issuer" => right with { Issuer = "https://another.example" },
            "nonce" => right with { Nonce = "of another request" },
            "expired" => right with { Lasts = TimeSpan.FromMinutes(-30) },
            "forged" => right with { IsForged = true },
            "unsigned" => right with { IsUnsigned = true },
            "unverified" => right with { EmailVerified = false },
            "unknown" => right with { Email = "nobody@test.example" },
            _ => right,
        };
        using var browser = new PageBrowser(Desk.Address);

        Assert.StartsWith("/sign-in?done=company-", await SignInAsync(browser), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/tickets")).Status);
    }

    [Fact]
    public async Task The_way_back_holds_for_the_browser_that_went_and_once()
    {
        var person = await Somebody.InvitedAsync(Desk);
        Provider.Next = new() { Subject = person.Id, Email = person.Email };
        using var victim = new PageBrowser(Desk.Address);
        using var thief = new PageBrowser(Desk.Address);
        var back = await WayBackAsync(victim);

        Assert.Equal("/sign-in?done=company-failed", (await thief.GetAsync(back)).Location);
        Assert.Equal("/tickets", (await victim.GetAsync(back)).Location);
        Assert.Equal("/sign-in?done=company-failed", (await victim.GetAsync(back)).Location);
    }

    [Fact]
    public async Task No_link_and_no_form_of_another_site_begins_it()
    {
        using var browser = new PageBrowser(Desk.Address);
        var byLink = await browser.GetAsync("/sign-in/company");
        Assert.StartsWith("/sign-in?", byLink.Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/sign-in/company")).Status);
        Assert.Empty(browser.Cookies.GetAllCookies());
    }

    [Fact]
    public async Task Nobody_is_led_to_another_site()
    {
        var person = await Somebody.InvitedAsync(Desk);
        Provider.Next = new() { Subject = person.Id, Email = person.Email };
        using var browser = new PageBrowser(Desk.Address);
        Assert.Equal("/", await SignInAsync(browser, "//elsewhere.example"));
    }

    private static async Task<string?> SignInAsync(PageBrowser browser, string returnUrl = "/tickets") =>
        (await browser.GetAsync(await WayBackAsync(browser, returnUrl))).Location;

    private static async Task<string> WayBackAsync(PageBrowser browser, string returnUrl = "/tickets")
    {
        var asked = await browser.SubmitAsync("/sign-in", "/sign-in/company", ("returnUrl", returnUrl));
        var address = Continue().Match(asked.Html).Groups["address"].Value;
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var given = await http.GetAsync(new Uri(WebUtility.HtmlDecode(address)));
        return given.Headers.Location!.PathAndQuery;
    }

    [GeneratedRegex("http-equiv=\"refresh\" content=\"0; url=(?<address>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Continue();
}
