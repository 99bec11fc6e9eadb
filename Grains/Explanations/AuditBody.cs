using System.Globalization;
using System.Text.Json;

namespace Tallydesk.Explanations;

/// <summary>The JSON of an audited state or event, read as far as sentences need it. What is not there is empty.</summary>
/// <param name="json">The JSON; null for none.</param>
internal sealed class AuditBody(string? json)
{
    private readonly JsonElement? root = Parse(json);

    /// <summary>Whether there is an object.</summary>
    public bool IsObject => root is { ValueKind: JsonValueKind.Object };

    /// <summary>The fields of the object, in order.</summary>
    public IEnumerable<JsonProperty> Fields => IsObject ? root!.Value.EnumerateObject() : [];

    /// <summary>Whether there is a value at a path, other than null.</summary>
    public bool Has(string path) => Find(path) is { ValueKind: not JsonValueKind.Null };

    /// <summary>A text or number at a path such as <c>assessment.price</c>; null where it is missing or is no scalar.</summary>
    public string? Text(string path) => Find(path) is { } found ? Scalar(found) : null;

    /// <summary>Whether a field at a path is true.</summary>
    public bool Is(string path) => Text(path) == "true";

    /// <summary>A whole number at a path; null where there is none.</summary>
    public long? Number(string path) =>
        long.TryParse(Text(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>A scalar as text; null for objects, lists and null.</summary>
    public static string? Scalar(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number => element.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };

    private JsonElement? Find(string path)
    {
        var at = root;
        foreach (var name in path.Split('.'))
        {
            at =
                at is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var inner)
                    ? inner
                    : null;
        }

        return at;
    }

    private static JsonElement? Parse(string? json)
    {
        try
        {
            return json is null ? null : JsonElement.Parse(json);
        }
        // A row that was altered is found by its chain; here it has nothing to say.
        catch (JsonException)
        {
            return null;
        }
    }
}
