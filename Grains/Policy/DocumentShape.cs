using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Tallydesk.Policy;

/// <summary>
/// Compares a JSON document's members with those of a type before it is read, because the reader itself names a type
/// where a person needs the field.
/// </summary>
internal static class DocumentShape
{
    /// <summary>The first member that is unknown, missing, null or of the wrong kind; null when there is none.</summary>
    internal static DocumentFault? FirstFault(JsonElement element, Type type, JsonSerializerOptions options) =>
        FirstFault(element, type, options, "");

    private static DocumentFault? FirstFault(JsonElement element, Type type, JsonSerializerOptions options, string path)
    {
        var info = options.GetTypeInfo(type);
        return (info.Kind, element.ValueKind) switch
        {
            (JsonTypeInfoKind.Object, JsonValueKind.Object) => OfObject(element, info, path),
            (JsonTypeInfoKind.Object, _) => Fault(path, "must be an object"),
            (JsonTypeInfoKind.Enumerable, JsonValueKind.Array) => element
                .EnumerateArray()
                .Select((item, index) => FirstFault(item, info.ElementType!, options, $"{path}[{index}]"))
                .FirstOrDefault(fault => fault is not null),
            (JsonTypeInfoKind.Enumerable, _) => Fault(path, "must be a list"),
            (_, JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null) => Fault(
                path,
                "must be a single value"
            ),
            _ => null,
        };
    }

    private static DocumentFault? OfObject(JsonElement element, JsonTypeInfo info, string path)
    {
        string Path(string member) => path.Length == 0 ? member : $"{path}.{member}";

        var unknown = element.EnumerateObject().FirstOrDefault(m => info.Properties.All(known => known.Name != m.Name));
        if (unknown.Value.ValueKind != JsonValueKind.Undefined)
        {
            return Fault(Path(unknown.Name), "is not a field of the policy document");
        }

        foreach (var member in info.Properties)
        {
            var isThere = element.TryGetProperty(member.Name, out var value);
            var isNull = isThere && value.ValueKind == JsonValueKind.Null;
            var fault =
                !isThere && member.IsRequired ? Fault(Path(member.Name), "is missing")
                : !isThere || (isNull && member.IsSetNullable) ? null
                : FirstFault(value, member.PropertyType, info.Options, Path(member.Name));
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private static DocumentFault Fault(string path, string what) =>
        new(path, $"{(path.Length == 0 ? "The policy document" : path)} {what}.");
}
