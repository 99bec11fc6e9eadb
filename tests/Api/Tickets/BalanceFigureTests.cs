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
