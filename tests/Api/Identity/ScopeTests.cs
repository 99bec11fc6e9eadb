using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Tallydesk.Identity;
using Tallydesk.Tests.People;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Identity;

[Collection(PeopleTests.Name)]
public sealed class ScopeTests(DeskHost desk)
{
    /// <summary>Scopes of an engineer's token, method, path, and whether the token may.</summary>
    public static TheoryData<string, string, string, bool> Cases =>
        new()
        {
            { "tickets:read", "GET", "tickets", true },
            { "tickets:read", "GET", "tickets/{t}/charges", true },
            { "tickets:read", "POST", "tickets/{t}/claim", false },
            { "tickets:read", "GET", "queues/support", false },
            { "tickets:read", "POST", "quotes", false },
            { "tickets:write", "GET", "tickets/{t}", true },
            { "tickets:write", "POST", "tickets/{t}/claim", true },
            { "tickets:write", "GET", "customers", false },
            { "quotes:read", "POST", "quotes", true },
            { "queues:read", "GET", "queues", true },
            { "queues:read", "POST", "queues/support/next", false },
            { "queues:write", "POST", "queues/support/next", true },
            { "customers:read credits:read", "GET", "customers/{c}/credits", true },
            { "customers:read", "GET", "customers/{c}/credits", false },
            { "me:read", "GET", "me", true },
            { "me:read", "POST", "me/tokens", false },
            { "", "GET", "tickets", false },
            // No scope is more than the role.
            { "tokens:write users:write", "GET", "tokens", false },
            { "credits:write", "POST", "customers/{c}/credits/adjustments", false },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_token_does_what_its_scopes_name_and_its_role_may(
        string scopes,
        string method,
        string path,
        bool may
    )
    {
        var world = await World.CreateAsync(desk);
        var client = desk.Client(await TokenAsync(scopes));
        var filled = path.Replace("{t}", $"{await world.OpenAsync()}").Replace("{c}", world.Id);
        var body = path switch
        {
            "quotes" => $$"""{"licenseNumber":"{{world.License}}","category":"question"}""",
            "me/tokens" => """{"name":"x"}""",
            _ when path.EndsWith("adjustments", StringComparison.Ordinal) => """{"credits":1,"reason":"r"}""",
            _ => method == "POST" ? "{}" : null,
        };

        var answer = await client.SendAsync(new(method), $"/v1/{filled}", body);

        Assert.Equal(may, (int)answer.Status is >= 200 and < 300);
        Assert.True(may || answer.Status == HttpStatusCode.Forbidden, answer.Body);
    }

    [Fact]
    public async Task What_lacks_is_named()
    {
        var answer = await desk.Client(await TokenAsync("tickets:read")).PostAsync("/v1/tickets/1/claim", "{}");
        Assert.Equal("insufficient_scope", answer.Code);
        Assert.Equal(
            "Bearer error=\"insufficient_scope\", scope=\"tickets:write\"",
            answer.Headers["WWW-Authenticate"]
        );
    }

    [Fact]
    public void Every_endpoint_of_v1_and_every_hub_belongs_to_an_area()
    {
        var without = desk
            .Endpoints.Where(endpoint =>
                endpoint.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal)
                || endpoint.RoutePattern.RawText.StartsWith("/hubs", StringComparison.Ordinal)
            )
            .Where(endpoint => Scopes.NeededBy(endpoint, "GET") is null)
            .Select(endpoint => endpoint.RoutePattern.RawText);
        Assert.Empty(without);
    }

    [Fact]
    public async Task Hubs_ask_for_scopes_too()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        await using var reader = await HubClient.ConnectAsync(desk, await TokenAsync("queues:read"));
        var refused = await Assert.ThrowsAsync<HubException>(() => reader.InvokeAsync<object>("Claim", ticket, "c-1"));
        Assert.Contains("queues:write", refused.Message);
        var other = await TokenAsync("tickets:write");
        await Assert.ThrowsAnyAsync<Exception>(() => HubClient.ConnectAsync(desk, other));
    }

    [Fact]
    public async Task A_token_of_ones_own_is_never_more_than_the_one_it_is_made_by()
    {
        var owner = desk.Client(await TokenAsync("tickets:read me:write"));
        Assert.Equal(
            "invalid_field",
            (await owner.PostAsync("/v1/me/tokens", """{"name":"x","scopes":["tickets:write"]}""")).Code
        );
        var made = (await owner.PostAsync("/v1/me/tokens", """{"name":"x"}""")).Must(HttpStatusCode.Created);
        var own = desk.Client(made.Text("token"));
        var me = (await own.GetAsync("/v1/me")).Must(HttpStatusCode.OK);
        Assert.Equal((await owner.GetAsync("/v1/me")).Text("id"), me.Text("id"));
        Assert.Equal("""["me:write","tickets:read"]""", me.Json.GetProperty("scopes").GetRawText());
        (await own.GetAsync("/v1/tickets")).Must(HttpStatusCode.OK);
        (await own.GetAsync("/v1/queues")).Must(HttpStatusCode.Forbidden);

        var list = (await own.GetAsync("/v1/me/tokens")).Json.GetProperty("items");
        Assert.Equal(made.Text("id"), Assert.Single(list.EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(
            "not_found",
            (await desk.Admin.PostAsync($"/v1/me/tokens/{made.Text("id")}/revocation", "{}")).Code
        );
        (await own.PostAsync($"/v1/me/tokens/{made.Text("id")}/revocation", "{}")).Must(HttpStatusCode.OK);
        (await own.GetAsync("/v1/me")).Must(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_of_ones_own_ends_no_later_than_the_one_it_is_made_by()
    {
        // The database keeps milliseconds.
        var end = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 1800);
        var giver = await desk.Admin.PostAsync(
            "/v1/tokens",
            $$"""{"name":"x","role":"engineer","expiresAt":"{{end:O}}"}"""
        );
        var owner = desk.Client(giver.Must(HttpStatusCode.Created).Text("token"));

        var later = await owner.PostAsync("/v1/me/tokens", $$"""{"name":"x","expiresAt":"{{end.AddHours(1):O}}"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "expiresAt"), (later.Status, later.Text("field")));

        foreach (var body in (string[])["""{"name":"x"}""", $$"""{"name":"x","expiresAt":"{{end:O}}"}"""])
        {
            var made = (await owner.PostAsync("/v1/me/tokens", body)).Must(HttpStatusCode.Created);
            var me = (await desk.Client(made.Text("token")).GetAsync("/v1/me")).Must(HttpStatusCode.OK);
            Assert.True(me.Json.GetProperty("expiresAt").GetDateTimeOffset() <= end);
        }
    }

    [Theory]
    [InlineData("""{"name":"x","role":"lead","scopes":["tickets:all"]}""", "scopes")]
    [InlineData("""{"name":"x","role":"lead","scopes":[null]}""", "scopes")]
    [InlineData("""{"name":"x","role":"lead","expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"name":"x","role":"lead","expiresAt":"2190-01-01T00:00:00Z"}""", "expiresAt")]
    public async Task Wrong_scopes_and_ends_are_refused_by_name(string body, string field)
    {
        var answer = await desk.Admin.PostAsync("/v1/tokens", body);
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Text("field")));
    }

    [Fact]
    public async Task An_expired_token_is_no_token_and_its_hub_connections_end()
    {
        var time = new MovedTime();
        var own = await DeskHost.StartAsync(time, DeskHost.Unlimited);
        try
        {
            var until = time.GetUtcNow().AddMinutes(10).ToString("O");
            var made = await own.Admin.PostAsync(
                "/v1/tokens",
                $$"""{"name":"x","role":"engineer","expiresAt":"{{until}}"}"""
            );
            var client = own.Client(made.Must(HttpStatusCode.Created).Text("token"));
            (await client.GetAsync("/v1/tickets")).Must(HttpStatusCode.OK);
            await using var hub = await HubClient.ConnectAsync(own, made.Text("token"));
            var closed = new TaskCompletionSource();
            hub.Closed += _ =>
            {
                closed.TrySetResult();
                return Task.CompletedTask;
            };

            time.Pass(TimeSpan.FromMinutes(10));

            (await client.GetAsync("/v1/tickets")).Must(HttpStatusCode.Unauthorized);
            await closed.Task.WaitAsync(Eventually.Bound);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_persons_tokens_end_with_their_access_and_use_is_noted()
    {
        var own = await DeskHost.StartAsync(DeskHost.Unlimited);
        try
        {
            var owner = await Somebody.AcceptedAsync(own, "customer", (await World.CreateAsync(own)).Id);
            using var browser = new Pages.PageBrowser(own.Address);
            await owner.SignInAsync(browser);
            var page = await browser.SubmitAsync("/account", "/account/tokens", ("name", "my script"));
            var token = page.Token;
            var client = own.Client(token);
            Assert.Equal(owner.Id, (await client.GetAsync("/v1/me")).Must(HttpStatusCode.OK).Text("id"));

            (await own.Admin.PostAsync($"/v1/users/{owner.Id}/disabling", "{}")).Must(HttpStatusCode.OK);
            await Eventually.HoldsAsync(
                async () => (await client.GetAsync("/v1/me")).Status == HttpStatusCode.Unauthorized,
                () => "The token still holds"
            );

            await ((TokenUses)own.Services.GetService(typeof(TokenUses))!).StopAsync(default);
            var listed = (await own.Admin.GetAsync("/v1/tokens?limit=100")).Json.GetProperty("items").EnumerateArray();
            Assert.True(
                listed
                    .Single(item => item.GetProperty("name").GetString() == "my script")
                    .TryGetProperty("lastUsedAt", out _)
            );
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    private async Task<string> TokenAsync(string scopes)
    {
        var body = JsonSerializer.Serialize(
            new
            {
                name = "scoped",
                role = "engineer",
                scopes = scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            }
        );
        return (await desk.Admin.PostAsync("/v1/tokens", body)).Must(HttpStatusCode.Created).Text("token");
    }
}
