using System.Collections.Immutable;
using Tallydesk.Amounts;

namespace Tallydesk.Credits;

/// <summary>When a low balance is reported (Policy D14).</summary>
internal static class LowBalanceRules
{
    /// <summary>
    /// Adds the thresholds that the balance fell below to a command's events. Only the balance after the
    /// command counts, not the balances in between. A balance that never reached a threshold has not fallen
    /// below it, so each fall is reported once until the balance has recovered.
    /// </summary>
    /// <param name="balance">The balance before the command.</param>
    /// <param name="events">What was decided.</param>
    /// <param name="thresholds">The policy's thresholds, in credits.</param>
    /// <param name="now">The current time.</param>
    public static ImmutableArray<CreditEvent> WithFalls(
        CreditAmount balance,
        ImmutableArray<CreditEvent> events,
        ImmutableArray<CreditAmount> thresholds,
        DateTimeOffset now
    )
    {
        var left = events.OfType<CreditEntry>().LastOrDefault()?.BalanceAfter ?? balance;
        return events.AddRange(
            thresholds
                .Where(threshold => balance >= threshold && left < threshold)
                .Select(threshold => new BalanceFell(threshold, left, now))
        );
    }

    /// <summary>
    /// The account after all events of a command. Low balances end when the balance reaches the threshold again, even if the
    /// policy no longer has that threshold; balances in between entries don't count.
    /// </summary>
    public static CreditAccount After(CreditAccount account, ImmutableArray<CreditEvent> events)
    {
        var after = events.Aggregate(account, CreditAccount.Apply);
        return after with { Low = after.Low.RemoveAll(low => after.Balance >= low.Threshold) };
    }
}
