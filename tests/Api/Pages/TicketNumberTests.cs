using System.Net;
using Xunit;

namespace Tallydesk.Tests.Pages;

/// <summary>A ticket is found by its number as people write it, wherever a number can be typed.</summary>
[Collection(DeskTests.Name)]
public sealed class TicketNumberTests(DeskHost desk)
{
    [Theory]
    [InlineData("{0}")]
    [InlineData("#{0}")]
    [InlineData(" #{0} ")]
    public async Task A_ticket_is_found_by_its_number(string written)
    {
        var world = await World.CreateAsync(desk);
        var (ticket, other) = (await world.OpenAsync(), await world.OpenAsync());
        var typed = string.Format(System.Globalization.CultureInfo.InvariantCulture, written, ticket);
        var query = Uri.EscapeDataString(typed);
        foreach (var token in (string[])[world.Customer.Token!, world.Engineer.Token!])
        {
            using var browser = await SignedInAsync(token);
            var found = await browser.GetAsync($"/tickets?status=&number={query}");
            Assert.Equal((HttpStatusCode.Redirect, $"/tickets/{ticket}"), (found.Status, found.Location));
        }

        using var admin = await SignedInAsync(DeskHost.AdminToken);
        var audit = await admin.GetAsync($"/audit?trail=history&subject={query}");
        Assert.Contains($"Opened ticket {ticket}: Slow.", audit.Html, StringComparison.Ordinal);
        var merged = await admin.SubmitAsync($"/tickets/{other}", $"/tickets/{other}/merges", ("into", typed));
        Assert.Equal(HttpStatusCode.Redirect, merged.Status);
    }

    [Fact]
    public async Task What_is_no_number_is_said_at_the_field()
    {
        using var browser = await SignedInAsync(DeskHost.AdminToken);
        var list = await browser.GetAsync("/tickets?number=%23x1");
        Assert.Contains("such as 12 or #12", list.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"#x1\" aria-invalid=\"true\"", list.Html, StringComparison.Ordinal);
    }

    private async Task<PageBrowser> SignedInAsync(string token)
    {
        var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", token));
        return browser;
    }
}
