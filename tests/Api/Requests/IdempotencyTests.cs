using System.Net;
using Tallydesk.Requests;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Requests;

/// <summary>Each mutating route under a key: the same again is answered the same, other content is refused (Policy D10).</summary>
[Collection(DeskTests.Name)]
public sealed class IdempotencyTests(DeskHost desk)
{
    /// <summary>Route, who calls it, its body, and another body; null where the route takes none.</summary>
    private static readonly Mutation[] Mutations =
    [
        new("/v1/tokens", w => w.Admin, """{"name":"A","role":"lead"}""", """{"name":"B","role":"lead"}"""),
        new("/v1/me/tokens", w => w.Engineer, """{"name":"A"}""", """{"name":"B"}"""),
        new("/v1/me/tokens/{id}/revocation", w => w.Engineer),
        new(
            "/v1/users",
            w => w.Admin,
            """{"email":"{l}@users.example","name":"A","role":"lead"}""",
            """{"email":"{l}@users.example","name":"B","role":"lead"}"""
        ),
        new("/v1/users/{id}/invitation", w => w.Admin),
        new("/v1/users/{id}/disabling", w => w.Admin),
        new("/v1/users/{id}/enabling", w => w.Admin),
        new("/v1/users/{id}/role", w => w.Admin, """{"role":"lead"}""", """{"role":"admin"}"""),
        new(
            "/v1/webhooks",
            w => w.Admin,
            """{"name":"A","url":"http://127.0.0.1:9/","events":["ticket.opened"]}""",
            """{"name":"B","url":"http://127.0.0.1:9/","events":["ticket.opened"]}"""
        ),
        new("/v1/webhooks/{id}/secret", w => w.Admin),
        new("/v1/webhooks/{id}/trial", w => w.Admin),
        new("/v1/webhooks/{id}/removal", w => w.Admin),
        new("/v1/customers", w => w.Admin, """{"name":"A","email":"a@b.c"}""", """{"name":"B","email":"a@b.c"}"""),
        new(
            "/v1/customers/{customer}/licenses",
            w => w.System,
            """{"number":"{l}-X","edition":"CS-Cart","purchasedOn":"2026-03-01"}""",
            """{"number":"{l}-Y","edition":"CS-Cart","purchasedOn":"2026-03-01"}"""
        ),
        new(
            "/v1/customers/{customer}/credits/purchases",
            w => w.System,
            """{"orderId":"{l}-1","credits":10}""",
            """{"orderId":"{l}-1","credits":11}"""
        ),
        new(
            "/v1/customers/{customer}/credits/adjustments",
            w => w.Lead,
            """{"credits":-5,"reason":"r"}""",
            """{"credits":-6,"reason":"r"}"""
        ),
        new("/v1/licenses/{number}/revocation", w => w.System, """{"reason":"paid back"}""", """{"reason":"fraud"}"""),
        new("/v1/licenses/{number}/care", w => w.System, """{"orderId":"{l}-1"}""", """{"orderId":"{l}-2"}""")
        {
            Edition = "Multi-Vendor Ultimate",
        },
        new(
            "/v1/licenses/{number}/period",
            w => w.System,
            """{"orderId":"{l}-1","days":30}""",
            """{"orderId":"{l}-1","days":90}"""
        )
        {
            Edition = "Multi-Vendor",
        },
        new(
            "/v1/licenses/{number}/upgrade-subscription",
            w => w.System,
            """{"upgradeSubscription":"lifetime"}""",
            """{"upgradeSubscription":"none"}"""
        ),
        new(
            "/v1/tickets",
            w => w.Customer,
            """{"licenseNumber":"{l}","subject":"s","body":"b"}""",
            """{"licenseNumber":"{l}","subject":"s","body":"c"}"""
        ),
        new("/v1/tickets/{number:long}/messages", w => w.Customer, """{"body":"b"}""", """{"body":"c"}"""),
        new(
            "/v1/tickets/{number:long}/assessments",
            w => w.Engineer,
            """{"category":"configuration"}""",
            """{"category":"investigation"}"""
        ),
        new(
            "/v1/tickets/{number:long}/splits",
            w => w.Engineer,
            """{"messageIds":[{m}],"subject":"s"}""",
            """{"messageIds":[{m}],"subject":"t"}"""
        ),
        new("/v1/tickets/{number:long}/claim", w => w.Engineer),
        new("/v1/tickets/{number:long}/release", w => w.Engineer) { Before = "claim" },
        new("/v1/tickets/{number:long}/assignee", w => w.Lead, """{"engineer":"admin"}""", """{"engineer":"{e}"}"""),
        new(
            "/v1/tickets/{number:long}/urgency",
            w => w.Engineer,
            """{"urgent":true,"reason":"r"}""",
            """{"urgent":true,"reason":"s"}"""
        ),
        new(
            "/v1/tickets/{number:long}/consents",
            w => w.Customer,
            """{"revision":1,"decision":"accept"}""",
            """{"revision":1,"decision":"decline"}"""
        )
        {
            Before = "assessments",
        },
        new(
            "/v1/tickets/{number:long}/resolution",
            w => w.Engineer,
            """{"outcome":"solved"}""",
            """{"outcome":"cannotBeSolved"}"""
        ),
        new("/v1/tickets/{number:long}/waivers", w => w.Engineer, """{"reason":"r"}""", """{"reason":"s"}""")
        {
            Before = "assessments",
        },
        new(
            "/v1/enquiries",
            w => w.Admin.As(null),
            """{"name":"V","email":"{l}@b.c","subject":"s","body":"b"}""",
            """{"name":"V","email":"{l}@b.c","subject":"s","body":"c"}"""
        ),
        new("/v1/enquiries/{id}/answers", w => w.Engineer, """{"body":"b"}""", """{"body":"c"}"""),
        new("/v1/enquiries/{id}/closing", w => w.Engineer),
        new("/v1/tickets/{number:long}/withdrawal", w => w.Customer),
        new("/v1/tickets/{number:long}/closing", w => w.Customer) { Before = "resolution" },
        new("/v1/tickets/{number:long}/merges", w => w.Engineer, """{"into":{o}}""", """{"into":{p}}"""),
        new("/v1/tickets/{number:long}/reopening", w => w.Customer) { Before = "resolution" },
    ];

    /// <summary>Mutating routes told by other tests, and why.</summary>
    private static readonly string[] Elsewhere =
    [
        // Saving and removing the same twice leaves the same: the canned replies' own rules.
        "/v1/canned-replies",
        "/v1/canned-replies/removal",
        // PATCH, below.
        "/v1/customers/{customer}",
        // PATCH, and what sends again: the webhooks' own tests.
        "/v1/webhooks/{id}",
        "/v1/webhooks/{id}/deliveries/{delivery:long}/repetition",
        // Revoking twice is told by the tokens' own tests.
        "/v1/tokens/{id}/revocation",
        // The tests of failed work, which make an item fail first.
        "/v1/failed-work/retries",
        "/v1/failed-work/discards",
        // The policy's own tests, which put the shipped one back.
        "/v1/policy/versions",
        // Applying coverage needs care that was bought after the question: the tickets' own tests.
        "/v1/tickets/{number:long}/coverage",
        // A file's bytes, not JSON: the attachments' own tests.
        "/v1/tickets/{number:long}/attachments",
        "/v1/licenses/{number}/attachments",
        // The queue's own tests.
        "/v1/queues/{desk}/next",
        // The chats' own tests, whose support hours never end.
        "/v1/chats",
        "/v1/chats/{id}/closing",
        "/v1/chats/{id}/messages",
        "/v1/chats/{id}/taking",
        "/v1/chats/{id}/ticket",
    ];

    public static TheoryData<string> Routes => [.. Mutations.Select(mutation => mutation.Route)];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task D10_The_same_command_gets_the_first_answer_and_another_under_its_key_is_refused(string route)
    {
        var mutation = Mutations.Single(one => one.Route == route);
        var world = await World.CreateAsync(desk, mutation.Edition);
        var (path, fill) = await PrepareAsync(world, mutation);
        var client = mutation.Caller(world);

        // A visitor's keys are scoped by the address, which all tests share.
        var key = $"key-{world.License}";
        var first = await client.PostAsync(path, fill(mutation.Body), key);
        Assert.True((int)first.Status is 200 or 201, first.Body);
        Assert.Equal(key, first.Headers["Idempotency-Key"]);
        await StirAsync(world, path);
        var after = await world.SnapshotAsync();

        var again = await client.PostAsync(path, fill(mutation.Body), key);
        Assert.Equal((first.Status, first.Body), (again.Status, again.Body));
        foreach (var header in (string[])["ETag", "Location"])
        {
            Assert.Equal(first.Headers.GetValueOrDefault(header), again.Headers.GetValueOrDefault(header));
        }

        foreach (var alike in LookAlikes(mutation.Route, path))
        {
            var late = await client.PostAsync(alike, fill(mutation.Body), key);
            Assert.True(
                late.Status == HttpStatusCode.NotFound || (late.Status, late.Body) == (first.Status, first.Body),
                $"{alike}: {(int)late.Status} {late.Body}"
            );
        }

        if (mutation.Other is not null)
        {
            var other = await client.PostAsync(path, fill(mutation.Other), key);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency_key_reused"), (other.Status, other.Code));
        }

        Assert.Equal(after, await world.SnapshotAsync());
    }

    [Fact]
    public void Every_mutating_route_is_told()
    {
        var routes = desk
            .Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<CommandMetadata>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText!.TrimEnd('/'))
            // A page's form names its command itself, or is sent once.
            .Where(route => route.StartsWith("/v1", StringComparison.Ordinal));
        Assert.Equal(Mutations.Select(one => one.Route).Concat(Elsewhere).Order(), routes.Order());
    }

    [Theory]
    [InlineData("/v1/licenses/{0}/upgrade-subscription", "KX-{1}", "kx-{1}", true)]
    [InlineData("/v1/licenses/{0}/upgrade-subscription", "KX-{1}", "%20Kx-{1}", true)]
    [InlineData("/v1/tickets/{0}/messages", "{2}", "0{2}", false)]
    [InlineData("/v1/tickets/{0}/messages", "{2}", "+{2}", false)]
    public async Task A_number_in_another_spelling_finds_its_command(
        string route,
        string number,
        string alike,
        bool isLicense
    )
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        var tail = world.License[^6..];
        (
            await world.System.PostAsync(
                $"/v1/customers/{world.Id}/licenses",
                $$"""{"number":"KX-{{tail}}","edition":"CS-Cart","purchasedOn":"2026-03-01"}"""
            )
        ).Must(HttpStatusCode.Created);
        string Path(string spelled) => route.Replace("{0}", spelled).Replace("{1}", tail).Replace("{2}", $"{ticket}");
        var client = isLicense ? world.System : world.Customer;
        var body = isLicense ? """{"upgradeSubscription":"lifetime"}""" : """{"body":"b"}""";

        var first = await client.PostAsync(Path(number), body, "key");
        if (isLicense)
        {
            await client.PostAsync(Path(number), """{"upgradeSubscription":"none"}""");
        }

        var late = await client.PostAsync(Path(alike), body, "key");
        Assert.True((int)first.Status is 200 or 201, first.Body);
        Assert.Equal((first.Status, first.Body), (late.Status, late.Body));
    }

    [Fact]
    public async Task Keys_of_different_callers_and_routes_never_meet()
    {
        var (one, other) = (await World.CreateAsync(desk), await World.CreateAsync(desk));
        var first = await one.Customer.PostAsync("/v1/tickets", one.Question(), "key");
        var second = await other.Customer.PostAsync("/v1/tickets", other.Question(), "key");
        Assert.NotEqual(first.Must(HttpStatusCode.Created).Body, second.Must(HttpStatusCode.Created).Body);

        var number = first.Number("number");
        (await one.Customer.PostAsync($"/v1/tickets/{number}/messages", """{"body":"b"}""", "key")).Must(
            HttpStatusCode.Created
        );
    }

    [Fact]
    public async Task A_changed_customer_stays_changed_under_a_repeated_key()
    {
        var world = await World.CreateAsync(desk);
        Task<ApiAnswer> Patch(string name) =>
            world.Admin.SendAsync(
                HttpMethod.Patch,
                $"/v1/customers/{world.Id}",
                $$"""{"name":"{{name}}"}""",
                "patch-1"
            );
        var first = (await Patch("New")).Must(HttpStatusCode.OK);
        Assert.Equal(first.Body, (await Patch("New")).Must(HttpStatusCode.OK).Body);
        Assert.Equal("idempotency_key_reused", (await Patch("Newer")).Code);
    }

    [Fact]
    public async Task A_refused_command_does_not_use_up_its_key()
    {
        var world = await World.CreateAsync(desk);
        var path = $"/v1/customers/{world.Id}/credits/adjustments";
        var refused = await world.Lead.PostAsync(path, """{"credits":-60,"reason":"r"}""", "key");
        Assert.Equal("insufficient_credits", refused.Code);
        Assert.Equal(
            (60, 50, 10),
            (refused.Number("required"), refused.Number("available"), refused.Number("missing"))
        );

        (
            await world.System.PostAsync(
                $"/v1/customers/{world.Id}/credits/purchases",
                $$"""{"orderId":"{{world.License}}","credits":10}"""
            )
        ).Must(HttpStatusCode.Created);
        var done = await world.Lead.PostAsync(path, """{"credits":-60,"reason":"r"}""", "key");
        Assert.Equal(0, done.Must(HttpStatusCode.Created).Number("balance"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tab\there")]
    public async Task Malformed_keys_are_refused(string key) =>
        Assert.Equal("Idempotency-Key", (await desk.Admin.PostAsync("/v1/customers", "{}", key)).Text("field"));

    [Theory]
    [InlineData(255, "email")]
    [InlineData(256, "Idempotency-Key")]
    public async Task A_key_has_at_most_255_characters(int length, string wrongField)
    {
        var answer = await desk.Admin.PostAsync("/v1/customers", """{"name":"A"}""", new string('k', length));
        Assert.Equal(wrongField, answer.Text("field"));
    }

    /// <summary>Changes what an answer that was composed afresh would show differently: customer, license, balance, and the thing itself.</summary>
    private static async Task StirAsync(World world, string path)
    {
        await world.Admin.SendAsync(HttpMethod.Patch, $"/v1/customers/{world.Id}", """{"name":"Stirred"}""");
        await world.System.PostAsync(
            $"/v1/customers/{world.Id}/credits/purchases",
            """{"orderId":"stir","credits":7}"""
        );
        foreach (var more in (string[])["care", "period"])
        {
            await world.System.PostAsync($"/v1/licenses/{world.License}/{more}", """{"orderId":"stir","days":30}""");
        }

        var thing = path[..path.LastIndexOf('/')];
        foreach (
            var (more, body) in ((string, string)[])
                [
                    ("messages", """{"body":"stir"}"""),
                    ("assessments", """{"category":"question"}"""),
                    ("role", """{"role":"engineer"}"""),
                    ("answers", """{"body":"stir"}"""),
                ]
        )
        {
            await world.Admin.PostAsync($"{thing}/{more}", body);
        }
    }

    /// <summary>A path with one of its ids in other spellings, which people and programs take for the same.</summary>
    private static IEnumerable<string> LookAlikes(string route, string path)
    {
        var (names, parts) = (route.Split('/'), path.Split('/'));
        foreach (var at in Enumerable.Range(0, parts.Length).Where(at => names[at].StartsWith('{')))
        {
            var id = parts[at];
            string[] spellings =
            [
                id.ToLowerInvariant(),
                id.ToUpperInvariant(),
                $"%20{id}",
                $"{id}%20",
                $"0{id}",
                $"+{id}",
                $"%2B{id}",
                $"{id}.0",
                $"%{(int)id[0]:X2}{id[1..]}",
            ];
            foreach (var spelling in spellings.Where(spelling => spelling != id))
            {
                yield return string.Join('/', parts.Select((part, place) => place == at ? spelling : part));
            }
        }
    }

    private static async Task<(string Path, Func<string?, string?> Fill)> PrepareAsync(World world, Mutation mutation)
    {
        var ticket = await world.OpenAsync();
        var message = await world.WriteAsync(ticket);
        var (other, another) = (await world.OpenAsync(), await world.OpenAsync());
        if (mutation.Before is { } before)
        {
            var earlier = Mutations.Single(one => one.Route.EndsWith($"/{before}", StringComparison.Ordinal));
            var done = await earlier.Caller(world).PostAsync($"/v1/tickets/{ticket}/{before}", earlier.Body);
            Assert.True((int)done.Status < 300, done.Body);
        }

        var engineer = (await world.Admin.PostAsync("/v1/tokens", """{"name":"E","role":"engineer"}""")).Text("id");
        return (
            mutation
                .Route.Replace("{customer}", world.Id)
                .Replace("{number:long}", $"{ticket}")
                .Replace("{number}", world.License)
                .Replace("{id}", await IdAsync(world, mutation.Route)),
            body =>
                body?.Replace("{l}", world.License)
                    .Replace("{m}", $"{message}")
                    .Replace("{e}", engineer)
                    .Replace("{o}", $"{other}")
                    .Replace("{p}", $"{another}")
        );
    }

    /// <summary>The id of what a route acts on: one's own token, a person, a webhook, or an enquiry.</summary>
    private static async Task<string> IdAsync(World world, string route) =>
        route.StartsWith("/v1/me/tokens", StringComparison.Ordinal)
            ? (await world.Engineer.PostAsync("/v1/me/tokens", """{"name":"x"}""")).Text("id")
        : route.StartsWith("/v1/users", StringComparison.Ordinal)
            ? (
                await world.Admin.PostAsync(
                    "/v1/users",
                    $$"""{"email":"{{world.License}}@ids.example","name":"A","role":"engineer"}"""
                )
            ).Text("id")
        : route.StartsWith("/v1/webhooks", StringComparison.Ordinal)
            ? (
                await world.Admin.PostAsync(
                    "/v1/webhooks",
                    $$"""{"name":"{{world.License}}","url":"{{DeskHost.Nowhere}}","events":["ticket.opened"]}"""
                )
            ).Text("id")
        : await world.EnquireAsync();

    private sealed record Mutation(
        string Route,
        Func<World, ApiClient> Caller,
        string? Body = null,
        string? Other = null
    )
    {
        /// <summary>What must be done with the ticket before.</summary>
        public string? Before { get; init; }

        /// <summary>The edition of the world's license.</summary>
        public string Edition { get; init; } = "CS-Cart";
    }
}
