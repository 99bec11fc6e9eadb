using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace Tallydesk.Journal;

/// <summary>The names by which the database knows types (<see cref="StoredAttribute"/>) and enum values.</summary>
public static class StoredNames
{
    private static readonly ConcurrentDictionary<Type, string> Names = [];

    /// <summary>A type's name.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public static string Of(Type type) =>
        Names.GetOrAdd(
            type,
            static type =>
                type.GetCustomAttribute<StoredAttribute>()?.Name
                ?? throw new InvalidOperationException($"{type.Name} is to be stored and has no [Stored] name.")
        );

    /// <summary>An enum value's name: as it is in JSON.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Words<TEnum>.Names[value];

    /// <summary>The enum value of a name.</summary>
    /// <exception cref="JsonException">No value has it.</exception>
    public static TEnum Read<TEnum>(string name)
        where TEnum : struct, Enum =>
        Words<TEnum>.Values.TryGetValue(name, out var value)
            ? value
            : throw new JsonException($"{name} is no stored name of {typeof(TEnum).Name}.");

    private static class Words<TEnum>
        where TEnum : struct, Enum
    {
        internal static readonly FrozenDictionary<TEnum, string> Names = Enum.GetValues<TEnum>()
            .ToFrozenDictionary(
                value => value,
                value => JsonSerializer.SerializeToElement(value, StateJson.Options).GetString()!
            );

        internal static readonly FrozenDictionary<string, TEnum> Values = Names.ToFrozenDictionary(
            pair => pair.Value,
            pair => pair.Key,
            StringComparer.Ordinal
        );
    }
}
