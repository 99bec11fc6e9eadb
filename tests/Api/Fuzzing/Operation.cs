using System.Text.Json.Nodes;
using Json.Schema;

namespace Tallydesk.Tests.Fuzzing;

/// <summary>One operation of the interface's description.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path with its parameters in braces.</param>
/// <param name="Parameters">Its parameters: name, place, schema.</param>
/// <param name="Body">The schema of its JSON body; null for none.</param>
/// <param name="TakesBytes">Whether its body is a file.</param>
/// <param name="Answers">The schema of each status' JSON answer; null for an answer that is no JSON.</param>
internal sealed record Operation(
    string Method,
    string Path,
    IReadOnlyList<(string Name, string In, JsonNode Schema)> Parameters,
    JsonNode? Body,
    bool TakesBytes,
    IReadOnlyDictionary<int, JsonSchema?> Answers
)
{
    private const string Local = "#/$defs/";

    /// <summary>Every operation of a description.</summary>
    /// <param name="document">The description.</param>
    /// <param name="definitions">The schemas that it names.</param>
    public static IReadOnlyList<Operation> All(string document, out JsonObject definitions)
    {
        var root = JsonNode.Parse(document.Replace("#/components/schemas/", Local, StringComparison.Ordinal))!;
        var schemas = root["components"]!["schemas"]!.AsObject();
        definitions = schemas;
        return
        [
            .. root["paths"]!
                .AsObject()
                .SelectMany(path =>
                    path.Value!.AsObject().Select(method => Of(path.Key, method.Key, method.Value!, schemas))
                ),
        ];
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}";

    private static Operation Of(string path, string method, JsonNode described, JsonObject schemas)
    {
        var content = described["requestBody"]?["content"];
        return new(
            method.ToUpperInvariant(),
            path,
            [
                .. (described["parameters"]?.AsArray() ?? []).Select(parameter =>
                    ((string)parameter!["name"]!, (string)parameter["in"]!, parameter["schema"]!)
                ),
            ],
            content?["application/json"]?["schema"],
            content?["application/octet-stream"] is not null,
            described["responses"]!
                .AsObject()
                .ToDictionary(
                    answer => int.Parse(answer.Key, System.Globalization.CultureInfo.InvariantCulture),
                    answer => SchemaOf(answer.Value!, schemas)
                )
        );
    }

    private static JsonSchema? SchemaOf(JsonNode answer, JsonObject schemas)
    {
        var content = answer["content"];
        var schema = (content?["application/json"] ?? content?["application/problem+json"])?["schema"];
        if (schema is null)
        {
            return null;
        }

        var whole = schema.DeepClone().AsObject();
        whole["$defs"] = schemas.DeepClone();
        return JsonSchema.FromText(whole.ToJsonString());
    }
}
