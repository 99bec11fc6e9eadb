using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tallydesk.Journal;

/// <summary>
/// JSON with each number in its shortest form. Programs write one number in several ways, such as 49.00, 49 and 4.9e1, and
/// a document read by one and sent back by another is still the same.
/// </summary>
internal static class CanonicalJson
{
    // Dividing by it takes a decimal's trailing zeros away.
    private const decimal One = 1.0000000000000000000000000000m;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A document with its numbers in their shortest form; numbers beyond a decimal stay as they are.</summary>
    /// <param name="document">The document.</param>
    /// <param name="sortsMembers">Whether the members of objects are put in the order of their names.</param>
    internal static string Write(JsonElement document, bool sortsMembers = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, document, sortsMembers);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, bool sorts)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in sorts ? Sorted(element) : element.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, sorts);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item, sorts);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number when element.TryGetDecimal(out var number):
                writer.WriteNumberValue(number / One);
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static IEnumerable<JsonProperty> Sorted(JsonElement element) =>
        element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal);
}
