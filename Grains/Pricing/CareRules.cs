using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Pricing;

/// <summary>What VIP care includes beyond unlimited requests: minor modifications and upgrades (Policy E3, E4).</summary>
internal static class CareRules
{
    /// <summary>
    /// Whether a minor modification is free: VIP care runs when it is asked and when it is accepted, and the month of
    /// acceptance has one left (Policy E3).
    /// </summary>
    internal static bool BringsModification(AssessmentCase asked) =>
        asked is { Category: Category.ComplexModification, MinorModification: true }
        && asked.License.IsVipAt(asked.AskedAt)
        && asked.License.IsVipAt(asked.AcceptedAt ?? asked.AskedAt)
        && asked.HasFreeModification;

    /// <summary>
    /// Whether an upgrade is free under VIP care: from the previous release, or a service pack of it, to the current one
    /// (Policy E4).
    /// </summary>
    internal static bool BringsUpgrade(AssessmentCase asked, UpgradeDistance distance) =>
        asked.License.IsVipAt(asked.AskedAt) && distance is { Releases: <= 1, IsToCurrent: true };

    /// <summary>Why the license may not be upgraded at all; null when it may (Policy E4).</summary>
    /// <remarks>
    /// Refused, in this order: <see cref="RefusalCode.QuoteByHand"/> for releases the catalog does not list,
    /// <see cref="RefusalCode.UpgradeSubscriptionRequired"/>, judged at the instant of asking.
    /// </remarks>
    internal static Refusal? RefuseUpgrade(SupportPolicy policy, AssessmentCase asked, UpgradeDistance distance)
    {
        var isVip = asked.License.IsVipAt(asked.AskedAt);
        if (isVip && !distance.IsListed)
        {
            return new(
                RefusalCode.QuoteByHand,
                $"With VIP care, an upgrade from {asked.Upgrade?.From} to {asked.Upgrade?.To} needs an individual quote."
            );
        }

        var needsSubscription = isVip || policy.UpgradeNeedsSubscription == SubscriptionNeed.All;
        return needsSubscription && !asked.License.UpgradeSubscription.IsActiveAt(asked.AskedAt)
            ? new(
                RefusalCode.UpgradeSubscriptionRequired,
                "The license had no active upgrade subscription when the upgrade was requested."
            )
            : null;
    }
}
