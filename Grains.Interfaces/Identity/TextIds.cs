using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tallydesk.Identity;

/// <summary>An identifier that consists of one string and is written as a plain string in JSON.</summary>
/// <typeparam name="TSelf">The identifier type itself.</typeparam>
public interface ITextId<TSelf>
    where TSelf : struct, ITextId<TSelf>
{
    /// <summary>The identifier's text.</summary>
    string Value { get; }

    /// <summary>Wraps a text that is already known to be valid.</summary>
    static abstract TSelf From(string value);
}

/// <summary>Reads and writes an <see cref="ITextId{TSelf}"/> as a JSON string, also as a property name.</summary>
/// <typeparam name="TId">The identifier type.</typeparam>
public sealed class TextIdConverter<TId> : JsonConverter<TId>
    where TId : struct, ITextId<TId>
{
    /// <inheritdoc/>
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TId.From(reader.GetString() ?? throw new JsonException("An identifier can't be null."));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Value);
    }

    /// <inheritdoc/>
    public override TId ReadAsPropertyName(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => TId.From(reader.GetString() ?? throw new JsonException("An identifier can't be null."));

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.Value);
    }
}
