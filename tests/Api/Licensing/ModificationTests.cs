using System.Net;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Licensing;

[Collection(DeskTests.Name)]
public sealed class ModificationTests(DeskHost desk)
{
    private const string Minor = """{"category":"complexModification","minorModification":true}""";

    [Fact]
    public async Task E3_Seven_are_free_the_eighth_needs_a_price_and_one_given_back_is_free_again()
    {
        var world = await World.CreateAsync(desk, "Multi-Vendor Ultimate");
        var tickets = new List<long>();
        for (var taken = 0; taken < 7; taken++)
        {
            tickets.Add(await world.OpenAsync());
            var made = (await AssessAsync(world, tickets[^1], Minor)).Must(HttpStatusCode.Created);
            Assert.Equal((0, "vip", "open"), (made.Number("price"), made.Text("coverage"), made.Text("status")));
        }

        Assert.Equal(7, await UsedAsync(world));
        var eighth = await world.OpenAsync();
        Assert.Equal("price_required", (await AssessAsync(world, eighth, Minor)).Code);
        (await AssessAsync(world, tickets[0], """{"category":"question"}""")).Must(HttpStatusCode.Created);
        Assert.Equal(6, await UsedAsync(world));
        (await AssessAsync(world, eighth, Minor)).Must(HttpStatusCode.Created);

        var ninth = await world.OpenAsync();
        var quoted = await AssessAsync(world, ninth, Minor.Replace("true", "true,\"credits\":20"));
        Assert.Equal((20, "awaitingConsent"), (quoted.Number("price"), quoted.Text("status")));
    }

    [Fact]
    public async Task D10_E3_The_same_command_takes_one_modification()
    {
        var world = await World.CreateAsync(desk, "Multi-Vendor Ultimate");
        var ticket = await world.OpenAsync();
        var path = $"/v1/tickets/{ticket}/assessments";

        var first = await world.Engineer.PostAsync(path, Minor, "key-1");
        var again = await world.Engineer.PostAsync(path, Minor, "key-1");
        var other = await world.Engineer.PostAsync(path, """{"category":"question"}""", "key-1");

        Assert.Equal(first.Must(HttpStatusCode.Created).Body, again.Body);
        Assert.Equal("idempotency_key_reused", other.Code);
        Assert.Equal(1, await UsedAsync(world));
    }

    private static Task<ApiAnswer> AssessAsync(World world, long ticket, string body) =>
        world.Engineer.PostAsync($"/v1/tickets/{ticket}/assessments", body);

    /// <summary>What the owner is shown of this month's quota.</summary>
    private static async Task<int> UsedAsync(World world)
    {
        var license = (await world.Customer.GetAsync($"/v1/licenses/{world.License}")).Must(HttpStatusCode.OK);
        return license.Json.GetProperty("minorModifications").GetProperty("used").GetInt32();
    }
}
