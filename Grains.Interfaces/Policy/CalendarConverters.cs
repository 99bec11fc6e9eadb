using System.Globalization;
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
            : throw new JsonException("A UTC offset must look like +04:00.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue((value < TimeSpan.Zero ? "-" : "+") + value.ToString(@"hh\:mm", null));
    }
}

/// <summary>Reads and writes the time since midnight as <c>09:00</c>, from <c>00:00</c> to <c>24:00</c>, the end of the day.</summary>
public sealed class HourMinuteConverter : JsonConverter<TimeSpan>
{
    private const string MidnightAtTheEnd = "24:00";
    private static readonly TimeSpan WholeDay = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString();
        return text == MidnightAtTheEnd ? WholeDay
            : TimeSpan.TryParseExact(text, @"hh\:mm", CultureInfo.InvariantCulture, out var time) ? time
            : throw new JsonException("A time of day must look like 09:00.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(
            value == WholeDay ? MidnightAtTheEnd : value.ToString(@"hh\:mm", CultureInfo.InvariantCulture)
        );
    }
}
