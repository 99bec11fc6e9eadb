using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Tallydesk.Journal;
using Tallydesk.Policy;

namespace Tallydesk.Tests.Contracts;

/// <summary>Makes a value of any stored type with every field filled, always the same one.</summary>
internal static class Sample
{
    /// <summary>The sample of a type as it is stored.</summary>
    public static JsonNode Of(Type type) => Write(Read(Fill(type, "value", [])!, type), type);

    /// <summary>Reads what is stored.</summary>
    public static object Read(JsonNode stored, Type type) => stored.Deserialize(type, StateJson.Options)!;

    /// <summary>Writes a value as it is stored.</summary>
    public static JsonNode Write(object value, Type type) =>
        JsonSerializer.SerializeToNode(value, type, StateJson.Options)!;

    /// <summary>The fields of a type that are read back; others follow from them.</summary>
    public static IEnumerable<JsonPropertyInfo> Stored(JsonTypeInfo info) =>
        info.Properties.Where(field =>
            field.Get is not null && (field.Set ?? (object?)field.AssociatedParameter) is not null
        );

    private static JsonNode? Fill(Type type, string name, HashSet<Type> outer)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        var info = StateJson.Options.GetTypeInfo(bare);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object when outer.Contains(bare):
                return null;
            case JsonTypeInfoKind.Object:
                var members = Stored(info)
                    .Select(field => KeyValuePair.Create(field.Name, Fill(field, [.. outer, bare])));
                return new JsonObject(members.Where(member => member.Value is not null));
            case JsonTypeInfoKind.Enumerable:
                return Fill(info.ElementType!, name, outer) is { } element ? new JsonArray(element) : null;
            case JsonTypeInfoKind.Dictionary:
                var key = Fill(info.KeyType!, name, outer)!.ToString();
                return new JsonObject([KeyValuePair.Create(key, Fill(info.ElementType!, name, outer))]);
            default:
                return bare.IsEnum ? FillEnum(bare) : Leaves(name).First(leaf => IsReadAs(leaf, bare));
        }
    }

    private static JsonNode? Fill(JsonPropertyInfo field, HashSet<Type> outer) =>
        field.CustomConverter switch
        {
            UtcOffsetConverter => "+04:00",
            HourMinuteConverter => "09:30",
            _ => Fill(field.PropertyType, field.Name, outer),
        };

    // Not the first value, which is also that of a field that was never set.
    private static JsonNode FillEnum(Type type)
    {
        var values = Enum.GetValues(type);
        return Write(values.GetValue(Math.Min(1, values.Length - 1))!, type);
    }

    private static IEnumerable<JsonNode> Leaves(string name) =>
        [
            JsonValue.Create(name.Aggregate(7, (sum, letter) => (sum * 31 + letter) % 97) + 3),
            JsonValue.Create($"{name}-1"),
            JsonValue.Create("2026-11-27T14:02:00+00:00"),
            JsonValue.Create("2026-11-27T14:02:00.0000000+00:00"),
            JsonValue.Create("2026-11-27"),
            JsonValue.Create("AQID"),
            JsonValue.Create(true),
        ];

    private static bool IsReadAs(JsonNode leaf, Type type)
    {
        try
        {
            return JsonNode.DeepEquals(Write(Read(leaf, type), type), leaf);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }
}
