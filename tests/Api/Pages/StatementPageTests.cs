using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Tallydesk.Tests.Pages;

/// <summary>The statement as its customer and as staff see it: months, entries, filter and what the balance is worth.</summary>
[Collection(DeskTests.Name)]
public sealed class StatementPageTests(DeskHost desk)
{
    private const string Minus = "\u2212";

    [Fact]
    public async Task A_charge_is_shown_under_its_month_with_subject_category_amount_and_balance()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await AskedAsync(world);
        using var customer = await SignedInAsync(world.Customer.Token!);
        using var staff = await SignedInAsync(world.Engineer.Token!);

        foreach (var html in new[] { await TextAsync(customer, "/credits"), await TextAsync(staff, $"/customers/{world.Id}") })
        {
            Assert.Matches(@"<th [^>]*scope=""rowgroup""[^>]*>\w+ \d{4}</th>", html);
            Assert.Contains($">+50 in, {Minus}5 out</td>", html, StringComparison.Ordinal);
            Assert.Contains($"<a href=\"/tickets/{ticket}/charges\"><bdi>Slow</bdi></a>", html, StringComparison.Ordinal);
            Assert.Contains($"Charge, Question <a href=\"/tickets/{ticket}\">#{ticket}</a>", html, StringComparison.Ordinal);
            Assert.Contains("Credits granted", html, StringComparison.Ordinal);
            Assert.Equal([$"{Minus}5", "+50"], AmountsOf(html));
            Assert.Contains("Balance </span>45</td>", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_filter_in_the_address_shows_its_entries_alone_and_says_so()
    {
        var world = await World.CreateAsync(desk);
        await AskedAsync(world);
        using var customer = await SignedInAsync(world.Customer.Token!);
        using var staff = await SignedInAsync(world.Engineer.Token!);

        var charges = await TextAsync(customer, "/credits?kind=charge");
        Assert.Equal([$"{Minus}5"], AmountsOf(charges));
        Assert.Contains("<strong>Charges</strong>", charges, StringComparison.Ordinal);
        Assert.Contains($">{Minus}5 out</td>", charges, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/credits\">Show all</a>", charges, StringComparison.Ordinal);
        Assert.Equal(["+50"], AmountsOf(await TextAsync(staff, $"/customers/{world.Id}?kind=grant&from=2000-01-01")));

        var later = await TextAsync(customer, "/credits?kind=&from=2199-01-01&to=2199-12-31");
        Assert.Contains("All entries from 1 Jan 2199 to 31 Dec 2199", later, StringComparison.Ordinal);
        Assert.Contains("No matching entries.", later, StringComparison.Ordinal);
        Assert.Contains("value=\"2199-12-31\"", later, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind=nothing&from=then&to=2026-02-31&before=-1")]
    [InlineData("from=0001-01-01&to=9999-12-31&before=9223372036854775807")]
    public async Task An_address_that_leaves_nothing_out_or_makes_no_sense_shows_everything(string query)
    {
        var world = await World.CreateAsync(desk);
        using var customer = await SignedInAsync(world.Customer.Token!);

        Assert.Equal(["+50"], AmountsOf(await TextAsync(customer, $"/credits?{query}")));
    }

    [Fact]
    public async Task Earlier_entries_are_on_the_next_page_under_the_same_filter_and_months_have_whole_sums()
    {
        const int Sent = 101;
        var world = await World.CreateAsync(desk);
        var commands = Enumerable
            .Range(0, Sent)
            .Select(n => new
            {
                key = $"{world.License}-{n}",
                path = $"/v1/customers/{world.Id}/credits/adjustments",
                body = new { credits = 1, reason = "One" },
            });
        (await world.Lead.PostAsync("/v1/batches", JsonSerializer.Serialize(new { commands }))).Must(HttpStatusCode.OK);
        using var customer = await SignedInAsync(world.Customer.Token!);

        var first = await TextAsync(customer, "/credits?kind=adjustment");
        var next = Regex.Match(first, "href=\"(?<next>/credits[?]kind=adjustment&before=[0-9]+)\"", RegexOptions.NonBacktracking).Groups["next"].Value;
        var second = await TextAsync(customer, next);

        Assert.Equal((100, 1), (AmountsOf(first).Count, AmountsOf(second).Count));
        Assert.Contains($">+{Sent} in</td>", first, StringComparison.Ordinal);
        Assert.Contains($">+{Sent} in</td>", second, StringComparison.Ordinal);
        Assert.DoesNotContain("Earlier entries", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_balance_says_how_many_questions_it_is_worth_and_what_waiting_tickets_reserve()
    {
        var world = await World.CreateAsync(desk);
        using var customer = await SignedInAsync(world.Customer.Token!);
        var whole = await TextAsync(customer, "/credits");
        Assert.Contains("Enough for 10 questions at 5 credits each.", whole, StringComparison.Ordinal);
        Assert.Contains(
            "aria-label=\"50 credits: Next question 5, Available after that 45\"",
            whole,
            StringComparison.Ordinal
        );

        await AdjustAsync(world, -40);
        var ticket = await world.OpenAsync(""","preAgreedUpTo":50""");
        await world.AssessAsync(ticket, "investigation");
        var waiting = await TextAsync(customer, "/credits");
        Assert.Contains("Waiting tickets need 10 more credits.", waiting, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"10 credits: Reserved for waiting tickets 10\"", waiting, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/tickets/{ticket}\">ticket {ticket}</a> (20 credits)", waiting, StringComparison.Ordinal);
    }

    private static async Task<long> AskedAsync(World world)
    {
        var ticket = await world.OpenAsync();
        await world.AssessAsync(ticket, "question");
        return ticket;
    }

    private static async Task AdjustAsync(World world, int credits) =>
        (
            await world.Lead.PostAsync(
                $"/v1/customers/{world.Id}/credits/adjustments",
                $$"""{"credits":{{credits}},"reason":"r"}"""
            )
        ).Must(HttpStatusCode.Created);

    private static List<string> AmountsOf(string html) =>
        [
            .. Regex
                .Matches(html, "class=\"number credits ?(?:good)?\">(?<amount>[^<]+)<", RegexOptions.NonBacktracking)
                .Select(match => match.Groups["amount"].Value),
        ];

    private static async Task<string> TextAsync(PageBrowser browser, string path)
    {
        var page = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return WebUtility.HtmlDecode(page.Html);
    }

    private async Task<PageBrowser> SignedInAsync(string token)
    {
        var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", token));
        return browser;
    }
}
