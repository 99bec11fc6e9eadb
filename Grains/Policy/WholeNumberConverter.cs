using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tallydesk.Policy;

/// <summary>Reads a whole number in every form that JSON allows: 10, 10.0 and 1e1 are equal.</summary>
internal sealed class WholeNumberConverter<T> : JsonConverter<T>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TryGetDecimal(out var number)
        && decimal.IsInteger(number)
        && decimal.CreateChecked(T.MinValue) <= number
        && number <= decimal.CreateChecked(T.MaxValue)
            ? T.CreateChecked(number)
            : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(long.CreateChecked(value));
}
