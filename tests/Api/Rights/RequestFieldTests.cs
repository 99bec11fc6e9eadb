using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tallydesk.Tests.Chats;
using Xunit;
using Xunit.Abstractions;

namespace Tallydesk.Tests.Rights;

/// <summary>What requests take: no field that they don't list, whichever an answer bears, and no text without an end.</summary>
public sealed class RequestFieldTests(ChatDesk chats, ITestOutputHelper output) : IClassFixture<ChatDesk>
{
    [Fact]
    public async Task A_field_of_an_answer_is_no_field_of_a_request()
    {
        var mine = await Things.CreateAsync(chats);
        var admin = chats.Desk.Admin;
        var before = await mine.World.SnapshotAsync();
        var document = (await admin.GetAsync("/openapi/v1.json")).Must(HttpStatusCode.OK).Json;
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var names = schemas
            .EnumerateObject()
            .SelectMany(schema => PropertiesOf(schema.Value))
            .Concat(["isAdmin", "createdBy", "actor", "__proto__", "constructor"])
            .ToHashSet(StringComparer.Ordinal);
        var wrong = new List<string>();
        var cells = 0;
        foreach (var route in RightsTable.Routes.Where(route => route.TakesJson))
        {
            var path = route.Route.Split(' ')[1].TrimEnd('/').Replace(":long", "");
            var taken = TakenBy(document, schemas, path, route.Method);
            foreach (var name in names.Except(taken))
            {
                var body = JsonNode.Parse(ReviewedRoute.Fill(route.Body, slot => mine[slot])!)!.AsObject();
                body[name] = "x";
                var answer = await admin.SendAsync(
                    new(route.Method),
                    ReviewedRoute.Fill(route.Path, slot => mine[slot])!,
                    body.ToJsonString()
                );
                cells++;
                if (answer.Status != HttpStatusCode.BadRequest)
                {
                    wrong.Add($"{route}: {name}: {(int)answer.Status} {answer.Body}");
                }
            }
        }

        output.WriteLine($"{cells} cells");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(before, await mine.World.SnapshotAsync());
    }

    [Fact]
    public async Task No_text_of_a_request_is_longer_than_it_is_said_to_be()
    {
        var mine = await Things.CreateAsync(chats);
        var wrong = new List<string>();
        foreach (var route in RightsTable.Routes.Where(route => route.TakesJson))
        {
            var right = JsonNode.Parse(ReviewedRoute.Fill(route.Body, slot => mine[slot])!)!.AsObject();
            foreach (
                var name in right
                    .Where(field => field.Value?.GetValueKind() == JsonValueKind.String)
                    .Select(field => field.Key)
                    .ToList()
            )
            {
                var body = right.DeepClone().AsObject();
                body[name] = new string('x', 100_000);
                var path = ReviewedRoute.Fill(route.Path, slot => mine[slot])!;
                var caller = route.Who == Who.Customer ? mine.World.Customer : chats.Desk.Admin;
                var answer = await caller.SendAsync(new(route.Method), path, body.ToJsonString());
                if ((int)answer.Status is not (>= 400 and < 500) || answer.Body.Length > 2_000)
                {
                    wrong.Add(
                        $"{route} {name}: {(int)answer.Status} {answer.Body[..Math.Min(200, answer.Body.Length)]}"
                    );
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static HashSet<string> TakenBy(JsonElement document, JsonElement schemas, string path, string method)
    {
        var schema = document
            .GetProperty("paths")
            .EnumerateObject()
            .Single(one => one.Name == path.Replace("{Desk}", "{desk}"))
            .Value.GetProperty(method.ToLowerInvariant())
            .GetProperty("requestBody")
            .GetProperty("content")
            .GetProperty("application/json")
            .GetProperty("schema");
        var reference = References(schema).First().Split('/')[^1];
        return [.. PropertiesOf(schemas.GetProperty(reference))];
    }

    private static IEnumerable<string> References(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference)
            ? [reference.GetString()!]
            : schema
                .GetProperty("oneOf")
                .EnumerateArray()
                .Where(one => one.TryGetProperty("$ref", out _))
                .SelectMany(References);

    private static IEnumerable<string> PropertiesOf(JsonElement schema) =>
        schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().Select(property => property.Name)
            : [];
}
