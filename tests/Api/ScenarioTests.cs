using System.Net;
using Xunit;

namespace Tallydesk.Tests;

[Collection(DeskTests.Name)]
public sealed class ScenarioTests(DeskHost desk)
{
    [Fact]
    public async Task A_ticket_is_asked_agreed_charged_once_reassessed_split_solved_and_closed()
    {
        var world = await World.CreateAsync(desk);
        var quote = await world.Customer.PostAsync(
            "/v1/quotes",
            $$"""{"licenseNumber":"{{world.License}}","category":"investigation"}"""
        );
        Assert.Equal(20, quote.Must(HttpStatusCode.OK).Number("price"));
        Assert.True(quote.Json.GetProperty("consentNeeded").GetBoolean());

        var opened = (await world.Customer.PostAsync("/v1/tickets", world.Question())).Must(HttpStatusCode.Created);
        Assert.Equal("new", opened.Text("status"));
        Assert.Equal("credits", opened.Text("coverage"));
        var ticket = $"/v1/tickets/{opened.Number("number")}";
        Assert.Equal(ticket, opened.Headers["Location"]);

        (await world.Engineer.PostAsync($"{ticket}/claim")).Must(HttpStatusCode.OK);
        var assessed = await world.Engineer.PostAsync($"{ticket}/assessments", """{"category":"investigation"}""");
        Assert.Equal("awaitingConsent", assessed.Must(HttpStatusCode.Created).Text("status"));
        Assert.Equal(50, await BalanceAsync(world));

        var agreed = await world.Customer.PostAsync($"{ticket}/consents", """{"revision":1,"decision":"accept"}""");
        Assert.Equal(20, agreed.Must(HttpStatusCode.OK).Number("charged"));
        Assert.Equal(30, await BalanceAsync(world));

        await world.AssessAsync(opened.Number("number"), "configuration");
        Assert.Equal(40, await BalanceAsync(world));

        var message = await world.WriteAsync(opened.Number("number"));
        var split = await world.Engineer.PostAsync(
            $"{ticket}/splits",
            $$"""{"messageIds":[{{message}}],"subject":"Another"}"""
        );
        var child = await world.Customer.GetAsync($"/v1/tickets/{split.Must(HttpStatusCode.Created).Number("number")}");
        Assert.Equal(opened.Number("number"), child.Must(HttpStatusCode.OK).Number("parent"));

        var solved = await world.Engineer.PostAsync($"{ticket}/resolution", """{"outcome":"solved"}""");
        Assert.Equal("solved", solved.Must(HttpStatusCode.OK).Text("status"));
        var closed = await world.Customer.PostAsync($"{ticket}/closing");
        Assert.Equal("closed", closed.Must(HttpStatusCode.OK).Text("status"));
        Assert.Equal(10, (await world.Customer.GetAsync(ticket)).Must(HttpStatusCode.OK).Number("charged"));
    }

    [Fact]
    public async Task Every_entry_of_the_statement_names_its_lots()
    {
        var world = await World.CreateAsync(desk);
        await world.AssessAsync(await world.OpenAsync(), "question");
        var bought = await world.System.PostAsync(
            $"/v1/customers/{world.Id}/credits/purchases",
            """{"orderId":"order-7","credits":100}"""
        );
        Assert.Equal(145, bought.Must(HttpStatusCode.Created).Number("balance"));

        var rows = (await world.Customer.GetAsync($"/v1/customers/{world.Id}/credits/entries")).Must(HttpStatusCode.OK);
        var items = rows.Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["grant", "charge", "purchase"], items.Select(item => item.GetProperty("kind").GetString()));
        Assert.Equal([50, -5, 100], items.Select(item => item.GetProperty("amount").GetInt32()));
        Assert.Equal(world.License, items[1].GetProperty("lots")[0].GetProperty("license").GetString());
        Assert.Equal("order-7", items[2].GetProperty("lots")[0].GetProperty("purchase").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, rows.Json.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task Internal_notes_are_for_staff()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        (
            await world.Engineer.PostAsync(
                $"/v1/tickets/{ticket}/messages",
                """{"body":"Their host again.","internal":true}"""
            )
        ).Must(HttpStatusCode.Created);

        var path = $"/v1/tickets/{ticket}/conversation";
        Assert.Contains("Their host again.", (await world.Engineer.GetAsync(path)).Body);
        Assert.DoesNotContain("Their host again.", (await world.Customer.GetAsync(path)).Must(HttpStatusCode.OK).Body);
    }

    private static async Task<long> BalanceAsync(World world) =>
        (await world.Customer.GetAsync($"/v1/customers/{world.Id}/credits")).Must(HttpStatusCode.OK).Number("balance");
}
