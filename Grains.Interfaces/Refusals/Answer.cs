using System.Diagnostics.CodeAnalysis;

namespace Tallydesk.Refusals;

/// <summary>The result of a grain or rule: a value or a refusal.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="Value">The value; null if and only if refused.</param>
/// <param name="Refusal">The refusal; null if and only if there is a value.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.answer`1")]
public readonly record struct Answer<T>([property: Id(0)] T? Value, [property: Id(1)] Refusal? Refusal)
    where T : class
{
    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Ok => Refusal is null;

    /// <summary>Wraps a value.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The record's constructor is the named alternate.")]
    public static implicit operator Answer<T>(T value) => new(value, null);

    /// <summary>Wraps a refusal.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The record's constructor is the named alternate.")]
    public static implicit operator Answer<T>(Refusal refusal) => new(null, refusal);
}
