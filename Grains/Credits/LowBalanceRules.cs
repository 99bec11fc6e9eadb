using System.Collections.Immutable;
using Tallydesk.Amounts;

namespace Tallydesk.Credits;

/// <summary>When an owner is told that credits run out (Policy D14).</summary>
internal static class LowBalanceRules
{
    /// <summary>
    /// The events of one command, and after them the thresholds that the balance fell below. Only the balance that the
    /// command leaves counts, whatever its entries pass through. A balance that never reached a threshold has not fallen
    /// below it, so each fall is told once until the balance has been there again.
    /// </summary>
    /// <param name="balance">The balance before the command.</param>
    /// <param name="events">What was decided.</param>
    /// <param name="thresholds">The policy's thresholds, in credits.</param>
    /// <param name="now">The instant.</param>
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
    /// The account after all events of a command. Falls whose threshold the command reached again are over, also when the
    /// policy has dropped that threshold since; a balance that a command only passes through ends none.
    /// </summary>
    public static CreditAccount After(CreditAccount account, ImmutableArray<CreditEvent> events)
    {
        var after = events.Aggregate(account, CreditAccount.Apply);
        return after with { Low = after.Low.RemoveAll(low => after.Balance >= low.Threshold) };
    }
}
