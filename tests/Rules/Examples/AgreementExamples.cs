using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Policy;

namespace Tallydesk.Tests.Examples;

/// <summary>Agreement and payment (section D of the policy), as far as a single assessment shows it.</summary>
internal static class AgreementExamples
{
    internal static ImmutableArray<Example> All { get; } =
    [
        Of("D2", Category.Question, balance: 5, ceiling: null, "outcome=Charged missing=0"),
        Of("D2", Category.Investigation, balance: 50, ceiling: null, "outcome=AwaitingConsent missing=0"),
        Of("D2", Category.Investigation, balance: 3, ceiling: null, "outcome=AwaitingConsent missing=17"),
        Of("D3", Category.Investigation, balance: 50, ceiling: 20, "outcome=Charged consent=False rules=A1+B1+C1+D3"),
        Of(
            "D3",
            Category.Investigation,
            balance: 50,
            ceiling: 19,
            "consent=True outcome=AwaitingConsent rules=A1+B1+C1+D3"
        ),
        Of("D3", Category.Configuration, balance: 50, ceiling: 20, "outcome=Charged price=10"),
        Cases.Example(
            "D3",
            "an upgrade of 50 is above a ceiling of 20",
            Cases.Upgrade("4.3.1", "4.3.9") with
            {
                PreAgreedUpTo = new(20),
                Acknowledged = true,
            },
            "price=50 outcome=AwaitingConsent"
        ),
        Of("D5", Category.Investigation, balance: 20, ceiling: 20, "outcome=Charged missing=0"),
        Of("D5", Category.Investigation, balance: 19, ceiling: 20, "outcome=AwaitingCredits consent=False missing=1"),
        Of(
            "D5",
            Category.Investigation,
            balance: 7,
            ceiling: 20,
            "outcome=AwaitingCredits consent=False missing=13 rules=A1+B1+C1+D3+D5"
        ),
        Of("D5", Category.Question, balance: 3, ceiling: null, "outcome=AwaitingCredits missing=2 rules=A1+B1+C1+D6"),
    ];

    private static Example Of(string rule, Category category, long balance, long? ceiling, string expected) =>
        Cases.Example(
            rule,
            $"{category}, balance {balance}, {(ceiling is null ? "no ceiling" : $"ceiling {ceiling}")}",
            Cases.Of("CS-Cart") with
            {
                Category = category,
                Balance = new(balance),
                PreAgreedUpTo = ceiling.Credits(),
            },
            expected
        );
}
