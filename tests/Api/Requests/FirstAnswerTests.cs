using System.Net;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Requests;

/// <summary>A repeat is answered as it was first, also where the same read now would say something else (Policy D10).</summary>
[Collection(DeskTests.Name)]
public sealed class FirstAnswerTests(DeskHost desk)
{
    [Fact]
    public async Task B1_A_repeated_opening_tells_the_coverage_of_its_first_answer()
    {
        var world = await World.CreateAsync(desk, "Multi-Vendor Ultimate");
        var first = await world.Customer.PostAsync("/v1/tickets", world.Question(), "open");
        var until = first.Must(HttpStatusCode.Created).Text("coveredUntil");
        (
            await world.System.PostAsync($"/v1/licenses/{world.License}/care", """{"orderId":"first-answer-care"}""")
        ).Must(HttpStatusCode.OK);
        var ticket = await world.Customer.GetAsync($"/v1/tickets/{first.Number("number")}");
        Assert.NotEqual(until, ticket.Must(HttpStatusCode.OK).Text("coveredUntil"));

        var again = await world.Customer.PostAsync("/v1/tickets", world.Question(), "open");
        Assert.Equal((first.Status, first.Body), (again.Status, again.Body));
        Assert.Equal(first.Headers["Location"], again.Headers["Location"]);
    }

    [Fact]
    public async Task A_webhooks_secret_is_repeated_while_it_holds_and_never_another()
    {
        var body = $$"""{"name":"Repeated","url":"{{DeskHost.Nowhere}}","events":["ticket.opened"]}""";
        var made = (await desk.Admin.PostAsync("/v1/webhooks", body, "made")).Must(HttpStatusCode.Created);
        var path = $"/v1/webhooks/{made.Text("id")}";
        Assert.Equal(made.Body, (await desk.Admin.PostAsync("/v1/webhooks", body, "made")).Body);

        var renewed = (await desk.Admin.PostAsync($"{path}/secret", key: "renewed")).Must(HttpStatusCode.OK);
        Assert.NotEqual(made.Text("secret"), renewed.Text("secret"));
        Assert.Equal(renewed.Body, (await desk.Admin.PostAsync($"{path}/secret", key: "renewed")).Body);
        var again = (await desk.Admin.PostAsync("/v1/webhooks", body, "made")).Must(HttpStatusCode.Created);
        Assert.False(again.Json.TryGetProperty("secret", out _));
        (await desk.Admin.PostAsync($"{path}/removal")).Must(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_is_repeated_also_once_it_has_ended()
    {
        var time = new MovedTime();
        var own = await DeskHost.StartAsync(time, DeskHost.Unlimited);
        try
        {
            var end = time.GetUtcNow().AddHours(1);
            Task<ApiAnswer> MakeAsync() =>
                own.Admin.PostAsync("/v1/tokens", $$"""{"name":"A","role":"lead","expiresAt":"{{end:O}}"}""", "made");
            Task<ApiAnswer> MakeOwnAsync() =>
                own.Admin.PostAsync("/v1/me/tokens", $$"""{"name":"A","expiresAt":"{{end:O}}"}""", "made");
            var (first, firstOwn) = (await MakeAsync(), await MakeOwnAsync());

            time.Pass(TimeSpan.FromHours(2));
            Assert.Equal(first.Must(HttpStatusCode.Created).Body, (await MakeAsync()).Body);
            Assert.Equal(firstOwn.Must(HttpStatusCode.Created).Body, (await MakeOwnAsync()).Body);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }
}
