using System.Net;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Licensing;

[Collection(DeskTests.Name)]
public sealed class LicenseLifeTests(DeskHost desk)
{
    [Fact]
    public async Task A8_A_revoked_license_loses_its_unspent_credits_and_its_tickets_are_finished()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync(""","preAgreedUpTo":20""");
        await world.AssessAsync(ticket, "investigation");

        var revoked = (await RevokeAsync(world)).Must(HttpStatusCode.OK);

        Assert.NotEmpty(revoked.Text("revokedAt"));
        Assert.Equal("license_revoked", (await world.Customer.PostAsync("/v1/tickets", world.Question())).Code);
        Assert.Equal("license_revoked", (await StorefrontAsync(world)).Code);
        Assert.Equal(0, await BalanceAsync(world));
        await world.AssessAsync(ticket, "configuration");
        Assert.Equal(0, await BalanceAsync(world));
        var statement = await world.Customer.GetAsync($"/v1/customers/{world.Id}/credits/entries");
        Assert.Equal(
            [("grant", 50), ("charge", -20), ("void", -30), ("refund", 10), ("void", -10)],
            Items(statement).Select(row => (row.GetProperty("kind").GetString(), row.GetProperty("amount").GetInt32()))
        );
        Assert.All(
            Items(statement),
            row => Assert.Equal(world.License, row.GetProperty("lots")[0].GetProperty("license").GetString())
        );
    }

    [Fact]
    public async Task A8_Revoking_twice_answers_the_same()
    {
        var world = await World.CreateAsync(desk);

        var first = (await RevokeAsync(world)).Must(HttpStatusCode.OK);
        var second = (await RevokeAsync(world, "Again")).Must(HttpStatusCode.OK);

        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task A3_A8_A_revoked_license_counts_as_the_first()
    {
        var world = await World.CreateAsync(desk);
        (await RevokeAsync(world)).Must(HttpStatusCode.OK);

        var next = await world.Admin.PostAsync(
            $"/v1/customers/{world.Id}/licenses",
            $$"""{"number":"{{world.License}}-2","edition":"CS-Cart","purchasedOn":"2026-11-01"}"""
        );

        Assert.Equal(("additional", 30), (next.Text("kind"), next.Number("grantedCredits")));
        Assert.Equal(30, await BalanceAsync(world));
    }

    [Fact]
    public async Task A8_What_is_split_off_after_the_revocation_counts_for_its_messages_time()
    {
        var world = await World.CreateAsync(desk, "Multi-Vendor");
        var ticket = await world.OpenAsync();
        var before = await world.WriteAsync(ticket);
        (await RevokeAsync(world)).Must(HttpStatusCode.OK);
        var after = await world.WriteAsync(ticket);

        Assert.Equal("supportPeriod", await SplitAsync(world, ticket, before));
        Assert.Equal("credits", await SplitAsync(world, ticket, after));
    }

    [Fact]
    public async Task A9_Bought_care_begins_when_the_running_care_ends_and_an_order_counts_once()
    {
        var world = await World.CreateAsync(desk, "Multi-Vendor Ultimate");
        var path = $"/v1/licenses/{world.License}/care";

        var bought = (await world.System.PostAsync(path, """{"orderId":"care-1"}""")).Must(HttpStatusCode.OK);
        var again = (await world.System.PostAsync(path, """{"orderId":"care-1"}""")).Must(HttpStatusCode.OK);
        var other = await world.System.PostAsync(path, """{"orderId":"care-1","years":3}""");

        Assert.Equal("2028-11-01T10:00:00+04:00", bought.Text("coveredUntil"));
        Assert.Equal(bought.Body, again.Body);
        Assert.Equal(HttpStatusCode.BadRequest, other.Status);
        Assert.Equal(2, bought.Json.GetProperty("coverage").GetArrayLength());
        var view = await world.Customer.GetAsync($"/v1/licenses/{world.License}");
        Assert.Equal(bought.Body, view.Must(HttpStatusCode.OK).Body);
    }

    [Fact]
    public async Task A8_A9_A_revoked_license_is_sold_nothing()
    {
        var world = await World.CreateAsync(desk, "Multi-Vendor Ultimate");
        (await RevokeAsync(world)).Must(HttpStatusCode.OK);

        foreach (
            var (path, body) in ((string, string)[])
                [("care", """{"orderId":"o"}"""), ("upgrade-subscription", """{"upgradeSubscription":"lifetime"}""")]
        )
        {
            var answer = await world.System.PostAsync($"/v1/licenses/{world.License}/{path}", body);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "license_revoked"), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task E4_An_upgrade_subscription_is_renewed_and_shown()
    {
        var world = await World.CreateAsync(desk, "Multi-Vendor Ultimate");
        var path = $"/v1/licenses/{world.License}/upgrade-subscription";

        await world.System.PostAsync(path, """{"upgradeSubscription":"2027-03-01T00:00:00+04:00"}""");
        await world.System.PostAsync(path, """{"upgradeSubscription":"2028-03-01T00:00:00+04:00"}""");

        var view = await world.Customer.GetAsync($"/v1/licenses/{world.License}");
        Assert.StartsWith("2028-03-01T00:00:00", view.Text("upgradeSubscription"), StringComparison.Ordinal);
    }

    private static Task<ApiAnswer> RevokeAsync(World world, string reason = "Paid back") =>
        world.System.PostAsync($"/v1/licenses/{world.License}/revocation", $$"""{"reason":"{{reason}}"}""");

    private static Task<ApiAnswer> StorefrontAsync(World world) =>
        world.Admin.PostAsync(
            $"/v1/customers/{world.Id}/licenses",
            $$"""{"number":"{{world.License}}-S","edition":"CS-Cart","purchasedOn":"2026-11-01","storefrontOf":"{{world.License}}"}"""
        );

    private static async Task<long> BalanceAsync(World world) =>
        (await world.Customer.GetAsync($"/v1/customers/{world.Id}/credits")).Number("balance");

    /// <summary>What covers the ticket that a message is split off into.</summary>
    private static async Task<string> SplitAsync(World world, long ticket, long message)
    {
        var split = await world.Engineer.PostAsync(
            $"/v1/tickets/{ticket}/splits",
            $$"""{"messageIds":[{{message}}],"subject":"Another"}"""
        );
        var child = split.Must(HttpStatusCode.Created).Number("number");
        return (await world.Customer.GetAsync($"/v1/tickets/{child}")).Text("coverage");
    }

    private static System.Text.Json.JsonElement.ArrayEnumerator Items(ApiAnswer answer) =>
        answer.Must(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray();
}
