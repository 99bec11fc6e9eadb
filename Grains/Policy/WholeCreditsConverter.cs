using System.Text.Json;
using System.Text.Json.Serialization;
using Tallydesk.Amounts;

namespace Tallydesk.Policy;

/// <summary>Reads an amount as <see cref="WholeNumberConverter{T}"/> reads a number: 10, 10.0 and 1e1 are equal.</summary>
internal sealed class WholeCreditsConverter : JsonConverter<CreditAmount>
{
    private static readonly WholeNumberConverter<long> Number = new();

    /// <inheritdoc/>
    public override CreditAmount Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => new(Number.Read(ref reader, typeof(long), options));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, CreditAmount value, JsonSerializerOptions options) =>
        Number.Write(writer, value.Value, options);
}
