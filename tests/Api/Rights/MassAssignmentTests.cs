using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tallydesk.Tests.Chats;
using Xunit;
using Xunit.Abstractions;

namespace Tallydesk.Tests.Rights;

/// <summary>No request takes a field that it doesn't list: every name that any answer bears is sent in every body.</summary>
public sealed class MassAssignmentTests(ChatDesk chats, ITestOutputHelper output) : IClassFixture<ChatDesk>
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
        foreach (var route in RightsTable.Routes.Where(route => route.Body?.StartsWith('{') == true))
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
            : schema.GetProperty("oneOf").EnumerateArray().Where(one => one.TryGetProperty("$ref", out _)).SelectMany(References);

    private static IEnumerable<string> PropertiesOf(JsonElement schema) =>
        schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().Select(property => property.Name)
            : [];
}
