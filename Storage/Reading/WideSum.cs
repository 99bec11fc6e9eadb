namespace Tallydesk.Storage.Reading;

/// <summary>
/// Sums in SQL that no number of amounts makes overflow. The upper and the lower halves of the amounts are added apart:
/// PostgreSQL's cast to <c>bigint</c> and SQLite's <c>SUM</c> fail where the sum itself leaves 64 bits.
/// </summary>
internal static class WideSum
{
    private const string LowerHalf = "4294967295";

    /// <summary>The two columns <c>…High</c> and <c>…Low</c> of a sum.</summary>
    /// <param name="amount">The column that is added.</param>
    /// <param name="name">The sum's name.</param>
    public static string Columns(string amount, string name) =>
        $"COALESCE(CAST(SUM({amount} >> 32) AS bigint), 0) AS {name}High, "
        + $"COALESCE(CAST(SUM({amount} & {LowerHalf}) AS bigint), 0) AS {name}Low";

    /// <summary>A condition that a sum is less than 0.</summary>
    public static string IsNegative(string name) => $"{name}High + ({name}Low >> 32) < 0";

    /// <summary>A condition that a sum, and a number added to it, don't come to 0.</summary>
    public static string Leaves(string name, string number = "0")
    {
        var low = $"({name}Low + (({number}) & {LowerHalf}))";
        return $"({name}High + (({number}) >> 32) + ({low} >> 32) <> 0 OR ({low} & {LowerHalf}) <> 0)";
    }

    /// <summary>The sum of its two columns.</summary>
    public static Int128 Of(long high, long low) => ((Int128)high << 32) + low;
}
