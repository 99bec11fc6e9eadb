using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Tallydesk.Batches;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Batches;

/// <summary>Many commands in one request: each is answered as its own request would be.</summary>
[Collection(DeskTests.Name)]
public sealed class BatchTests(DeskHost desk)
{
    /// <summary>Who sends, a path, a body, and the status and code that its own request gets.</summary>
    public static TheoryData<string, string, string, string> Singles =>
        new()
        {
            { "lead", "/v1/customers/{c}/credits/adjustments", """{"credits":-5,"reason":"r"}""", "201" },
            { "lead", "/v1/customers/{c}/credits/adjustments", """{"credits":-51,"reason":"r"}""", "422 insufficient_credits" },
            { "lead", "/v1/customers/{c}/credits/adjustments", """{"credits":5.0,"reason":"r"}""", "400 invalid_field" },
            { "lead", "/v1/customers/{c}/credits/adjustments", """{"credits":5,"reason":"r","more":1}""", "400 invalid_field" },
            { "lead", "/v1/customers/{c}/credits/adjustments", "null", "400 malformed_json" },
            { "lead", "/v1/customers/cus-none/credits/adjustments", """{"credits":5,"reason":"r"}""", "404 not_found" },
            { "engineer", "/v1/customers/{c}/credits/adjustments", """{"credits":5,"reason":"r"}""", "403 forbidden" },
            { "customer", "/v1/customers/{other}/credits/adjustments", """{"credits":5,"reason":"r"}""", "404 not_found" },
            { "system", "/v1/customers/{c}/credits/purchases", """{"orderId":"{l}-1","credits":10}""", "201" },
            { "customer", "/v1/customers/{c}/credits/purchases", """{"orderId":"{l}-1","credits":10}""", "403 forbidden" },
            { "system", "/v1/customers/{c}/licenses", """{"number":"{l}-X","edition":"CS-Cart","purchasedOn":"2026-03-01"}""", "201" },
            { "customer", "/v1/tickets", """{"licenseNumber":"{l}","subject":"s","body":"b"}""", "201" },
            { "system", "/v1/tickets", """{"licenseNumber":"{l}","subject":"s","body":"b"}""", "403 forbidden" },
            { "customer", "/v1/tickets", """{"licenseNumber":"NONE-1","subject":"s","body":"b"}""", "404 not_found" },
        };

    [Theory]
    [MemberData(nameof(Singles))]
    public async Task A_command_is_answered_as_its_own_request_would_be(
        string role,
        string path,
        string body,
        string expected
    )
    {
        var (world, other) = (await World.CreateAsync(desk), await World.CreateAsync(desk));
        var client = Of(world, role);
        var (to, sent) = (Fill(path, world, other), Fill(body, world, other));
        var key = $"batch-{world.License}";

        var answer = Assert.Single(await RunAsync(client, Command(key, to, sent)));
        var single = await client.PostAsync(to, sent, key);

        Assert.Equal(expected, Told(answer));
        Assert.Equal((int)single.Status, answer.GetProperty("status").GetInt32());
        Assert.True(
            JsonElement.DeepEquals(single.Json, answer.GetProperty("body")),
            $"{single.Body} and {answer.GetProperty("body")}"
        );
    }

    [Fact]
    public async Task A_refused_command_stops_no_other_and_those_of_one_customer_keep_their_order()
    {
        var world = await World.CreateAsync(desk);
        var path = $"/v1/customers/{world.Id}/credits/adjustments";
        // 50 credits: each takes all that the one before has left but one.
        var commands = Enumerable
            .Range(0, 50)
            .Select(n => Command($"k{n}", path, $$"""{"credits":-1,"reason":"number {{n}}"}"""))
            .Append(Command("k50", path, """{"credits":-1,"reason":"too much"}"""))
            .Append(Command("k51", path, """{"credits":7,"reason":"again"}"""));

        var answers = await RunAsync(world.Lead, [.. commands]);

        Assert.Equal(
            [.. Enumerable.Repeat("201", 50), "422 insufficient_credits", "201"],
            answers.Select(Told)
        );
        var entries = (await world.Lead.GetAsync($"/v1/customers/{world.Id}/credits/entries?limit=100")).Json;
        Assert.Equal(
            [.. Enumerable.Range(0, 50).Select(n => $"number {n}"), "again"],
            entries
                .GetProperty("items")
                .EnumerateArray()
                .Where(entry => entry.GetProperty("kind").GetString() == "adjustment")
                .Select(entry => entry.GetProperty("reason").GetString())
        );
    }

    [Fact]
    public async Task A_batch_that_is_sent_again_changes_nothing_and_gets_the_same_answers()
    {
        var world = await World.CreateAsync(desk);
        string[] commands =
        [
            Command("a", $"/v1/customers/{world.Id}/credits/purchases", $$"""{"orderId":"{{world.License}}-9","credits":10}"""),
            Command("b", $"/v1/customers/{world.Id}/licenses", $$"""{"number":"{{world.License}}-9","edition":"CS-Cart","purchasedOn":"2026-03-01"}"""),
        ];

        var first = await RunAsync(world.System, commands);
        var after = await world.SnapshotAsync();
        var again = await RunAsync(world.System, commands);

        Assert.Equal(first.Select(answer => answer.GetRawText()), again.Select(answer => answer.GetRawText()));
        Assert.Equal(after, await world.SnapshotAsync());
    }

    [Fact]
    public async Task Each_command_needs_the_scope_of_its_own_request()
    {
        var world = await World.CreateAsync(desk);
        var made = await desk.Admin.PostAsync(
            "/v1/tokens",
            """{"name":"Import","role":"admin","scopes":["batches:write","licenses:write"]}"""
        );
        var import = desk.Client(made.Must(HttpStatusCode.Created).Text("token"));

        var answers = await RunAsync(
            import,
            Command("a", $"/v1/customers/{world.Id}/licenses", $$"""{"number":"{{world.License}}-8","edition":"CS-Cart","purchasedOn":"2026-03-01"}"""),
            Command("b", $"/v1/customers/{world.Id}/credits/adjustments", """{"credits":5,"reason":"r"}""")
        );

        Assert.Equal(["201", "403 insufficient_scope"], answers.Select(Told));
    }

    [Theory]
    [InlineData("{}", "commands")]
    [InlineData("""{"commands":[]}""", "commands")]
    [InlineData("""{"commands":[null]}""", "commands")]
    [InlineData("""{"commands":[{"key":"a","path":"/v1/tickets","body":{},"more":1}]}""", "commands")]
    [InlineData("""{"commands":[{"key":5,"path":"/v1/tickets","body":{}}]}""", "commands")]
    public async Task A_malformed_batch_is_refused_as_a_whole(string body, string field)
    {
        var answer = await desk.Admin.PostAsync("/v1/batches", body);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_field"), (answer.Status, answer.Code));
        Assert.StartsWith(field, answer.Text("field"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_takes_a_thousand_commands_and_no_more()
    {
        var commands = Enumerable.Range(0, 1_001).Select(n => Command($"k{n}", "/v1/nothing", "{}")).ToArray();
        var refused = await desk.Admin.PostAsync("/v1/batches", Batch(commands));
        Assert.Equal((HttpStatusCode.BadRequest, "commands"), (refused.Status, refused.Text("field")));

        Assert.Equal(1_000, (await RunAsync(desk.Admin, commands[..1_000])).Length);
    }

    [Theory]
    [InlineData("/v1/tokens", "k", "path")]
    [InlineData("/v1/batches", "k", "path")]
    [InlineData("v1/tickets", "k", "path")]
    [InlineData("/v1/tickets?x=1", "k", "path")]
    [InlineData("/v1/customers/%00/licenses", "k", "path")]
    [InlineData("/v1/customers/\\u0000/licenses", "k", "path")]
    [InlineData("/v1/tickets", "", "key")]
    [InlineData("/v1/tickets", "k ", "key")]
    [InlineData("/v1/tickets", "kéy", "key")]
    public async Task A_command_that_names_no_request_or_has_no_key_is_refused_by_its_field(
        string path,
        string key,
        string field
    )
    {
        var answer = Assert.Single(await RunAsync(desk.Admin, Command(key, path, "{}")));
        Assert.Equal(("400 invalid_field", field), (Told(answer), answer.GetProperty("body").GetProperty("field").GetString()));
    }

    [Fact]
    public void Endpoints_that_take_part_are_posts_without_constraints()
    {
        var batched = desk.Endpoints.Where(one => one.Metadata.GetMetadata<Batched>() is not null).ToArray();
        Assert.Equal(4, batched.Length);
        Assert.All(
            batched,
            one =>
            {
                Assert.Equal(["POST"], one.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods);
                Assert.Empty(one.RoutePattern.ParameterPolicies);
            }
        );
    }

    [Fact]
    public async Task Commands_count_against_the_callers_limit()
    {
        var small = await DeskHost.StartAsync("--Limits:SignedInBurst=10", "--Limits:SignedInPerSecond=1");
        try
        {
            var commands = Enumerable.Range(0, 20).Select(n => Command($"k{n}", "/v1/tickets", "{}")).ToArray();
            var answer = await small.Admin.PostAsync("/v1/batches", Batch(commands));

            var told = answer.Must(HttpStatusCode.OK).Json.GetProperty("answers").EnumerateArray().Select(Told).ToArray();
            var through = told.TakeWhile(one => one != "429 too_many_requests").Count();
            Assert.InRange(through, 1, 15);
            Assert.All(told[through..], one => Assert.Equal("429 too_many_requests", one));
            Assert.True(int.Parse(answer.Headers["Retry-After"]) >= 1);
        }
        finally
        {
            await small.DisposeAsync();
        }
    }

    private static ApiClient Of(World world, string role) =>
        role switch
        {
            "lead" => world.Lead,
            "engineer" => world.Engineer,
            "customer" => world.Customer,
            "system" => world.System,
            _ => world.Admin,
        };

    private static string Fill(string text, World world, World other) =>
        text.Replace("{c}", world.Id).Replace("{other}", other.Id).Replace("{l}", world.License);

    private static string Command(string key, string path, string body) =>
        $$"""{"key":{{JsonSerializer.Serialize(key)}},"path":"{{path}}","body":{{body}}}""";

    private static string Batch(params string[] commands) => $$"""{"commands":[{{string.Join(',', commands)}}]}""";

    private static async Task<JsonElement[]> RunAsync(ApiClient client, params string[] commands) =>
        [
            .. (await client.PostAsync("/v1/batches", Batch(commands)))
                .Must(HttpStatusCode.OK)
                .Json.GetProperty("answers")
                .EnumerateArray(),
        ];

    /// <summary>Status and code of an answer.</summary>
    private static string Told(JsonElement answer) =>
        answer.GetProperty("status").GetInt32()
        + (answer.GetProperty("body").TryGetProperty("code", out var code) ? $" {code.GetString()}" : "");
}
