namespace Tallydesk.Amounts;

/// <summary>Amounts of credits as tests write and add them.</summary>
internal static class TestAmounts
{
    /// <summary>The amount of so many credits; null for none.</summary>
    public static CreditAmount? Credits(this long? credits) => credits is { } value ? new(value) : null;

    /// <summary>The sum of amounts.</summary>
    public static CreditAmount Sum<T>(this IEnumerable<T> all, Func<T, CreditAmount> amount) =>
        CreditAmount.Sum(all.Select(amount));
}
