using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Tallydesk.Tests.Chats;
using Tallydesk.Tests.Fuzzing;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Tallydesk.Tests.Rights;

/// <summary>
/// Texts that PostgreSQL refuses, in each field of each request: a NUL character, and half of a surrogate pair. The field is
/// named, or the text is taken; the database never has to answer.
/// </summary>
public sealed class UnstorableTextTests(ITestOutputHelper output)
{
    private const string Slot = "unstorable";

    private const string Nul = "a%00b";
    private const string Half = "%ED%A0%BD";

    // "1 ", NUL and "a" as lists write the place of their next page.
    private const string PlaceWithNul = "MSAAYQ";

    // As JSON writes them; a client library would not send the half.
    private static readonly string[] Unstorable = [@"a\u0000b", @"a\ud83d", @"\ude00b"];

    [Fact]
    public async Task No_field_breaks_the_desk()
    {
        var server = await PostgresServer.SharedAsync();
        var chats = new ChatDesk([$"--Storage:Connection={await server.CreateDatabaseAsync()}", "--Keys:InClear=true"]);
        await chats.InitializeAsync();
        try
        {
            var mine = await Things.CreateAsync(chats);
            List<string> wrong =
            [
                .. await InBodiesAsync(chats, mine),
                .. await InQueriesAsync(chats, mine),
                .. await InFormsAsync(chats, mine),
                .. await InCallsAsync(chats, mine),
            ];
            Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        }
        finally
        {
            await chats.DisposeAsync();
        }
    }

    /// <summary>Each text of each JSON body, of those that the table knows and of all that the description names.</summary>
    private async Task<List<string>> InBodiesAsync(ChatDesk chats, Things mine)
    {
        var document = (await chats.Desk.Admin.GetAsync("/openapi/v1.json")).Must(HttpStatusCode.OK).Body;
        var operations = Operation.All(document, out var schemas);
        var policy = JsonNode.Parse((await chats.Desk.Admin.GetAsync("/v1/policy")).Body)!.AsObject();
        var wrong = new List<string>();
        var sent = 0;
        foreach (var route in RightsTable.Routes.Where(route => route.Body?.StartsWith('{') == true))
        {
            var path = ReviewedRoute.Fill(route.Path, slot => mine[slot])!;
            var caller = route.Who == Who.Customer ? mine.World.Customer : mine.World.Admin;
            using var client = Client(chats, caller);
            var pattern = route.Route.Split(' ')[1].Replace(":long", "", StringComparison.Ordinal);
            var schema = operations.Single(one =>
                one.Method == route.Method && one.Path.Trim('/') == pattern.Trim('/')
            );
            foreach (
                var field in TextPlaces.Of(schema.Body!, schemas, 0).Select(one => string.Join('.', one)).Distinct()
            )
            {
                foreach (var text in Unstorable)
                {
                    var body = pattern.EndsWith("/policy/versions", StringComparison.Ordinal)
                        ? policy.DeepClone().AsObject()
                        : JsonNode.Parse(ReviewedRoute.Fill(route.Body, slot => mine[slot])!)!.AsObject();
                    var isWhole = TextPlaces.Put(body, field.Split('.'), Slot);
                    var json = body.ToJsonString().Replace(Slot, text, StringComparison.Ordinal);
                    var (status, answer) = await SendAsync(client, route.Method, path, json);
                    sent++;
                    var names = answer.Contains(field.Split('.')[^1], StringComparison.OrdinalIgnoreCase);
                    if (status >= 500 || (status == 400 && isWhole && !names))
                    {
                        wrong.Add($"{route} {field} {text}: {status} {answer}");
                    }
                }
            }
        }

        output.WriteLine($"{sent} bodies");
        Assert.True(sent > 200, $"{sent} bodies");
        return wrong;
    }

    /// <summary>Each text of each query.</summary>
    private async Task<List<string>> InQueriesAsync(ChatDesk chats, Things mine)
    {
        var wrong = new List<string>();
        var sent = 0;
        using var client = Client(chats, mine.World.Admin);
        var browser = await Caller.WithTokenAsync(chats.Desk, "reader", Who.Admin);
        var customer = await Caller.WithTokenAsync(chats.Desk, "customer", Who.Customer, mine.World.Id);
        foreach (var route in RightsTable.Routes.Where(route => route.Method == "GET" || route.Path.Contains('?')))
        {
            var path = ReviewedRoute.Fill(route.Path, slot => mine[slot])!.Split('?')[0];
            if (route.IsPage && await ReadAsync(customer, path) is { Status: >= 500 and var failed })
            {
                wrong.Add($"{route}: {failed}");
            }

            foreach (var name in ParametersOf(chats, route).Except(FieldsOf(chats, route)).Append("after"))
            {
                foreach (var text in (string[])[Nul, Half, PlaceWithNul])
                {
                    var (status, answer) = route.IsPage
                        ? await ReadAsync(browser, $"{path}?{name}={text}")
                        : await SendAsync(client, route.Method, $"{path}?{name}={text}", route.Body);
                    sent++;
                    if (
                        status >= 500
                        || (status == 400 && text == Nul && !answer.Contains(name, StringComparison.Ordinal))
                    )
                    {
                        wrong.Add($"{route} ?{name}={text}: {status} {Brief(answer)}");
                    }
                }
            }
        }

        output.WriteLine($"{sent} queries");
        Assert.True(sent > 100, $"{sent} queries");
        return wrong;
    }

    /// <summary>Each text of each form, sent in parts, since the server itself refuses a NUL character in any other form.</summary>
    private async Task<List<string>> InFormsAsync(ChatDesk chats, Things mine)
    {
        var names = PageFieldNames();
        var wrong = new List<string>();
        var sent = 0;
        var admin = await Caller.WithTokenAsync(chats.Desk, "writer", Who.Admin);
        foreach (var route in RightsTable.Routes.Where(route => route is { IsPage: true, Method: "POST" }))
        {
            var caller =
                route.Who == Who.Customer
                    ? await Caller.WithTokenAsync(chats.Desk, "customer", Who.Customer, mine.World.Id)
                    : admin;
            var own = FieldsOf(chats, route).ToList();
            var forms = own.Select(name => own.Select(other => (other, other == name ? "a\0b" : "a@b.example")))
                .Append(names.Select(name => (name, "a\0b")));
            foreach (var form in forms)
            {
                var path = ReviewedRoute.Fill(route.Path, slot => mine[slot])!;
                var page = await caller.Browser.PostPartsAsync(path, [(PageBrowser.TokenField, caller.Form), .. form]);
                sent++;
                if ((int)page.Status >= 500)
                {
                    wrong.Add($"{route} {string.Join(' ', form.Select(one => one.Item1))}: {(int)page.Status}");
                }
            }

            if (EndsSession(route))
            {
                admin = await Caller.WithTokenAsync(chats.Desk, "writer", Who.Admin);
            }
        }

        output.WriteLine($"{sent} forms");
        Assert.True(sent > 60, $"{sent} forms");
        return wrong;
    }

    /// <summary>Each text that a hub is called with.</summary>
    private static async Task<List<string>> InCallsAsync(ChatDesk chats, Things mine)
    {
        var wrong = new List<string>();
        foreach (var (hub, method, _, arguments) in HubMatrixTests.Methods)
        {
            foreach (var place in Enumerable.Range(0, arguments.Length).Where(n => arguments[n] is string))
            {
                await using var connection = HubClient.To(chats.Desk, hub, mine.World.Admin.Token);
                await connection.StartAsync();
                var given = arguments
                    .Select(one =>
                        one is "$ticket" ? long.Parse(mine["$ticket"], null)
                        : one is string text ? mine[text]
                        : one
                    )
                    .ToArray();
                if (given[place] is not string)
                {
                    continue;
                }

                given[place] = "a\0b";
                try
                {
                    await connection.InvokeCoreAsync<JsonElement>(method, given);
                }
                catch (HubException e) when (e.Message.Contains("HubException: ", StringComparison.Ordinal))
                {
                    // Refused, and said why.
                }
                catch (HubException e)
                {
                    wrong.Add($"{hub} {method} {place}: {e.Message}");
                }
            }
        }

        return wrong;
    }

    private static IEnumerable<ParameterInfo> HandledBy(ChatDesk chats, ReviewedRoute route) =>
        chats
            .Desk.Endpoints.Where(endpoint =>
                endpoint.RoutePattern.RawText!.Trim('/') == route.Route.Split(' ')[1].Trim('/')
                && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(route.Method) != false
            )
            .SelectMany(endpoint => endpoint.Metadata.OfType<MethodInfo>())
            .SelectMany(method => method.GetParameters())
            .Where(parameter => parameter.ParameterType == typeof(string));

    private static IEnumerable<string> ParametersOf(ChatDesk chats, ReviewedRoute route) =>
        HandledBy(chats, route)
            .Select(parameter => parameter.Name!)
            .Where(name => !route.Route.Contains($"{{{name}", StringComparison.Ordinal));

    private static IEnumerable<string> FieldsOf(ChatDesk chats, ReviewedRoute route) =>
        HandledBy(chats, route)
            .Where(parameter => parameter.GetCustomAttribute<FromFormAttribute>() is not null)
            .Select(parameter => parameter.Name!);

    private static bool EndsSession(ReviewedRoute route) =>
        route.Path.StartsWith("/sign", StringComparison.Ordinal)
        || route.Path.StartsWith("/account", StringComparison.Ordinal);

    /// <summary>What the fields of the pages are called.</summary>
    private static List<string> PageFieldNames() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Checkout.Root, "Api", "Pages"), "*.razor", SearchOption.AllDirectories)
                .SelectMany(file => File.ReadAllText(file).Split(" name=\"").Skip(1))
                .Select(rest => rest.Split('"')[0])
                .Where(name => name.Length > 0 && name.All(char.IsAsciiLetter))
                .Distinct(),
        ];

    // One that does not repeat what could not be done.
    private static HttpClient Client(ChatDesk chats, ApiClient caller)
    {
        var client = new HttpClient { BaseAddress = chats.Desk.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", caller.Token);
        return client;
    }

    private static async Task<(int Status, string Answer)> SendAsync(
        HttpClient client,
        string method,
        string path,
        string? json
    )
    {
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Add("Idempotency-Key", Path.GetRandomFileName());
        if (json is not null)
        {
            var type = json.StartsWith('{') ? "application/json" : "application/octet-stream";
            request.Content = new StringContent(json, Encoding.UTF8, type);
        }

        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<(int Status, string Answer)> ReadAsync(Caller caller, string path)
    {
        var page = await caller.Browser.GetAsync(path);
        return ((int)page.Status, page.Html);
    }

    private static string Brief(string answer) => answer[..Math.Min(answer.Length, 300)];
}
