using Tallydesk.Refusals;

namespace Tallydesk.Credits;

/// <summary>How many credits one amount may have, far above real use and far below where sums overflow.</summary>
public static class CreditAmount
{
    /// <summary>The most credits that a price, a ceiling, a purchase, a grant or an adjustment may have.</summary>
    public const long Most = 1_000_000_000_000;

    /// <summary>The most credits that an account may hold.</summary>
    public const long MostHeld = 1_000 * Most;

    /// <summary>Refuses an amount that is out of its range; null when it is absent or in it.</summary>
    /// <param name="field">The camelCase name of the field.</param>
    /// <param name="amount">The amount.</param>
    /// <param name="least">The least amount.</param>
    /// <param name="most">The greatest amount.</param>
    public static Refusal? Refuse(string field, long? amount, long least = 0, long most = Most) =>
        amount < least || amount > most ? Fields.Invalid(field, $"{field} is {least} to {most} credits.") : null;

    /// <summary>
    /// The sum of amounts that are not negative; <see cref="long.MaxValue"/> when it is greater. Amounts written before
    /// they were bounded may be that large.
    /// </summary>
    public static long Sum(IEnumerable<long> amounts)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        return amounts.Aggregate(0L, (sum, amount) => amount > long.MaxValue - sum ? long.MaxValue : sum + amount);
    }
}
