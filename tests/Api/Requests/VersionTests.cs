using System.Net;
using Xunit;

namespace Tallydesk.Tests.Requests;

[Collection(DeskTests.Name)]
public sealed class VersionTests(DeskHost desk)
{
    [Fact]
    public async Task A_stale_If_Match_is_refused_and_the_current_one_is_not()
    {
        var world = await World.CreateAsync(desk);
        var ticket = $"/v1/tickets/{await world.OpenAsync()}";
        var seen = (await world.Engineer.GetAsync(ticket)).Headers["ETag"];
        (await world.Customer.PostAsync($"{ticket}/messages", """{"body":"b"}""")).Must(HttpStatusCode.Created);

        var stale = await world.Engineer.PostAsync($"{ticket}/claim", ifMatch: seen);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "stale_version"), (stale.Status, stale.Code));

        var fresh = (await world.Engineer.GetAsync(ticket)).Headers["ETag"];
        Assert.Equal($"\"{stale.Number("version")}\"", fresh);
        (await world.Engineer.PostAsync($"{ticket}/claim", ifMatch: fresh)).Must(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("W/\"1\"")]
    [InlineData("\"one\"")]
    [InlineData("-1")]
    public async Task A_malformed_If_Match_is_refused(string ifMatch)
    {
        var answer = await desk.Admin.PostAsync("/v1/tickets/1/claim", ifMatch: ifMatch);
        Assert.Equal((HttpStatusCode.BadRequest, "If-Match"), (answer.Status, answer.Text("field")));
    }

    [Fact]
    public async Task Customers_and_licenses_have_versions_too()
    {
        var world = await World.CreateAsync(desk);
        Assert.Matches("^\"[0-9]+\"$", (await world.Customer.GetAsync($"/v1/customers/{world.Id}")).Headers["ETag"]);
        Assert.Matches(
            "^\"[0-9]+\"$",
            (await world.Customer.GetAsync($"/v1/licenses/{world.License}")).Headers["ETag"]
        );
    }
}
