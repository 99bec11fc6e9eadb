using System.Text.Json;

namespace Tallydesk.Requests;

/// <summary>Tells which field of a body could not be read.</summary>
internal static class JsonField
{
    /// <summary>The field's name within the body, such as <c>upgrade.from</c> or <c>messageIds[0]</c>; empty for the body itself.</summary>
    public static string NameOf(JsonException json) =>
        json.Path is { } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "";

    /// <summary>A sentence about the field. The serializer's own names types, which are no business of a client's.</summary>
    public static string DetailOf(JsonException json, string field) =>
        json.Message.Contains("could not be mapped", StringComparison.Ordinal) ? $"Unknown field: {field}."
        : json.Message.Contains("Duplicate", StringComparison.OrdinalIgnoreCase)
            ? $"{field} appears more than once in the request body."
        : $"{field} has the wrong type.";
}
