using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tallydesk.Requests;

/// <summary>Instants in ISO 8601 with their offset. A text without one is refused rather than guessed.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && reader.TryGetDateTimeOffset(out var instant)
        && HasOffset(reader.GetString()!)
            ? instant
            : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    private static bool HasOffset(string text) =>
        text[^1] == 'Z' || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal);
}
