using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Journal;
using Tallydesk.Tickets;

namespace Tallydesk.Reports;

/// <summary>What the numbers of a report count.</summary>
public enum ReportUnit
{
    /// <summary>Things, such as tickets.</summary>
    Count,

    /// <summary>Credits.</summary>
    Credits,

    /// <summary>Whole minutes.</summary>
    Minutes,

    /// <summary>Whole hundredths.</summary>
    Percent,
}

/// <summary>What was read of some weeks.</summary>
/// <param name="Opened">Tickets opened.</param>
/// <param name="Movements">Credits that came and went.</param>
/// <param name="Promises">Response targets of the answers given.</param>
public sealed record ReportFacts(
    ImmutableArray<ReportedTicket> Opened,
    ImmutableArray<Movement> Movements,
    ImmutableArray<AnsweredPromise> Promises
);

/// <summary>One number for all weeks, compared with the weeks before.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Now">The number; null where there is none.</param>
/// <param name="Before">The same of the weeks before.</param>
/// <param name="MoreIsBetter">Whether a higher number is better; null where neither is.</param>
public sealed record ReportFigure(string Name, ReportUnit Unit, long? Now, long? Before, bool? MoreIsBetter)
{
    /// <summary>How much more than before, or less; null where one of them has no number.</summary>
    public long? Difference =>
        Now is { } now && Before is { } before ? CreditAmount.Nearest((Int128)now - before).Value : null;

    /// <summary>Whether it has become better; null where it has not changed, or neither is better.</summary>
    public bool? IsBetter => Difference is { } change and not 0 && MoreIsBetter is { } isMore ? change > 0 == isMore : null;
}

/// <summary>Adds up the weeks of a report and compares them with the weeks before.</summary>
public static class ReportFigures
{
    private static readonly string Charge = StoredNames.Of(EntryKind.Charge);
    private static readonly string Refund = StoredNames.Of(EntryKind.Refund);
    private static readonly string Purchase = StoredNames.Of(EntryKind.Purchase);

    /// <summary>The figures in the order in which they are shown.</summary>
    public static ImmutableArray<ReportFigure> Of(ReportFacts now, ReportFacts before)
    {
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(before);
        return
        [
            Figure("Tickets opened", ReportUnit.Count, facts => facts.Opened.Length, null),
            Figure("Median first response", ReportUnit.Minutes, facts => WaitOf(facts, ReportRules.Median), false),
            Figure("90th percentile first response", ReportUnit.Minutes, facts => WaitOf(facts, ReportRules.Most), false),
            Figure("Response targets met", ReportUnit.Percent, MetOf, true),
            Figure("Credits charged, less refunds", ReportUnit.Credits, ChargedOf, null),
            Figure("Credits purchased", ReportUnit.Credits, facts => SumOf(facts, Purchase), null),
        ];

        ReportFigure Figure(string name, ReportUnit unit, Func<ReportFacts, long?> value, bool? isMoreBetter) =>
            new(name, unit, value(now), value(before), isMoreBetter);
    }

    /// <summary>The sum of each column whose numbers can be added; null for the others.</summary>
    public static ImmutableArray<long?> TotalsOf(ReportTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return
        [
            .. table.Columns.Select(
                (column, index) =>
                    IsAdded(column)
                        ? (long?)CreditAmount.Sum(table.Rows.Select(row => new CreditAmount(row.Values[index] ?? 0))).Value
                        : null
            ),
        ];
    }

    private static bool IsAdded(string column) =>
        !column.StartsWith("Median", StringComparison.Ordinal) && !column.Contains("percentile", StringComparison.Ordinal);

    private static long? WaitOf(ReportFacts facts, int percent) =>
        ReportRules.Percentile(ReportRules.WaitsOf(facts.Opened), percent);

    private static long? MetOf(ReportFacts facts) =>
        facts.Promises.IsEmpty
            ? null
            : (long)Math.Round(100.0 * facts.Promises.Count(promise => promise.IsMet) / facts.Promises.Length);

    /// <summary>Charges count against a balance, so what was charged is more than 0.</summary>
    private static long? ChargedOf(ReportFacts facts) =>
        CreditAmount.Nearest(-(Int128)SumOf(facts, Charge, Refund)).Value;

    private static long SumOf(ReportFacts facts, params string[] kinds) =>
        CreditAmount
            .Sum(facts.Movements.Where(movement => kinds.Contains(movement.Kind)).Select(movement => movement.Credits))
            .Value;
}
