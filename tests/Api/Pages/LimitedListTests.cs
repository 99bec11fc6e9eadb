using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Journal;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Pages;

/// <summary>What a list is narrowed to is found however many newer entries there are.</summary>
[Collection(DeskTests.Name)]
public sealed class LimitedListTests(DeskHost desk)
{
    [Fact]
    public async Task Tickets_that_wait_for_the_customer_are_on_the_portal_behind_ten_newer_ones()
    {
        var world = await World.CreateAsync(desk);
        long[] waiting = [await world.ProposeAsync(), await world.ProposeAsync()];
        for (var i = 0; i < 10; i++)
        {
            await world.OpenAsync();
        }

        using var browser = await SignedInAsync(world.Customer.Token!);
        var portal = (await browser.GetAsync("/")).Html;
        Assert.Contains("2 tickets are waiting for you", portal, StringComparison.Ordinal);
        var list = (await browser.GetAsync("/tickets?status=waitingForYou&limit=1")).Html;
        Assert.All(waiting, number => Assert.Contains($"\"/tickets/{number}\"", portal, StringComparison.Ordinal));
        Assert.Contains($"\"/tickets/{waiting[1]}\"", list, StringComparison.Ordinal);
        Assert.Contains("Older", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_find_their_open_ticket_behind_newer_ones_that_are_over()
    {
        var world = await World.CreateAsync(desk);
        var open = await ClaimedAsync(world);
        for (var i = 0; i < 2; i++)
        {
            var over = await ClaimedAsync(world);
            (await world.Customer.PostAsync($"/v1/tickets/{over}/withdrawal")).Must(System.Net.HttpStatusCode.OK);
        }

        using var browser = await SignedInAsync(world.Engineer.Token!);
        var list = (await browser.GetAsync("/tickets?status=yours&limit=1")).Html;
        Assert.Contains($"\"/tickets/{open}\"", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Older", list, StringComparison.Ordinal);
        var home = (await browser.GetAsync("/")).Html;
        Assert.Contains($"\"/tickets/{open}\"", home, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_is_filtered_after_reading_reads_on_until_it_is_full()
    {
        var world = await World.CreateAsync(desk);
        long[] waiting = [await world.ProposeAsync(), await world.ProposeAsync()];
        for (var i = 0; i < 5; i++)
        {
            await world.OpenAsync();
        }

        var newest = new CardQuery("ticket", 2) { Customer = world.Id, Descending = true };
        var journal = desk.Services.GetRequiredService<IJournalReader>();
        var found = await journal.ListAsync<TicketCard>(newest, card => card.Status == TicketStatus.AwaitingConsent);
        Assert.Equal(waiting.Reverse(), found.Select(card => card.Number));
        Assert.Empty(await journal.ListAsync<TicketCard>(newest, card => card.Status == TicketStatus.Closed));
    }

    [Fact]
    public async Task What_people_write_has_the_direction_of_its_own_language()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        using var browser = await SignedInAsync(world.Lead.Token!);
        foreach (var path in (string[])["/contact", "/tickets/new", $"/tickets/{ticket}", "/canned-replies"])
        {
            var html = (await browser.GetAsync(path)).Html;
            Assert.All(
                html.Split('<').Where(tag => tag.StartsWith("textarea", StringComparison.Ordinal)),
                field => Assert.Contains("dir=\"auto\"", field, StringComparison.Ordinal)
            );
            Assert.All(
                html.Split('<')
                    .Where(tag =>
                        tag.StartsWith("input", StringComparison.Ordinal)
                        && (
                            tag.Contains("name=\"subject\"", StringComparison.Ordinal)
                            || tag.Contains("name=\"reason\"", StringComparison.Ordinal)
                            || tag.Contains("name=\"title\"", StringComparison.Ordinal)
                        )
                        && !tag.Contains("type=\"hidden\"", StringComparison.Ordinal)
                    ),
                field => Assert.Contains("dir=\"auto\"", field, StringComparison.Ordinal)
            );
        }

        var page = (await browser.GetAsync($"/tickets/{ticket}")).Html;
        Assert.Contains("<div class=\"prose\" dir=\"auto\">", page, StringComparison.Ordinal);
        Assert.Contains("<bdi>Slow</bdi>", page, StringComparison.Ordinal);
    }

    private static async Task<long> ClaimedAsync(World world)
    {
        var ticket = await world.OpenAsync();
        (await world.Engineer.PostAsync($"/v1/tickets/{ticket}/claim")).Must(System.Net.HttpStatusCode.OK);
        return ticket;
    }

    private async Task<PageBrowser> SignedInAsync(string token)
    {
        var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", token));
        return browser;
    }
}
