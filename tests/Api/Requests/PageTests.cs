using System.Net;
using System.Text.Json;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Requests;

[Collection(DeskTests.Name)]
public sealed class PageTests(DeskHost desk)
{
    [Theory]
    [InlineData("/v1/tickets?customer={c}&")]
    [InlineData("/v1/customers/{c}/credits/entries?")]
    [InlineData("/v1/customers/{c}/licenses?")]
    [InlineData("/v1/tickets/{t}/conversation?")]
    [InlineData("/v1/customers?")]
    [InlineData("/v1/tokens?")]
    [InlineData("/v1/enquiries?")]
    public async Task Small_pages_end_to_end_are_the_whole_list(string list)
    {
        var world = await World.CreateAsync(desk);
        long ticket = 0;
        for (var i = 0; i < 5; i++)
        {
            await world.EnquireAsync();
            ticket = await world.OpenAsync();
            await world.AssessAsync(ticket, "question");
            (
                await world.System.PostAsync(
                    $"/v1/customers/{world.Id}/licenses",
                    $$"""{"number":"{{world.License}}-{{i}}","edition":"CS-Cart","purchasedOn":"2026-03-01"}"""
                )
            ).Must(HttpStatusCode.Created);
        }

        for (var i = 0; i < 4; i++)
        {
            await world.WriteAsync(ticket);
        }

        var path = list.Replace("{c}", world.Id).Replace("{t}", $"{ticket}");
        var whole = await ReadAsync(world.Admin, path, 100);
        var pages = await ReadAsync(world.Admin, path, 2);
        Assert.True(whole.Count >= 5);
        Assert.Equal(whole, pages);
    }

    [Fact]
    public async Task Tickets_are_found_by_status_assignee_and_customer()
    {
        var world = await World.CreateAsync(desk);
        var (open, proposed) = (await world.OpenAsync(), await world.ProposeAsync());
        (await world.Engineer.PostAsync($"/v1/tickets/{open}/claim")).Must(HttpStatusCode.OK);
        var engineer = (await world.Engineer.GetAsync($"/v1/tickets/{open}")).Json.GetProperty("assignee");

        Assert.Equal([proposed, open], await NumbersAsync(world.Admin, $"customer={world.Id}"));
        Assert.Equal([proposed], await NumbersAsync(world.Admin, $"customer={world.Id}&status=awaitingConsent"));
        Assert.Equal([open], await NumbersAsync(world.Admin, $"assignee={engineer.GetProperty("id").GetString()}"));
        Assert.Equal([proposed, open], await NumbersAsync(world.Customer, ""));
        Assert.Equal("status", (await world.Admin.GetAsync("/v1/tickets?status=lost")).Text("field"));
    }

    private static async Task<List<long>> NumbersAsync(ApiClient client, string query) =>
        [
            .. (await client.GetAsync($"/v1/tickets?{query}"))
                .Must(HttpStatusCode.OK)
                .Json.GetProperty("items")
                .EnumerateArray()
                .Select(item => item.GetProperty("number").GetInt64()),
        ];

    private static async Task<List<string>> ReadAsync(ApiClient client, string path, int limit)
    {
        List<string> items = [];
        var after = "";
        do
        {
            var page = (await client.GetAsync($"{path}limit={limit}{after}")).Must(HttpStatusCode.OK).Json;
            var rows = page.GetProperty("items").EnumerateArray().Select(row => row.GetRawText()).ToList();
            Assert.True(rows.Count <= limit);
            items.AddRange(rows);
            var next = page.GetProperty("next");
            after = next.ValueKind == JsonValueKind.Null ? "" : $"&after={next.GetString()}";
        } while (after.Length > 0);
        return items;
    }
}
