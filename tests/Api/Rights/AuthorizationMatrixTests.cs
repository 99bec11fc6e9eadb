using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Tallydesk.Identity;
using Tallydesk.Tests.Chats;
using Tallydesk.Tests.People;
using Tallydesk.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Tallydesk.Tests.Rights;

/// <summary>
/// Every route × every kind of caller × whose things are named in each place. What is the caller's own is served by the
/// table, what is another's looks as what is absent to the byte, and no words of another's come with it.
/// </summary>
public sealed class AuthorizationMatrixTests(ChatDesk chats, ITestOutputHelper output) : IClassFixture<ChatDesk>
{
    /// <summary>What the framework maps where nobody can add a word.</summary>
    private static readonly string[] FrameworksOwn =
    [
        "{**path:file}",
        "_framework/resource-collection",
        "/_framework/opaque-redirect",
        "/hubs/",
    ];

    /// <summary>What a proxy that signs people in would say, and nobody here is believed.</summary>
    private static readonly (string Name, string Value)[] Claims =
    [
        ("Remote-User", "admin"),
        ("X-Remote-User", "admin"),
        ("X-Forwarded-User", "admin"),
        ("X-Forwarded-Email", "admin@test.example"),
        ("X-Forwarded-For", "127.0.0.1"),
        ("X-Original-URL", "/health/live"),
        ("X-HTTP-Method-Override", "GET"),
    ];

    private DeskHost Desk => chats.Desk;

    /// <summary>Every role with all its rights.</summary>
    public static TheoryData<string> Roles => ["Customer", "Engineer", "Lead", "Admin", "System"];

    [Fact]
    public void Every_route_is_in_the_table_and_nothing_else()
    {
        var mapped = Desk
            .Endpoints.Where(endpoint =>
                endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
                && !FrameworksOwn.Any(own => endpoint.RoutePattern.RawText!.StartsWith(own, StringComparison.Ordinal))
            )
            .SelectMany(endpoint =>
                (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                    .Where(method => method != "HEAD")
                    .Select(method => $"{method} {endpoint.RoutePattern.RawText}")
            );
        var reviewed = RightsTable.Routes.Select(route => route.Route).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(mapped.ToHashSet(StringComparer.Ordinal).Except(reviewed));
        Assert.Empty(reviewed.Except(mapped));
    }

    [Fact]
    public void Every_route_says_by_itself_whom_it_serves()
    {
        var silent = Desk.Endpoints.Where(endpoint =>
            endpoint.Metadata.GetMetadata<IAuthorizeData>() is null
            && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
            && !FrameworksOwn.Any(own => endpoint.RoutePattern.RawText!.StartsWith(own, StringComparison.Ordinal))
        );
        Assert.Empty(silent.Select(endpoint => endpoint.RoutePattern.RawText));
    }

    [Fact]
    public async Task Lists_hold_what_is_the_customers_own()
    {
        var (mine, theirs) = (await Things.CreateAsync(chats), await Things.CreateAsync(chats));
        foreach (
            var route in RightsTable.Routes.Where(route => route.Method == "GET" && route.Who.HasFlag(Who.Customer))
        )
        {
            var caller = mine.World.Customer;
            if (!route.IsPage && !route.Slots.Any())
            {
                var seen = await caller.GetAsync(route.Path);
                Assert.DoesNotContain(theirs.World.Id, seen.Body, StringComparison.Ordinal);
                Assert.DoesNotContain(theirs.World.License, seen.Body, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_role_is_served_what_the_table_says(string role)
    {
        var (mine, theirs) = (await Things.CreateAsync(chats), await Things.CreateAsync(chats));
        var who = Enum.Parse<Who>(role);
        var cells = new Cells(output, role);
        var caller = await CallerAsync(role, who, who == Who.Customer ? mine.World.Id : null);
        await NameOwnTokenAsync(caller, mine);
        theirs.Add("$mine", theirs["$token"]);
        var words = new[] { theirs.World.Id, theirs.World.License, $"{theirs.World.License[..^2]}@test.example" };
        foreach (var route in RightsTable.Routes)
        {
            var may = route.Who.HasFlag(who);
            foreach (var slot in route.Slots.Where(slot => ReviewedRoute.CanBeAbsent(slot)))
            {
                var absent = await caller.SendAsync(route, name => name == slot ? Things.Absent(name) : mine[name]);
                var isForeign =
                    slot is "$mine" || (who == Who.Customer && ReviewedRoute.IsOwned(slot) && slot is not "$message");
                if (isForeign)
                {
                    var foreign = await caller.SendAsync(route, name => name == slot ? theirs[name] : mine[name]);
                    cells.Check(
                        route,
                        $"{slot} of another",
                        foreign == absent && (!foreign.IsServed || IsList(route)),
                        foreign,
                        absent
                    );
                }

                cells.Check(
                    route,
                    $"{slot} absent",
                    !absent.IsServed
                        || IsList(route)
                        || NamesWithin(route, slot)
                        || (!ReviewedRoute.IsOwned(slot) && (int)absent.Status >= 400),
                    absent
                );
            }

            var things = mine.Copy();
            var sender = may && route.Ready is { } ready ? await ready(things, caller) : caller;
            var own = await sender.SendAsync(route, name => things[name]);
            cells.Check(route, "own", may ? IsDone(route, own) : own.Status == HttpStatusCode.Forbidden, own);
            if (who == Who.Customer)
            {
                var leaked = words
                    .Append(Things.Secret)
                    .Append("@people.example")
                    .Where(word => own.Body.Contains(word, StringComparison.OrdinalIgnoreCase));
                cells.Check(
                    route,
                    "leak",
                    route.Path.Contains("policy", StringComparison.Ordinal) || !leaked.Any(),
                    own
                );
            }
        }

        cells.Conclude();
    }

    [Fact]
    public async Task A_scope_opens_its_own_routes_and_no_other()
    {
        var mine = await Things.CreateAsync(chats);
        var cells = new Cells(output, "scopes");
        foreach (var scope in Scopes.All)
        {
            var caller = await Caller.WithTokenAsync(Desk, scope, Who.Admin, scopes: [scope]);
            await NameOwnTokenAsync(caller, mine);
            // Pages are closed to all of them alike.
            var routes = RightsTable.Routes.Where(route =>
                route.Who.HasFlag(Who.Admin) && (!route.IsPage || scope == Scopes.All[0])
            );
            foreach (var route in routes)
            {
                var seen = await caller.SendAsync(route, name => mine[name]);
                var may =
                    route.Who == Who.Open
                    || route.Scope == scope
                    || (route.Scope is { } needed && needed.Replace(":read", ":write") == scope);
                cells.Check(
                    route,
                    scope,
                    may
                        ? seen.IsServed || seen.Status == HttpStatusCode.NotFound
                        : seen.Status == HttpStatusCode.Forbidden,
                    seen
                );
            }
        }

        cells.Conclude();
    }

    [Fact]
    public async Task Whoever_proves_nothing_is_asked_who_they_are()
    {
        var mine = await Things.CreateAsync(chats);
        var cells = new Cells(output, "unproved");
        foreach (var caller in await UnprovedAsync(mine))
        {
            foreach (var route in RightsTable.Routes.Where(route => route.Who != Who.Open))
            {
                var seen = await caller.SendAsync(route, name => mine[name]);
                cells.Check(route, caller.Name, seen.Asks, seen);
            }
        }

        cells.Conclude();
    }

    /// <summary>Whether the caller's own was shown or changed. What forms do once they are filled in is in <see cref="PageFormTests"/>.</summary>
    private static bool IsDone(ReviewedRoute route, Seen own) =>
        route is { IsPage: true, Method: "POST" } ? own.IsServed
        : route.IsPage ? own.IsGood
        : (int)own.Status is >= 200 and < 300;

    private static bool IsList(ReviewedRoute route) =>
        route is { Method: "GET", Path: [.., _] } && route.Path.Contains('?');

    /// <summary>Whether an absent thing is a wrong field of a thing that is there.</summary>
    private static bool NamesWithin(ReviewedRoute route, string slot) =>
        route.Body?.Contains(slot, StringComparison.Ordinal) == true
        && !route.Path.Contains(slot, StringComparison.Ordinal);

    private Task<Caller> CallerAsync(string name, Who who, string? customer) =>
        Caller.WithTokenAsync(Desk, name, who, customer);

    private static async Task NameOwnTokenAsync(Caller caller, Things mine)
    {
        var made = await caller.Client.PostAsync("/v1/me/tokens", """{"name":"own"}""");
        mine.Add("$mine", made.Status == HttpStatusCode.Created ? made.Text("id") : Things.Absent("$mine"));
    }

    /// <summary>A visitor, and those whose token or access has ended.</summary>
    private async Task<IReadOnlyList<Caller>> UnprovedAsync(Things mine)
    {
        var visitor = new Caller("visitor", Who.Nobody, null, Desk.Client(token: null), new(Desk.Address), "");
        var wrong = new Caller(
            "wrong",
            Who.Nobody,
            null,
            Desk.Client("tdk_0_" + new string('0', 64)),
            new(Desk.Address),
            ""
        );
        var claiming = new HttpClient { BaseAddress = Desk.Address };
        foreach (var (name, value) in Claims)
        {
            claiming.DefaultRequestHeaders.Add(name, value);
        }

        var claims = new Caller("claims", Who.Nobody, null, new(claiming, token: null), new(Desk.Address, Claims), "");
        var revoked = await Caller.WithTokenAsync(Desk, "revoked", Who.Admin);
        var id = (await revoked.Client.GetAsync("/v1/me")).Text("id");
        (await Desk.Admin.PostAsync($"/v1/tokens/{id}/revocation", "{}")).Must(HttpStatusCode.OK);
        var until = chats.Time.GetUtcNow().AddMinutes(5);
        var expired = await Caller.WithTokenAsync(Desk, "expired", Who.Admin, expiresAt: until);
        var disabled = await DisabledAsync(mine.World.Id);
        chats.Time.Pass(TimeSpan.FromMinutes(6));
        await EndedAsync(disabled);
        return [visitor, wrong, claims, revoked, expired, disabled];
    }

    private async Task<Caller> DisabledAsync(string customer)
    {
        var person = await Somebody.AcceptedAsync(Desk, "customer", customer);
        var browser = new Pages.PageBrowser(Desk.Address);
        await person.SignInAsync(browser);
        var form = await browser.FormTokenAsync("/account");
        var made = await browser.PostAsync("/account/tokens", (Pages.PageBrowser.TokenField, form), ("name", "own"));
        var token = made.Token;
        var client = Desk.Client(token);
        (await client.GetAsync("/v1/me")).Must(HttpStatusCode.OK);
        (await Desk.Admin.PostAsync($"/v1/users/{person.Id}/disabling", "{}")).Must(HttpStatusCode.OK);
        return new("disabled", Who.Nobody, null, client, browser, form);
    }

    /// <summary>Waits until what was ended in the database has ended here too.</summary>
    private static Task EndedAsync(Caller caller) =>
        Eventually.HoldsAsync(
            async () =>
                (await caller.Client.GetAsync("/v1/me")).Status == HttpStatusCode.Unauthorized
                && (await caller.Browser.GetAsync("/account")).Status == HttpStatusCode.Redirect,
            () => $"{caller.Name} is still let in"
        );

    /// <summary>Counts what was tried and keeps what was not as it should be.</summary>
    private sealed class Cells(ITestOutputHelper output, string caller)
    {
        private readonly List<string> wrong = [];
        private int count;

        public void Check(ReviewedRoute route, string what, bool isRight, params Seen[] seen)
        {
            count++;
            if (!isRight)
            {
                var answers = seen.Select(one =>
                    $"{(int)one.Status} {one.Location} {one.Body[..Math.Min(200, one.Body.Length)]}"
                );
                wrong.Add($"{caller}: {route}: {what}: {string.Join(" | ", answers)}");
            }
        }

        public void Conclude()
        {
            output.WriteLine($"{caller}: {count} cells");
            Assert.True(count > 0 && wrong.Count == 0, string.Join('\n', wrong));
        }
    }
}
