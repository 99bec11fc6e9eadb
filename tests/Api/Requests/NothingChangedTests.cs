using System.Net;
using Tallydesk.Requests;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Requests;

/// <summary>
/// A command that is accepted and changes nothing is remembered like any other (Policy D10): whatever is changed in between, a
/// late repeat gets the first answer and changes nothing, and other content under its key is refused.
/// </summary>
[Collection(DeskTests.Name)]
public sealed class NothingChangedTests(DeskHost desk)
{
    private static readonly Unchanged[] Commands =
    [
        new("/v1/tickets/{number:long}/waivers", w => w.Engineer, """{"reason":"r"}""", """{"reason":"s"}""")
        {
            Before = Assessed("productBug"),
            Between = (w, ticket) => AssessAsync(w, ticket, "question"),
        },
        new("/v1/tickets/{number:long}/coverage", w => w.Engineer, """{"reason":"r"}""", """{"reason":"s"}""")
        {
            Edition = "Multi-Vendor Ultimate",
            Before = Assessed("question"),
            Between = async (w, ticket) =>
            {
                await DoAsync(
                    w.Engineer,
                    $"{ticket}/assessments",
                    """{"category":"complexModification","credits":100}"""
                );
            },
        },
        new(
            "/v1/tickets/{number:long}/urgency",
            w => w.Engineer,
            """{"urgent":false,"reason":"r"}""",
            """{"urgent":false,"reason":"s"}"""
        )
        {
            Between = (w, ticket) => DoAsync(w.Engineer, $"{ticket}/urgency", """{"urgent":true,"reason":"t"}"""),
        },
        new("/v1/tickets/{number:long}/claim", w => w.Engineer)
        {
            Before = (w, ticket) => DoAsync(w.Engineer, $"{ticket}/claim"),
            Between = (w, ticket) => DoAsync(w.Engineer, $"{ticket}/release"),
        },
        new("/v1/tickets/{number:long}/release", w => w.Engineer)
        {
            Between = (w, ticket) => DoAsync(w.Engineer, $"{ticket}/claim"),
        },
        new("/v1/tickets/{number:long}/assignee", w => w.Lead, """{"engineer":"admin"}""")
        {
            Before = (w, ticket) => DoAsync(w.Lead, $"{ticket}/assignee", """{"engineer":"admin"}"""),
            Between = (w, ticket) => DoAsync(w.Lead, $"{ticket}/release"),
        },
        new(
            "/v1/customers/{customer}/licenses",
            w => w.System,
            """{"number":"{l}","edition":"CS-Cart","purchasedAt":"2026-11-01T10:00:00+04:00"}""",
            """{"number":"{l}-9","edition":"CS-Cart","purchasedAt":"2026-11-01T10:00:00+04:00"}"""
        )
        {
            Look = "/v1/licenses/{l}",
            Between = (w, _) => DoAsync(w.System, $"/v1/licenses/{w.License}/revocation", """{"reason":"r"}"""),
        },
        new(
            "/v1/customers/{customer}/credits/purchases",
            w => w.System,
            """{"orderId":"known","credits":10}""",
            """{"orderId":"new","credits":10}"""
        )
        {
            Look = "/v1/customers/{c}/credits",
            Before = (w, credits) => DoAsync(w.System, $"{credits}/purchases", """{"orderId":"known","credits":10}"""),
            Between = (w, credits) => DoAsync(w.Lead, $"{credits}/adjustments", """{"credits":-5,"reason":"r"}"""),
        },
        new("/v1/customers/{customer}", w => w.Admin, """{"timeZone":"UTC"}""", """{"timeZone":"Asia/Tokyo"}""")
        {
            Look = "/v1/customers/{c}",
            Between = (w, _) => PatchAsync(w.Admin, $"/v1/customers/{w.Id}", """{"timeZone":"Europe/Berlin"}"""),
        },
        new("/v1/licenses/{number}/revocation", w => w.System, """{"reason":"r"}""", """{"reason":"s"}""")
        {
            Before = (w, license) => DoAsync(w.System, $"{license}/revocation", """{"reason":"r"}"""),
        },
        new(
            "/v1/licenses/{number}/care",
            w => w.System,
            """{"orderId":"unchanged-care"}""",
            """{"orderId":"unchanged-care-2"}"""
        )
        {
            Edition = "Multi-Vendor Ultimate",
            Before = (w, license) => DoAsync(w.System, $"{license}/care", """{"orderId":"unchanged-care"}"""),
            Between = (w, license) => DoAsync(w.System, $"{license}/care", """{"orderId":"between-care"}"""),
        },
        new(
            "/v1/licenses/{number}/period",
            w => w.System,
            """{"orderId":"unchanged-period","days":30}""",
            """{"orderId":"unchanged-care-2","days":30}"""
        )
        {
            Edition = "Multi-Vendor",
            Before = (w, license) =>
                DoAsync(w.System, $"{license}/period", """{"orderId":"unchanged-period","days":30}"""),
            Between = (w, license) =>
                DoAsync(w.System, $"{license}/period", """{"orderId":"between-period","days":90}"""),
        },
        new(
            "/v1/licenses/{number}/upgrade-subscription",
            w => w.System,
            """{"upgradeSubscription":"none"}""",
            """{"upgradeSubscription":"lifetime"}"""
        )
        {
            Before = (w, license) => SubscribeAsync(w, license, "none"),
            Between = (w, license) => SubscribeAsync(w, license, "lifetime"),
        },
        new("/v1/enquiries/{id}/closing", w => w.Engineer)
        {
            Before = (w, enquiry) => DoAsync(w.Engineer, $"{enquiry}/closing"),
        },
        new("/v1/canned-replies", w => w.Lead, """{"title":"{l}","body":"b"}""", """{"title":"{l}","body":"c"}""")
        {
            Look = "/v1/canned-replies",
            Before = (w, _) => DoAsync(w.Lead, "/v1/canned-replies", $$"""{"title":"{{w.License}}","body":"b"}"""),
            Between = (w, _) => DoAsync(w.Lead, "/v1/canned-replies", $$"""{"title":"{{w.License}}","body":"d"}"""),
        },
        new("/v1/canned-replies/removal", w => w.Lead, """{"title":"{l}"}""", """{"title":"{l}-9"}""")
        {
            Look = "/v1/canned-replies",
            Between = (w, _) => DoAsync(w.Lead, "/v1/canned-replies", $$"""{"title":"{{w.License}}","body":"d"}"""),
        },
        new("/v1/tokens/{id}/revocation", w => w.Admin)
        {
            Look = "/v1/me",
            Before = (w, token) => DoAsync(w.Admin, $"{token}/revocation"),
        },
        new("/v1/me/tokens/{id}/revocation", w => w.Engineer)
        {
            Look = "/v1/me/tokens",
            Before = (w, token) => DoAsync(w.Engineer, $"{token}/revocation"),
        },
        new("/v1/users/{id}/disabling", w => w.Admin)
        {
            Before = (w, person) => DoAsync(w.Admin, $"{person}/disabling"),
            Between = (w, person) => DoAsync(w.Admin, $"{person}/enabling"),
        },
        new("/v1/users/{id}/enabling", w => w.Admin)
        {
            Between = (w, person) => DoAsync(w.Admin, $"{person}/disabling"),
        },
        new("/v1/users/{id}/role", w => w.Admin, """{"role":"engineer"}""", """{"role":"lead"}""")
        {
            Between = (w, person) => DoAsync(w.Admin, $"{person}/role", """{"role":"lead"}"""),
        },
    ];

    /// <summary>Routes whose commands change something whenever they are accepted, or are told elsewhere.</summary>
    private static readonly string[] Others =
    [
        // Something new each time.
        "/v1/tokens",
        "/v1/me/tokens",
        "/v1/users",
        "/v1/users/{id}/invitation",
        "/v1/webhooks",
        "/v1/webhooks/{id}/secret",
        "/v1/webhooks/{id}/trial",
        "/v1/webhooks/{id}/deliveries/{delivery:long}/repetition",
        "/v1/customers",
        "/v1/customers/{customer}/credits/adjustments",
        "/v1/tickets",
        "/v1/tickets/{number:long}/messages",
        "/v1/tickets/{number:long}/attachments",
        "/v1/licenses/{number}/attachments",
        "/v1/tickets/{number:long}/assessments",
        "/v1/tickets/{number:long}/splits",
        "/v1/enquiries",
        "/v1/enquiries/{id}/answers",
        "/v1/chats",
        "/v1/chats/{id}/messages",
        // Refused once it is done.
        "/v1/webhooks/{id}/removal",
        "/v1/tickets/{number:long}/consents",
        "/v1/tickets/{number:long}/resolution",
        "/v1/tickets/{number:long}/withdrawal",
        "/v1/tickets/{number:long}/closing",
        "/v1/tickets/{number:long}/merges",
        "/v1/tickets/{number:long}/reopening",
        // Recorded as a change, whether or not anything is different.
        "/v1/webhooks/{id}",
        // The queue's own tests: without a ticket nothing is accepted.
        "/v1/queues/{desk}/next",
        // The tests of failed work, which make an item fail first.
        "/v1/failed-work/retries",
        "/v1/failed-work/discards",
        // The policy's and the chats' own tests.
        "/v1/policy/versions",
        "/v1/chats/{id}/closing",
        "/v1/chats/{id}/taking",
        "/v1/chats/{id}/ticket",
    ];

    public static TheoryData<string> Routes => [.. Commands.Select(one => one.Route)];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task D10_What_changed_nothing_changes_nothing_when_it_is_repeated_late(string route)
    {
        var one = Commands.Single(command => command.Route == route);
        var world = await World.CreateAsync(desk, one.Edition);
        var thing = await ThingAsync(world, route);
        var path = route.EndsWith('}') ? thing : $"{thing}{route[route.LastIndexOf('/')..]}";
        string Filled(string text) => text.Replace("{l}", world.License).Replace("{c}", world.Id);
        Task<ApiAnswer> LookAsync() => world.Admin.GetAsync(one.Look is null ? thing : Filled(one.Look));
        Task<ApiAnswer> SendAsync(string? body) =>
            one.Caller(world)
                .SendAsync(
                    route == "/v1/customers/{customer}" ? HttpMethod.Patch : HttpMethod.Post,
                    path,
                    body is null ? null : Filled(body),
                    "late"
                );
        await one.Before(world, thing);

        var before = Seen(await LookAsync());
        var first = await SendAsync(one.Body);
        Assert.True((int)first.Status is 200 or 201, first.Body);
        Assert.Equal(before, Seen(await LookAsync()));

        await one.Between(world, thing);
        var changed = Seen(await LookAsync());
        Assert.Equal(Seen(first), Seen(await SendAsync(one.Body)));
        if (one.Other is not null)
        {
            Assert.Equal("idempotency_key_reused", (await SendAsync(one.Other)).Code);
        }

        Assert.Equal(changed, Seen(await LookAsync()));
    }

    [Fact]
    public void Every_mutating_route_is_told()
    {
        var routes = desk
            .Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<CommandMetadata>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText!.TrimEnd('/'))
            .Where(route => route.StartsWith("/v1", StringComparison.Ordinal));
        Assert.Equal(Commands.Select(one => one.Route).Concat(Others).Order(), routes.Order());
    }

    private static (HttpStatusCode, string, string?) Seen(ApiAnswer answer) =>
        (answer.Status, answer.Body, answer.Headers.GetValueOrDefault("ETag"));

    /// <summary>The path of what a route acts on.</summary>
    private static async Task<string> ThingAsync(World world, string route) =>
        route.Split('/')[2] switch
        {
            "tickets" => $"/v1/tickets/{await world.OpenAsync()}",
            "customers" => $"/v1/customers/{world.Id}" + (route.Contains("/credits") ? "/credits" : ""),
            "licenses" => $"/v1/licenses/{world.License}",
            "enquiries" => $"/v1/enquiries/{await world.EnquireAsync()}",
            "canned-replies" => "/v1" + (route.EndsWith("removal", StringComparison.Ordinal) ? "/canned-replies" : ""),
            "users" => await MadeAsync(
                world.Admin,
                "/v1/users",
                $$"""{"email":"{{world.License}}@unchanged.example","name":"A","role":"engineer"}"""
            ),
            "me" => await MadeAsync(world.Engineer, "/v1/me/tokens", """{"name":"x"}"""),
            "tokens" => await MadeAsync(world.Admin, "/v1/tokens", """{"name":"x","role":"lead"}"""),
            var other => throw new ArgumentOutOfRangeException(nameof(route), other, "Unknown."),
        };

    private static async Task<string> MadeAsync(ApiClient client, string path, string body) =>
        $"{path}/{(await client.PostAsync(path, body)).Must(HttpStatusCode.Created).Text("id")}";

    private static Func<World, string, Task> Assessed(string category) =>
        (world, ticket) => AssessAsync(world, ticket, category);

    private static Task AssessAsync(World world, string ticket, string category) =>
        DoAsync(world.Engineer, $"{ticket}/assessments", $$"""{"category":"{{category}}"}""");

    private static Task SubscribeAsync(World world, string license, string kind) =>
        DoAsync(world.System, $"{license}/upgrade-subscription", $$"""{"upgradeSubscription":"{{kind}}"}""");

    private static async Task DoAsync(ApiClient client, string path, string? body = null)
    {
        var done = await client.PostAsync(path, body);
        Assert.True((int)done.Status is 200 or 201, done.Body);
    }

    private static async Task PatchAsync(ApiClient client, string path, string body) =>
        (await client.SendAsync(HttpMethod.Patch, path, body)).Must(HttpStatusCode.OK);

    private sealed record Unchanged(
        string Route,
        Func<World, ApiClient> Caller,
        string? Body = null,
        string? Other = null
    )
    {
        /// <summary>The edition of the world's license.</summary>
        public string Edition { get; init; } = "CS-Cart";

        /// <summary>Where it shows that nothing changed; the thing itself when absent.</summary>
        public string? Look { get; init; }

        /// <summary>What is done before, so that the command changes nothing.</summary>
        public Func<World, string, Task> Before { get; init; } = (_, _) => Task.CompletedTask;

        /// <summary>What is done before the repeat, so that the command, decided afresh, would change something.</summary>
        public Func<World, string, Task> Between { get; init; } = (_, _) => Task.CompletedTask;
    }
}
