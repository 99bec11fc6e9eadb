using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Policy;

namespace Tallydesk.Tests.Examples;

/// <summary>Categories and prices (section C of the policy).</summary>
internal static class PriceExamples
{
    internal static ImmutableArray<Example> All { get; } = [.. Categories, .. Upgrades, .. Modifications];

    private static IEnumerable<Example> Categories =>
        [
            In("C1", Category.Question, "price=5 consent=False outcome=Charged"),
            In("C1", Category.Configuration, "price=10 consent=True outcome=AwaitingConsent"),
            In("C1", Category.Investigation, "price=20 consent=True outcome=AwaitingConsent"),
            In("G2", Category.ProductBug, "price=0 outcome=Charged"),
            In("G3", Category.Investigation, "price=20 consent=True"),
        ];

    private static IEnumerable<Example> Upgrades =>
        [
            Upgrade("C2", "4.3.1", "4.3.2", "price=20 consent=True acknowledge=True"),
            Upgrade("C2", "4.3.1", "4.3.3", "price=20"),
            Upgrade("C2", "4.3.1", "4.3.4", "price=25"),
            Upgrade("C2", "4.3.1", "4.3.9", "price=50 rules=A1+B1+C2+C3+C7+D2"),
            Upgrade("C2", "4.3.1", "4.3.9.SP2", "price=50"),
            Upgrade("C2", "4.3.8.SP1", "4.3.9", "price=20"),
            Upgrade("C3", "4.3.9", "4.4.1", "price=20"),
            Upgrade("C3", "4.3.9", "4.3.10", "price=20"),
            Upgrade("C3", "4.3.10", "4.5.1", "price=30"),
            Upgrade("C3", "4.2.1", "4.2.5", "price=30"),
            Upgrade("C3", "4.3.1", "4.3.11", "refused=UnknownRelease field=upgrade.to"),
            Upgrade("C3", "4.3.0", "4.3.2", "refused=UnknownRelease field=upgrade.from"),
            Upgrade("C3", "4.2.1", "4.3.1", "refused=QuoteByHand field=upgrade rules=A1+C3"),
            Upgrade("C4", "4.3.9.SP1", "4.3.9.SP2", "price=20 rules=A1+B1+C2+C3+C4+C7+D2"),
            Upgrade("C4", "4.3.9", "4.3.9", "refused=SameRelease"),
            Upgrade("C4", "4.3.10", "4.3.9", "refused=Downgrade field=upgrade rules=A1+C4"),
            Cases.Example(
                "C3",
                "a withdrawn release is not counted",
                Cases.Upgrade("4.3.4", "4.3.8"),
                "price=25",
                policy => policy with { Releases = policy.Releases.Remove("4.3.5") }
            ),
            Cases.Example(
                "C2",
                "an upgrade names its releases",
                Cases.Of("CS-Cart") with
                {
                    Category = Category.Upgrade,
                },
                "refused=UpgradePathRequired field=upgrade"
            ),
            Cases.Example(
                "C7",
                "an agreement in advance without the terms waits",
                Cases.Upgrade("4.3.1", "4.3.9") with
                {
                    PreAgreedUpTo = new(50),
                },
                "price=50 outcome=AwaitingConsent consent=True acknowledge=True"
            ),
            Cases.Example(
                "C7",
                "an agreement in advance with the terms is charged",
                Cases.Upgrade("4.3.1", "4.3.9") with
                {
                    PreAgreedUpTo = new(50),
                    Acknowledged = true,
                },
                "price=50 outcome=Charged consent=False acknowledge=False"
            ),
            Cases.Example(
                "C7",
                "terms ticked in advance count under the ceiling only",
                Cases.Upgrade("4.3.1", "4.3.9") with
                {
                    PreAgreedUpTo = new(49),
                    Acknowledged = true,
                },
                "price=50 outcome=AwaitingConsent consent=True acknowledge=True"
            ),
        ];

    private static IEnumerable<Example> Modifications =>
        [
            Modification("C6", 19, "refused=PriceTooLow field=credits rules=A1+C6"),
            Modification("C6", 20, "price=20 consent=True"),
            Modification("C6", 400, "price=400"),
            Modification("C6", null, "refused=PriceRequired field=credits"),
            Modification("C8", null, "refused=PriceRequired field=credits rules=A1+C8", isMinor: true),
            Modification("C8", 19, "refused=PriceTooLow", isMinor: true),
            Modification("C8", 20, "price=20 consent=True rules=A1+B1+C8+C6+D2", isMinor: true),
            Cases.Example(
                "C6",
                "no other category takes a price",
                Cases.Of("CS-Cart") with
                {
                    Category = Category.Investigation,
                    Credits = new(40),
                },
                "refused=PriceNotAllowed field=credits"
            ),
        ];

    private static Example In(string rule, Category category, string expected) =>
        Cases.Example(rule, $"{category}", Cases.Of("CS-Cart") with { Category = category }, expected);

    private static Example Upgrade(string rule, string from, string to, string expected) =>
        Cases.Example(rule, $"{from} to {to}", Cases.Upgrade(from, to), expected);

    private static Example Modification(string rule, long? credits, string expected, bool isMinor = false) =>
        Cases.Example(
            rule,
            $"a {(isMinor ? "minor" : "complex")} modification for {credits?.ToString() ?? "no price"}",
            Cases.Of("CS-Cart") with
            {
                Category = Category.ComplexModification,
                MinorModification = isMinor,
                Credits = credits.Credits(),
            },
            expected
        );
}
