using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Identity;

[Collection(DeskTests.Name)]
public sealed class RightsTests(DeskHost desk)
{
    /// <summary>What the framework maps where nobody can add a word: as all that says nothing, it needs a token.</summary>
    private static readonly string[] FrameworksOwn =
    [
        "{**path:file}",
        "_framework/resource-collection",
        "/_framework/opaque-redirect",
    ];

    /// <summary>All that answers without a token, beside the pages' files.</summary>
    private static readonly string[] Open =
    [
        "/health/live",
        "/health/ready",
        "/invitation",
        "/invitation",
        "/openapi/{documentName}.json",
        "/password-reset",
        "/password-reset",
        "/password-reset/new",
        "/password-reset/new",
        "/registration",
        "/registration",
        "/sign-in/",
        "/sign-in/",
        "/sign-in/code",
        "/sign-in/code",
        "/v1/enquiries/",
        "/v1/policy/",
        "/v1/policy/hours",
    ];

    /// <summary>Method, path below a customer or ticket, and a body.</summary>
    public static TheoryData<string, string, string?> Owned =>
        new()
        {
            { "GET", "customers/{c}", null },
            { "PATCH", "customers/{c}", """{"name":"Mine"}""" },
            { "GET", "customers/{c}/licenses", null },
            { "POST", "customers/{c}/licenses", """{"number":"N-1","edition":"CS-Cart","purchasedOn":"2026-03-01"}""" },
            { "GET", "customers/{c}/credits", null },
            { "GET", "customers/{c}/credits/entries", null },
            { "POST", "customers/{c}/credits/purchases", """{"orderId":"o","credits":5}""" },
            { "POST", "customers/{c}/credits/adjustments", """{"credits":5,"reason":"r"}""" },
            { "GET", "licenses/{l}", null },
            { "POST", "quotes", """{"licenseNumber":"{l}","category":"question"}""" },
            { "POST", "tickets", """{"licenseNumber":"{l}","subject":"s","body":"b"}""" },
            { "GET", "tickets/{t}", null },
            { "GET", "tickets/{t}/conversation", null },
            { "POST", "tickets/{t}/messages", """{"body":"b"}""" },
            { "POST", "tickets/{t}/consents", """{"revision":1,"decision":"accept"}""" },
            { "POST", "tickets/{t}/withdrawal", null },
            { "POST", "tickets/{t}/closing", null },
            { "POST", "tickets/{t}/reopening", null },
            { "POST", "tickets/{t}/merges", """{"into":{t}}""" },
            { "POST", "tickets/{t}/claim", null },
            { "POST", "tickets/{t}/assessments", """{"category":"question"}""" },
            { "POST", "tickets/{t}/splits", """{"messageIds":[3],"subject":"s"}""" },
            { "POST", "tickets/{t}/resolution", """{"outcome":"solved"}""" },
            { "POST", "tickets/{t}/waivers", """{"reason":"r"}""" },
            { "POST", "tickets/{t}/coverage", """{"reason":"r"}""" },
            { "GET", "tickets/{t}/charges", null },
        };

    /// <summary>Who may not, method, path and body.</summary>
    public static TheoryData<string, string, string, string?> NotTheRoles =>
        new()
        {
            { "customer", "GET", "tokens", null },
            { "lead", "POST", "tokens", """{"name":"x","role":"admin"}""" },
            { "customer", "POST", "customers", """{"name":"A","email":"a@b.c"}""" },
            { "customer", "GET", "queues/support", null },
            { "system", "GET", "queues/support", null },
            { "system", "GET", "tickets", null },
            { "customer", "POST", "tickets/{t}/claim", null },
            { "customer", "POST", "tickets/{t}/merges", """{"into":1}""" },
            { "customer", "POST", "tickets/{t}/waivers", """{"reason":"r"}""" },
            { "system", "POST", "tickets/{t}/waivers", """{"reason":"r"}""" },
            { "customer", "POST", "tickets/{t}/coverage", """{"reason":"r"}""" },
            { "customer", "POST", "tickets/{t}/assignee", """{"engineer":"admin"}""" },
            { "engineer", "POST", "tickets/{t}/assignee", """{"engineer":"admin"}""" },
            { "engineer", "POST", "customers/{c}/credits/adjustments", """{"credits":5,"reason":"r"}""" },
            { "lead", "POST", "customers/{c}/credits/purchases", """{"orderId":"o","credits":5}""" },
            { "customer", "POST", "customers/{c}/credits/purchases", """{"orderId":"o","credits":5}""" },
            {
                "lead",
                "POST",
                "customers/{c}/licenses",
                """{"number":"N-1","edition":"CS-Cart","purchasedOn":"2026-03-01"}"""
            },
            { "customer", "GET", "enquiries", null },
            { "system", "GET", "enquiries/enq-1", null },
            { "customer", "POST", "enquiries/enq-1/answers", """{"body":"b"}""" },
            { "system", "POST", "enquiries/enq-1/closing", null },
            { "lead", "POST", "licenses/{l}/revocation", """{"reason":"r"}""" },
            { "customer", "POST", "licenses/{l}/revocation", """{"reason":"r"}""" },
            { "lead", "POST", "licenses/{l}/care", """{"orderId":"o"}""" },
            { "customer", "POST", "licenses/{l}/period", """{"orderId":"o","days":30}""" },
            { "customer", "POST", "licenses/{l}/upgrade-subscription", """{"upgradeSubscription":"lifetime"}""" },
            { "engineer", "GET", "policy/versions", null },
            { "lead", "POST", "policy/versions", "{}" },
        };

    [Theory]
    [MemberData(nameof(Owned))]
    public async Task What_is_another_customers_answers_as_what_is_absent_to_the_byte(
        string method,
        string path,
        string? body
    )
    {
        var (mine, others) = (await World.CreateAsync(desk), await World.CreateAsync(desk));
        var ticket = await others.ProposeAsync();
        var before = await others.SnapshotAsync();
        string? Fill(string? text, string customer, string license, long number) =>
            text?.Replace("{c}", customer).Replace("{l}", license).Replace("{t}", $"{number}");

        var verb = new HttpMethod(method);
        var theirs = await mine.Customer.SendAsync(
            verb,
            $"/v1/{Fill(path, others.Id, others.License, ticket)}",
            Fill(body, others.Id, others.License, ticket)
        );
        var absent = await mine.Customer.SendAsync(
            verb,
            $"/v1/{Fill(path, "cus-" + new string('a', 26), "NONE-1", 987654)}",
            Fill(body, "cus-" + new string('a', 26), "NONE-1", 987654)
        );

        Assert.Equal(HttpStatusCode.NotFound, theirs.Status);
        Assert.Equal((absent.Status, absent.Body), (theirs.Status, theirs.Body));
        Assert.Equal(HeadersThatTell(absent), HeadersThatTell(theirs));
        Assert.Equal(before, await others.SnapshotAsync());
    }

    [Theory]
    [MemberData(nameof(NotTheRoles))]
    public async Task What_is_not_the_roles_to_do_is_forbidden(string role, string method, string path, string? body)
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        var client = role switch
        {
            "customer" => world.Customer,
            "engineer" => world.Engineer,
            "lead" => world.Lead,
            _ => world.System,
        };
        var before = await world.SnapshotAsync();

        var answer = await client.SendAsync(
            new HttpMethod(method),
            $"/v1/{path.Replace("{c}", world.Id).Replace("{l}", world.License).Replace("{t}", $"{ticket}")}",
            body
        );

        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (answer.Status, answer.Code));
        Assert.Equal(before, await world.SnapshotAsync());
    }

    [Fact]
    public async Task Lists_hold_what_is_the_customers_own()
    {
        var (mine, others) = (await World.CreateAsync(desk), await World.CreateAsync(desk));
        await others.OpenAsync();
        Assert.DoesNotContain(others.Id, (await mine.Customer.GetAsync("/v1/customers")).Must(HttpStatusCode.OK).Body);
        foreach (var filter in (string[])["", $"?customer={others.Id}"])
        {
            var list = (await mine.Customer.GetAsync($"/v1/tickets{filter}")).Must(HttpStatusCode.OK);
            Assert.Empty(list.Json.GetProperty("items").EnumerateArray());
        }
    }

    [Fact]
    public void Every_endpoint_says_who_may_call_it()
    {
        var silent = desk.Endpoints.Where(endpoint =>
            endpoint.Metadata.GetMetadata<IAuthorizeData>() is null
            && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
            && !FrameworksOwn.Any(own => endpoint.RoutePattern.RawText!.StartsWith(own, StringComparison.Ordinal))
        );
        Assert.Empty(silent.Select(endpoint => endpoint.RoutePattern.RawText));
    }

    [Fact]
    public void Nothing_else_is_open_to_anyone()
    {
        var open = desk
            .Endpoints.Where(endpoint =>
                endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
                && endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
            )
            .Select(endpoint => endpoint.RoutePattern.RawText!);
        Assert.Equal(Open.Order(), open.Order());
    }

    [Fact]
    public async Task Without_a_token_every_other_route_of_v1_answers_401()
    {
        var visitor = desk.Client(token: null);
        foreach (
            var endpoint in desk.Endpoints.Where(endpoint =>
                endpoint.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal)
            )
        )
        {
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                continue;
            }

            var method = endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods[0];
            var path = endpoint.RoutePattern.RawText!.Replace("{number:long}", "1");
            var answer = await visitor.SendAsync(new HttpMethod(method), path, body: null);
            Assert.Equal((path, HttpStatusCode.Unauthorized, "unauthenticated"), (path, answer.Status, answer.Code));
        }
    }

    private static IEnumerable<string> HeadersThatTell(ApiAnswer answer) =>
        answer.Headers.Keys.Except(["Date", "Trace-Id", "Idempotency-Key"]).Order();
}
