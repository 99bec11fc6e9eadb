using System.Text.Json;

namespace Tallydesk.Tests.Rights;

/// <summary>The schemas of the API's document, and which of them answers bear.</summary>
internal sealed class ApiSchemas(JsonElement document)
{
    private const string Json = "application/json";
    private readonly JsonElement schemas = document.GetProperty("components").GetProperty("schemas");

    /// <summary>The schema of a route's good answer; null where it answers no JSON.</summary>
    public JsonElement? AnswerOf(ReviewedRoute route)
    {
        var path = route.Route.Split(' ')[1].TrimEnd('/').Replace(":long", "", StringComparison.Ordinal);
        var answers = document.GetProperty("paths").GetProperty(path).GetProperty(route.Method.ToLowerInvariant());
        return answers
            .GetProperty("responses")
            .EnumerateObject()
            .Where(answer => answer.Name.StartsWith('2') && answer.Value.TryGetProperty("content", out _))
            .Select(answer => answer.Value.GetProperty("content"))
            .Where(content => content.TryGetProperty(Json, out _))
            .Select(content => (JsonElement?)content.GetProperty(Json).GetProperty("schema"))
            .FirstOrDefault();
    }

    /// <summary>Every named field that an answer of a schema can bear.</summary>
    public HashSet<(string Schema, string Field)> FieldsOf(JsonElement answer)
    {
        var found = new HashSet<(string, string)>();
        Gather(name: "", answer, found);
        return found;
    }

    /// <summary>Every named field that an answer bears; what is null counts as absent.</summary>
    public IEnumerable<(string Schema, string Field)> BorneBy(JsonElement value, JsonElement schema)
    {
        var (name, of) = Resolve("", schema);
        if (value.ValueKind == JsonValueKind.Array && of.TryGetProperty("items", out var items))
        {
            return value.EnumerateArray().SelectMany(item => BorneBy(item, items));
        }

        return value.ValueKind == JsonValueKind.Object && of.TryGetProperty("properties", out var properties)
            ? value
                .EnumerateObject()
                .Where(field => field.Value.ValueKind != JsonValueKind.Null)
                .SelectMany(field =>
                    BorneBy(field.Value, properties.GetProperty(field.Name)).Prepend((name, field.Name))
                )
            : [];
    }

    private void Gather(string name, JsonElement schema, HashSet<(string Schema, string Field)> found)
    {
        var (known, of) = Resolve(name, schema);
        if (of.TryGetProperty("items", out var items))
        {
            Gather(name, items, found);
        }

        if (!of.TryGetProperty("properties", out var properties))
        {
            return;
        }

        foreach (var field in properties.EnumerateObject())
        {
            if (found.Add((known, field.Name)))
            {
                Gather(known, field.Value, found);
            }
        }
    }

    /// <summary>A schema that is referred to, also as one that may be null, and its name.</summary>
    private (string Name, JsonElement Schema) Resolve(string name, JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var known = reference.GetString()!.Split('/')[^1];
            return Resolve(known, schemas.GetProperty(known));
        }

        return schema.TryGetProperty("oneOf", out var choices)
            ? choices
                .EnumerateArray()
                .Where(choice => choice.TryGetProperty("$ref", out _))
                .Select(choice => Resolve(name, choice))
                .FirstOrDefault((name, schema))
            : (name, schema);
    }
}
