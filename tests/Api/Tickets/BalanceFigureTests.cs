using System.Net;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>What an answer says the balance lacks is true at that moment, whichever command it answers (Policy D2, D5).</summary>
[Collection(DeskTests.Name)]
public sealed class BalanceFigureTests(DeskHost desk)
{
    [Fact]
    public async Task D5_An_assessment_made_again_tells_the_balance_of_now()
    {
        var (world, ticket) = await OpenAsync(""","preAgreedUpTo":50""");
        var first = await AssessAsync(world, ticket);
        Assert.Equal(("awaitingCredits", 20L, 0L, 20L), FiguresOf(first));
        await BuyAsync(world, 10);

        var again = await AssessAsync(world, ticket);

        Assert.Equal(("awaitingCredits", 20L, 10L, 10L), FiguresOf(again));
    }

    [Theory]
    [InlineData("""","preAgreedUpTo":50"""", "awaitingCredits")]
    [InlineData("", "awaitingConsent")]
    public async Task D2_D5_Every_command_on_a_ticket_that_is_to_be_paid_tells_the_balance_of_now(
        string more,
        string status
    )
    {
        var (world, ticket) = await OpenAsync(more);
        await AssessAsync(world, ticket);
        (string Path, string? Body)[] commands =
        [
            ("claim", null),
            ("urgency", """{"urgent":true,"reason":"r"}"""),
            ("release", null),
        ];
        var balance = 0L;
        foreach (var (path, body) in commands)
        {
            await BuyAsync(world, 1);
            balance++;
            var answer = await world.Engineer.PostAsync($"/v1/tickets/{ticket}/{path}", body, $"{path} {ticket}");
            Assert.Equal((status, 20L, balance, 20 - balance), FiguresOf(answer.Must(HttpStatusCode.OK)));
        }

        var shown = (await world.Customer.GetAsync($"/v1/tickets/{ticket}")).Must(HttpStatusCode.OK);
        Assert.Equal((status, 20L, balance, 20 - balance), FiguresOf(shown));
    }

    [Fact]
    public async Task D5_A_declined_increase_tells_what_the_earlier_price_lacks_now()
    {
        var (world, ticket) = await OpenAsync(""","preAgreedUpTo":10""");
        (await world.Engineer.PostAsync($"/v1/tickets/{ticket}/assessments", """{"category":"configuration"}""")).Must(
            HttpStatusCode.Created
        );
        await AssessAsync(world, ticket);
        await BuyAsync(world, 4);

        var declined = await world.Customer.PostAsync(
            $"/v1/tickets/{ticket}/consents",
            """{"revision":2,"decision":"decline"}"""
        );

        Assert.Equal(("awaitingCredits", 10L, 4L, 6L), FiguresOf(declined.Must(HttpStatusCode.OK)));
    }

    [Theory]
    [InlineData("""","preAgreedUpTo":10"""", "awaitingCredits")]
    [InlineData("", "awaitingConsent")]
    public async Task D2_D5_Behind_another_ticket_quote_act_and_pages_say_what_has_to_arrive(string more, string status)
    {
        var (world, before) = await OpenAsync(""","preAgreedUpTo":50""");
        await AssessAsync(world, before);
        await BuyAsync(world, 10);
        var quote = await world.Customer.PostAsync(
            "/v1/quotes",
            $$"""{"licenseNumber":"{{world.License}}","category":"configuration"{{more}}}"""
        );
        quote.Must(HttpStatusCode.OK);
        Assert.Equal(
            (status, 10L, 20L, 20L),
            (quote.Text("outcome"), quote.Number("balance"), quote.Number("waitingBefore"), quote.Number("missing"))
        );

        var ticket = await world.OpenAsync(more);
        var assessed = await world.Engineer.PostAsync(
            $"/v1/tickets/{ticket}/assessments",
            """{"category":"configuration"}"""
        );

        Assert.Equal((status, 10L, 10L, 20L), FiguresOf(assessed.Must(HttpStatusCode.Created)));
        Assert.Equal(20, assessed.Json.GetProperty("shortage").GetProperty("waitingBefore").GetInt64());
        Assert.Equal((status, 10L, 10L, 20L), FiguresOf(await world.Customer.GetAsync($"/v1/tickets/{ticket}")));
        var charges = await world.Customer.GetAsync($"/v1/tickets/{ticket}/charges");
        Assert.Equal(20, charges.Json.GetProperty("waiting").GetProperty("missing").GetInt64());

        await BuyAsync(world, 19);
        Assert.Equal((status, 10L, 9L, 1L), FiguresOf(await world.Customer.GetAsync($"/v1/tickets/{ticket}")));
    }

    [Fact]
    public async Task C7_What_was_acknowledged_in_advance_is_to_be_acknowledged_by_nobody()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync(""","preAgreedUpTo":50,"acknowledged":true""");
        var assessed = await world.Engineer.PostAsync(
            $"/v1/tickets/{ticket}/assessments",
            """{"category":"upgrade","upgrade":{"from":"4.3.1","to":"4.3.2"}}"""
        );

        Assert.False(assessed.Must(HttpStatusCode.Created).Json.GetProperty("acknowledgementNeeded").GetBoolean());
        var shown = (await world.Customer.GetAsync($"/v1/tickets/{ticket}")).Json;
        Assert.False(shown.GetProperty("assessment").GetProperty("acknowledgementNeeded").GetBoolean());
        Assert.False(shown.GetProperty("agreed").GetProperty("acknowledgementNeeded").GetBoolean());
    }

    private async Task<(World World, long Ticket)> OpenAsync(string more)
    {
        var world = await World.CreateAsync(desk);
        (
            await world.Lead.PostAsync(
                $"/v1/customers/{world.Id}/credits/adjustments",
                """{"credits":-50,"reason":"To begin with none."}"""
            )
        ).Must(HttpStatusCode.Created);
        return (world, await world.OpenAsync(more));
    }

    private static async Task<ApiAnswer> AssessAsync(World world, long ticket) =>
        (await world.Engineer.PostAsync($"/v1/tickets/{ticket}/assessments", """{"category":"investigation"}""")).Must(
            HttpStatusCode.Created
        );

    private static async Task BuyAsync(World world, long credits) =>
        (
            await world.System.PostAsync(
                $"/v1/customers/{world.Id}/credits/purchases",
                $$"""{"orderId":"{{Guid.NewGuid()}}","credits":{{credits}}}"""
            )
        ).Must(HttpStatusCode.Created);

    private static (string Status, long Required, long Available, long Missing) FiguresOf(ApiAnswer reply)
    {
        var shortage = reply.Json.GetProperty("shortage");
        return (reply.Text("status"), Of("required"), Of("available"), Of("missing"));

        long Of(string name) => shortage.GetProperty(name).GetInt64();
    }
}
