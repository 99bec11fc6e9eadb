using System.Net;
using Xunit;

namespace Tallydesk.Tests.Identity;

[Collection(PeopleTests.Name)]
public sealed class TokenTests(DeskHost desk)
{
    [Fact]
    public async Task A_revoked_token_is_no_token_from_then_on()
    {
        var made = (await desk.Admin.PostAsync("/v1/tokens", """{"name":"E","role":"engineer"}""")).Must(
            HttpStatusCode.Created
        );
        var engineer = desk.Client(made.Text("token"));
        (await engineer.GetAsync("/v1/tickets")).Must(HttpStatusCode.OK);

        var revoked = await desk.Admin.PostAsync($"/v1/tokens/{made.Text("id")}/revocation");
        Assert.Equal(HttpStatusCode.Unauthorized, (await engineer.GetAsync("/v1/tickets")).Status);
        var again = await desk.Admin.PostAsync($"/v1/tokens/{made.Text("id")}/revocation");
        Assert.Equal(revoked.Must(HttpStatusCode.OK).Body, again.Body);
        Assert.Equal("not_found", (await desk.Admin.PostAsync("/v1/tokens/nobody/revocation")).Code);
    }

    [Theory]
    [InlineData("tdk_admin_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("tdk_nobody_only-for-these-tests")]
    [InlineData("tdk_admin")]
    [InlineData("tdk__")]
    [InlineData("x")]
    public async Task Wrong_tokens_prove_nothing(string token)
    {
        var answer = await desk.Client(token).GetAsync("/v1/customers");
        Assert.Equal((HttpStatusCode.Unauthorized, "unauthenticated"), (answer.Status, answer.Code));
        Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task Lists_show_no_secret()
    {
        var made = await desk.Admin.PostAsync("/v1/tokens", """{"name":"Nina","role":"lead"}""");
        var list = (await desk.Admin.GetAsync("/v1/tokens?limit=100")).Must(HttpStatusCode.OK).Body;
        Assert.Contains("\"name\":\"Nina\",\"role\":\"lead\"", list);
        Assert.DoesNotContain(made.Text("token").Split('_')[2], list);
    }

    [Fact]
    public async Task A_token_in_the_query_counts_on_no_route_of_v1()
    {
        var made = await World.TokenAsync(desk.Admin, "E", "engineer");
        var answer = await desk.Client(token: null).GetAsync($"/v1/tickets?access_token={made}");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }
}
