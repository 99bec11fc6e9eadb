using System.Collections.Immutable;
using Tallydesk.Evaluations;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Examples;

/// <summary>VIP care: the promise, minor modifications, upgrades (section E of the policy).</summary>
internal static class CareExamples
{
    private static readonly EvaluationCase Care = Cases.Of("Multi-Vendor Ultimate") with
    {
        UpgradeSubscription = UpgradeSubscription.Lifetime,
    };

    private static readonly EvaluationCase Minor = Care with
    {
        Category = Category.ComplexModification,
        MinorModification = true,
    };

    internal static ImmutableArray<Example> All { get; } = [.. Promises, .. Modifications, .. Upgrades];

    private static IEnumerable<Example> Promises =>
        [
            Asked("Monday 09:00", "2026-03-02 09:00", "due=2026-03-03T12:00"),
            Asked("Monday 08:59", "2026-03-02 08:59", "due=2026-03-03T12:00"),
            Asked("Sunday", "2026-03-01 16:00", "due=2026-03-03T12:00"),
            Asked("Monday 10:00", "2026-03-02 10:00", "due=2026-03-03T13:00"),
            Asked("Monday 18:00 exactly", "2026-03-02 18:00", "due=2026-03-04T12:00"),
            Asked("Tuesday 15:00", "2026-03-03 15:00", "due=2026-03-04T18:00"),
            Asked("Friday 17:00", "2026-03-06 17:00", "due=2026-03-10T11:00"),
            Asked("Friday 17:59:30", "2026-03-06 17:59:30", "due=2026-03-10T11:59:30"),
            Asked("Saturday 12:00", "2026-03-07 12:00", "due=2026-03-10T12:00"),
            Cases.Example(
                "E2",
                "Tuesday 15:00, Wednesday a holiday",
                Care with
                {
                    AskedAt = At("2026-03-03 15:00"),
                },
                "due=2026-03-05T18:00",
                policy => policy with { Calendar = policy.Calendar with { Holidays = [new DateOnly(2026, 3, 4)] } }
            ),
            Cases.Example("E2", "without care nothing is promised", Cases.Of("Multi-Vendor"), "due=none"),
            Cases.Example("E6", "a second license without care", Cases.Of("CS-Cart"), "payer=Credits due=none"),
        ];

    private static IEnumerable<Example> Modifications =>
        [
            Quota("the first of the month", Minor, "price=0 payer=Vip outcome=Charged rules=A1+B4+B8+E3+E2"),
            Quota("the seventh", Minor with { VipQuotaUsed = 6 }, "price=0 payer=Vip"),
            Quota("the eighth", Minor with { VipQuotaUsed = 7 }, "refused=PriceRequired field=credits"),
            Quota(
                "the eighth, quoted at 20",
                Minor with
                {
                    VipQuotaUsed = 7,
                    Credits = new(20),
                },
                "price=20 payer=Credits outcome=AwaitingConsent"
            ),
            Quota(
                "accepted in the last moment of care",
                Minor with
                {
                    AcceptedAt = At("2027-03-01 14:59:59.999"),
                },
                "price=0 payer=Vip"
            ),
            Quota(
                "accepted when care has ended",
                Minor with
                {
                    AcceptedAt = At("2027-03-01 15:00"),
                },
                "refused=PriceRequired"
            ),
        ];

    private static IEnumerable<Example> Upgrades =>
        [
            Upgrade("4.18.2", "4.18.3", "price=0 payer=Vip consent=True acknowledge=True outcome=AwaitingConsent"),
            Upgrade("4.18.3", "4.18.3.SP1", "price=0 payer=Vip"),
            Upgrade("4.18.1", "4.18.3", "price=20 payer=Credits consent=True rules=A1+B4+B8+E4+C2+C3+C7+D2+E2"),
            Upgrade("4.18.1", "4.18.2", "price=20 payer=Credits"),
            Upgrade("4.3.1", "4.3.9", "price=50 payer=Credits"),
            Upgrade("4.2.1", "4.2.2", "refused=QuoteByHand"),
            Subscribed("none", "refused=UpgradeSubscriptionRequired field=upgradeSubscription rules=A1+E4"),
            Subscribed("2026-03-10T10:00:00+04:00", "refused=UpgradeSubscriptionRequired"),
            Subscribed("2026-03-10T10:00:01+04:00", "price=0"),
            Cases.Example(
                "E4",
                "free, with the terms acknowledged",
                Care with
                {
                    Category = Category.Upgrade,
                    Upgrade = new("4.18.2", "4.18.3"),
                    Acknowledged = true,
                },
                "price=0 outcome=Charged consent=False acknowledge=False"
            ),
            Cases.Example("E4", "without care, no subscription", Cases.Upgrade("4.18.2", "4.18.3"), "price=20"),
            Cases.Example(
                "E4",
                "without care, where all need a subscription",
                Cases.Upgrade("4.18.2", "4.18.3"),
                "refused=UpgradeSubscriptionRequired",
                policy => policy with { UpgradeNeedsSubscription = SubscriptionNeed.All }
            ),
        ];

    private static Example Asked(string told, string askedAt, string expected) =>
        Cases.Example("E2", told, Care with { AskedAt = At(askedAt) }, expected);

    private static Example Quota(string told, EvaluationCase asked, string expected) =>
        Cases.Example("E3", told, asked, expected);

    private static Example Upgrade(string from, string to, string expected) =>
        Cases.Example(
            "E4",
            $"{from} to {to}",
            Care with
            {
                Category = Category.Upgrade,
                Upgrade = new(from, to),
            },
            expected
        );

    private static Example Subscribed(string until, string expected) =>
        Cases.Example(
            "E4",
            $"a subscription: {until}",
            Care with
            {
                Category = Category.Upgrade,
                Upgrade = new("4.18.2", "4.18.3"),
                UpgradeSubscription = UpgradeSubscription.TryParse(until, out var read)
                    ? read
                    : throw new ArgumentException(until, nameof(until)),
            },
            expected
        );
}
