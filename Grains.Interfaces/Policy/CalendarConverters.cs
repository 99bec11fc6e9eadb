using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tallydesk.Policy;

/// <summary>Reads and writes an offset from UTC as <c>+04:00</c>.</summary>
public sealed class UtcOffsetConverter : JsonConverter<TimeSpan>
{
    /// <inheritdoc/>
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? "";
        return text is ['+' or '-', .. var size] && TimeSpan.TryParseExact(size, @"hh\:mm", null, out var offset)
            ? text[0] == '-'
                ? -offset
                : offset
            : throw new JsonException("An offset from UTC looks like +04:00.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue((value < TimeSpan.Zero ? "-" : "+") + value.ToString(@"hh\:mm", null));
    }
}

/// <summary>Reads and writes a time of day as <c>09:00</c>.</summary>
public sealed class HourMinuteConverter : JsonConverter<TimeOnly>
{
    /// <inheritdoc/>
    public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TimeOnly.TryParseExact(reader.GetString(), "HH:mm", out var time)
            ? time
            : throw new JsonException("A time of day looks like 09:00.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString("HH:mm", null));
    }
}
