using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tallydesk.Refusals;

namespace Tallydesk.Amounts;

/// <summary>
/// An amount of whole credits: a price, a balance, or (signed) a change of a balance. It has its own type, so that it can't be
/// confused with a ticket number or an entry number. Arithmetic throws <see cref="OverflowException"/> rather than wrap
/// around. In JSON it is a number.
/// </summary>
/// <param name="Value">Whole credits, signed.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.credit-amount")]
[JsonConverter(typeof(CreditAmountConverter))]
public readonly record struct CreditAmount([property: Id(0)] long Value) : IComparable<CreditAmount>
{
    /// <summary>No credits.</summary>
    public static CreditAmount Zero { get; }

    /// <summary>The minimum amount of a purchase, charge or refund.</summary>
    public static CreditAmount One { get; } = new(1);

    /// <summary>The maximum amount of a price, ceiling, purchase, grant or adjustment: far above real use and far below where sums overflow.</summary>
    public static CreditAmount Most { get; } = new(1_000_000_000_000);

    /// <summary>The maximum balance of an account.</summary>
    public static CreditAmount MostHeld { get; } = new(1_000_000_000_000_000);

    /// <summary>Refuses an amount that is out of range; null if it is absent or in range.</summary>
    /// <param name="field">The camelCase name of the field.</param>
    /// <param name="amount">The amount.</param>
    /// <param name="least">The least amount.</param>
    /// <param name="most">The greatest amount.</param>
    public static Refusal? Refuse(string field, CreditAmount? amount, CreditAmount least, CreditAmount most) =>
        amount < least || amount > most ? Fields.Invalid(field, $"{field} must be {least} to {most} credits.") : null;

    /// <summary>As <see cref="Refuse(string, CreditAmount?, CreditAmount, CreditAmount)"/>, up to <see cref="Most"/>.</summary>
    /// <param name="field">The camelCase name of the field.</param>
    /// <param name="amount">The amount.</param>
    /// <param name="least">The least amount.</param>
    public static Refusal? Refuse(string field, CreditAmount? amount, CreditAmount least = default) =>
        Refuse(field, amount, least, Most);

    /// <summary>The sum of amounts, clamped by <see cref="Nearest"/>: amounts written before there was a limit may be very large.</summary>
    public static CreditAmount Sum(IEnumerable<CreditAmount> amounts)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        return Nearest(amounts.Aggregate(Int128.Zero, (sum, amount) => sum + amount.Value));
    }

    /// <summary>The amount of a 128-bit sum, clamped to the largest or smallest amount if it doesn't fit into 64 bits.</summary>
    public static CreditAmount Nearest(Int128 sum) => new((long)Int128.Clamp(sum, long.MinValue, long.MaxValue));

    /// <summary>The smaller of two amounts.</summary>
    public static CreditAmount Min(CreditAmount left, CreditAmount right) => left < right ? left : right;

    /// <summary>The greater of two amounts.</summary>
    public static CreditAmount Max(CreditAmount left, CreditAmount right) => left > right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(CreditAmount other) => Value.CompareTo(other.Value);

    /// <summary>The number alone, such as <c>-20</c>.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The sum of two amounts.</summary>
    public static CreditAmount operator +(CreditAmount left, CreditAmount right) =>
        new(checked(left.Value + right.Value));

    /// <summary>The difference of two amounts.</summary>
    public static CreditAmount operator -(CreditAmount left, CreditAmount right) =>
        new(checked(left.Value - right.Value));

    /// <summary>The amount with the opposite sign.</summary>
    public static CreditAmount operator -(CreditAmount amount) => new(checked(-amount.Value));

    /// <summary>The amount multiplied by a factor.</summary>
    public static CreditAmount operator *(CreditAmount amount, long times) => new(checked(amount.Value * times));

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(CreditAmount left, CreditAmount right) => left.Value < right.Value;

    /// <summary>Whether the left amount is greater.</summary>
    public static bool operator >(CreditAmount left, CreditAmount right) => left.Value > right.Value;

    /// <summary>Whether the left amount is at most the right one.</summary>
    public static bool operator <=(CreditAmount left, CreditAmount right) => left.Value <= right.Value;

    /// <summary>Whether the left amount is at least the right one.</summary>
    public static bool operator >=(CreditAmount left, CreditAmount right) => left.Value >= right.Value;
}

/// <summary>Writes an amount as a JSON number and reads only integers: not 10.0, 1e1 or a number in a string.</summary>
public sealed class CreditAmountConverter : JsonConverter<CreditAmount>
{
    /// <inheritdoc/>
    public override CreditAmount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value)
            ? new(value)
            : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, CreditAmount value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumberValue(value.Value);
    }
}
