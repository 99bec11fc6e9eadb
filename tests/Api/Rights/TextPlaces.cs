using System.Text.Json.Nodes;

namespace Tallydesk.Tests.Rights;

/// <summary>Where the texts of a request stand, by the interface's description.</summary>
internal static class TextPlaces
{
    /// <summary>Where texts stand in a body, as names from the outside in; <c>0</c> is an entry of a list, <c>*</c> of a map.</summary>
    public static IEnumerable<string[]> Of(JsonNode? schema, JsonObject schemas, int depth)
    {
        if (schema is not JsonObject described || depth > 6)
        {
            return [];
        }

        if ((string?)described["$ref"] is { } reference)
        {
            return Of(schemas[reference.Split('/')[^1]], schemas, depth + 1);
        }

        var types = described["type"] is JsonArray several
            ? several.Select(type => (string)type!)
            : [(string?)described["type"] ?? ""];
        return types.Contains("string")
            ?
            [
                [],
            ]
            : (described["oneOf"]?.AsArray() ?? [])
                .SelectMany(one => Of(one, schemas, depth + 1))
                .Concat(
                    (described["properties"]?.AsObject() ?? []).SelectMany(property =>
                        Of(property.Value, schemas, depth + 1).Select(rest => (string[])[property.Key, .. rest])
                    )
                )
                .Concat(Of(described["items"], schemas, depth + 1).Select(rest => (string[])["0", .. rest]))
                .Concat(
                    Of(described["additionalProperties"], schemas, depth + 1).Select(rest => (string[])["*", .. rest])
                );
    }

    /// <summary>Puts the text in its place; answers false when something around it had to be made up.</summary>
    public static bool Put(JsonNode body, string[] names, string text)
    {
        if (names is [var last])
        {
            Set(body, last, text);
            return true;
        }

        var inner = Get(body, names[0]);
        var isThere = inner is JsonObject or JsonArray;
        if (!isThere)
        {
            inner = names[1] == "0" ? new JsonArray() : new JsonObject();
            Set(body, names[0], inner);
        }

        return Put(inner!, names[1..], text) && isThere;
    }

    private static JsonNode? Get(JsonNode around, string name) =>
        around is JsonArray list ? list.FirstOrDefault() : around[name];

    private static void Set(JsonNode around, string name, JsonNode? value)
    {
        if (around is not JsonArray list)
        {
            around[name] = value;
        }
        else if (list.Count > 0)
        {
            list[0] = value;
        }
        else
        {
            list.Add(value);
        }
    }
}
