using System.Net;
using System.Text.RegularExpressions;
using Tallydesk.Identity;
using Tallydesk.Pages.Layout;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Pages;

/// <summary>What stands around every page: the menu of each role, and what it counts.</summary>
[Collection(DeskTests.Name)]
public sealed partial class FrameTests(DeskHost desk)
{
    /// <summary>Everybody who has a menu; null for a visitor.</summary>
    public static TheoryData<string?> Readers => [null, "customer", "engineer", "lead", "admin"];

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Every_link_of_a_menu_opens_a_page_for_its_reader(string? role)
    {
        var world = await World.CreateAsync(desk);
        using var browser = await SignedInAsync(TokenOf(world, role));
        var menu = (await browser.GetAsync("/policy")).Html;
        var links = FrameLinks.Of(role is null ? null : ActorOf(world, role)).SelectMany(group => group.Links).ToList();

        Assert.NotEmpty(links);
        foreach (var link in links)
        {
            Assert.Contains($"href=\"{link.Path}\" title=\"{link.Name}\"", menu, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(link.Path)).Status);
        }
    }

    [Fact]
    public async Task Every_icon_of_a_menu_is_in_the_sprite()
    {
        using var browser = new PageBrowser(desk.Address);
        var sprite = (await browser.GetAsync("/icons.svg")).Html;
        var links = FrameLinks
            .Of(null)
            .Concat(FrameLinks.Of(Someone(Role.Customer)))
            .Concat(FrameLinks.Of(Someone(Role.Engineer)))
            .Concat(FrameLinks.Of(Someone(Role.Admin)))
            .SelectMany(group => group.Links);
        Assert.All(links, link => Assert.Contains($"id=\"{link.Icon}\"", sprite, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_menu_of_staff_counts_the_tickets_that_wait_for_an_answer()
    {
        var world = await World.CreateAsync(desk);
        using var browser = await SignedInAsync(world.Engineer.Token!);
        var before = await CountAsync(browser);
        await world.OpenAsync();
        // Other tests' tickets may come as well.
        await Eventually.HoldsAsync(
            async () => await CountAsync(browser) > before,
            () => $"the menu still counts {before}"
        );
        // The queue has a live count of its own.
        Assert.DoesNotContain("waiting-count", (await browser.GetAsync("/board")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Customers_see_their_balance_on_every_page()
    {
        var world = await World.CreateAsync(desk);
        using var browser = await SignedInAsync(world.Customer.Token!);
        Assert.Contains(">50 credits</a>", (await browser.GetAsync("/policy")).Html, StringComparison.Ordinal);
        await world.AssessAsync(await world.OpenAsync(), "question");
        Assert.Contains(">45 credits</a>", (await browser.GetAsync("/chats")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collapsed_menu_stays_collapsed()
    {
        var world = await World.CreateAsync(desk);
        using var browser = await SignedInAsync(world.Engineer.Token!);
        Assert.Contains("<body class=\"framed\"", (await browser.GetAsync("/")).Html, StringComparison.Ordinal);
        browser.Cookies.Add(desk.Address, new Cookie("menu", "folded"));
        Assert.Contains("<body class=\"framed folded\"", (await browser.GetAsync("/")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_sees_which_first_steps_are_left()
    {
        await World.CreateAsync(desk);
        using var browser = await SignedInAsync(DeskHost.AdminToken);
        var home = (await browser.GetAsync("/")).Html;
        // The test's server has no mail server, and a customer by now.
        Assert.Contains("<a href=\"/system\">Set up email</a>", home, StringComparison.Ordinal);
        Assert.DoesNotContain("<a href=\"/tokens\">Connect your shop</a>", home, StringComparison.Ordinal);
        using var other = await SignedInAsync((await World.CreateAsync(desk)).Lead.Token!);
        Assert.DoesNotContain("Set up email", (await other.GetAsync("/")).Html, StringComparison.Ordinal);
    }

    private static async Task<int> CountAsync(PageBrowser browser) =>
        int.TryParse(WaitingCount().Match((await browser.GetAsync("/policy")).Html).Groups["count"].Value, out var count)
            ? count
            : -1;

    private static string? TokenOf(World world, string? role) =>
        role switch
        {
            "customer" => world.Customer.Token,
            "engineer" => world.Engineer.Token,
            "lead" => world.Lead.Token,
            "admin" => DeskHost.AdminToken,
            _ => null,
        };

    private static Actor ActorOf(World world, string role) =>
        Someone(Enum.Parse<Role>(role, ignoreCase: true)) with
        {
            Customer = role == "customer" ? new CustomerId(world.Id) : null,
        };

    private static Actor Someone(Role role) => new("one", "One", role);

    private async Task<PageBrowser> SignedInAsync(string? token)
    {
        var browser = new PageBrowser(desk.Address);
        if (token is not null)
        {
            await browser.SubmitAsync("/sign-in", "/sign-in", ("token", token));
        }

        return browser;
    }

    [GeneratedRegex("data-live=\"waiting-count\"[^>]*>(?<count>[0-9]+)<", RegexOptions.NonBacktracking)]
    private static partial Regex WaitingCount();
}
