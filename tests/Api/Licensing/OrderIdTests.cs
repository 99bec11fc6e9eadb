using System.Net;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Licensing;

/// <summary>An order in the shop counts once: for one customer, in one letter case, whatever it buys.</summary>
[Collection(DeskTests.Name)]
public sealed class OrderIdTests(DeskHost desk)
{
    [Fact]
    public async Task J1_An_order_known_under_another_customer_or_letter_case_is_refused_and_names_the_first()
    {
        var (world, other) = (await World.CreateAsync(desk), await World.CreateAsync(desk));
        var order = $"ORD-{world.License}";
        var first = (await BuyAsync(world, order, 10)).Must(HttpStatusCode.Created);

        Assert.Equal(first.Body, (await BuyAsync(world, order, 10)).Must(HttpStatusCode.Created).Body);
        Assert.Equal("idempotency_key_reused", (await BuyAsync(world, order, 11)).Code);
        foreach (
            var answer in (ApiAnswer[])
                [await BuyAsync(other, order, 10), await BuyAsync(world, order.ToLowerInvariant(), 10)]
        )
        {
            Assert.Equal((HttpStatusCode.Conflict, "order_taken"), (answer.Status, answer.Code));
            Assert.Equal((order, world.Id), (answer.Text("orderId"), answer.Text("customerId")));
        }

        Assert.Equal((60, 50), (await BalanceAsync(world), await BalanceAsync(other)));
    }

    [Fact]
    public async Task A9_Coverage_under_another_customers_order_is_refused_and_under_the_same_customers_is_not()
    {
        var (world, other) = (await CareWorldAsync(), await CareWorldAsync());
        var order = $"ORD-{world.License}";
        (await BuyAsync(world, order, 10)).Must(HttpStatusCode.Created);

        (await CareAsync(world, order)).Must(HttpStatusCode.OK);
        foreach (
            var answer in (ApiAnswer[])[await CareAsync(other, order), await CareAsync(other, order.ToLowerInvariant())]
        )
        {
            Assert.Equal((HttpStatusCode.Conflict, "order_taken"), (answer.Status, answer.Code));
            Assert.Equal((order, world.Id), (answer.Text("orderId"), answer.Text("customerId")));
        }
    }

    [Fact]
    public async Task J1_Of_two_customers_whose_shops_send_an_order_at_once_exactly_one_gets_the_credits()
    {
        World[] worlds = [await World.CreateAsync(desk), await World.CreateAsync(desk)];
        var order = $"ORD-{worlds[0].License}";

        var answers = await Task.WhenAll(worlds.Select(world => BuyAsync(world, order, 10)));

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.Conflict],
            answers.Select(answer => answer.Status).Order()
        );
        var balances = await Task.WhenAll(worlds.Select(BalanceAsync));
        Assert.Equal([50L, 60L], balances.Order());
    }

    private Task<World> CareWorldAsync() => World.CreateAsync(desk, "Multi-Vendor Ultimate");

    private static Task<ApiAnswer> BuyAsync(World world, string order, long credits) =>
        world.System.PostAsync(
            $"/v1/customers/{world.Id}/credits/purchases",
            $$"""{"orderId":"{{order}}","credits":{{credits}}}"""
        );

    private static Task<ApiAnswer> CareAsync(World world, string order) =>
        world.System.PostAsync($"/v1/licenses/{world.License}/care", $$"""{"orderId":"{{order}}"}""");

    private static async Task<long> BalanceAsync(World world) =>
        (await world.Admin.GetAsync($"/v1/customers/{world.Id}/credits")).Must(HttpStatusCode.OK).Number("balance");
}
