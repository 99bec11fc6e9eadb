using System.Collections.Immutable;

namespace Tallydesk.Credits;

/// <summary>When an owner is told that credits run out (Policy D14).</summary>
internal static class LowBalanceRules
{
    /// <summary>
    /// The events of a decision, and after each entry the thresholds that it fell below. A balance that never reached a
    /// threshold has not fallen below it, so each fall is told once until the balance has been there again.
    /// </summary>
    /// <param name="balance">The balance before the decision.</param>
    /// <param name="events">What was decided.</param>
    /// <param name="thresholds">The policy's thresholds, in credits.</param>
    /// <param name="now">The instant.</param>
    public static ImmutableArray<CreditEvent> WithFalls(
        long balance,
        ImmutableArray<CreditEvent> events,
        ImmutableArray<long> thresholds,
        DateTimeOffset now
    )
    {
        var all = ImmutableArray.CreateBuilder<CreditEvent>(events.Length);
        foreach (var happened in events)
        {
            all.Add(happened);
            if (happened is CreditEntry entry)
            {
                foreach (var threshold in thresholds)
                {
                    if (balance >= threshold && entry.BalanceAfter < threshold)
                    {
                        all.Add(new BalanceFell(threshold, entry.BalanceAfter, now));
                    }
                }

                balance = entry.BalanceAfter;
            }
        }

        return all.DrainToImmutable();
    }
}
