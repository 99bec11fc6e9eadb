using Tallydesk.Amounts;
using Tallydesk.Licensing;
using Tallydesk.Policy;

namespace Tallydesk.Explanations;

/// <summary>Names and counts as sentences use them.</summary>
internal static class Wording
{
    private static readonly string[] Small =
    [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
    ];

    /// <summary><c>1 credit</c>, <c>20 credits</c>.</summary>
    public static string Credits(CreditAmount amount) => amount == CreditAmount.One ? "1 credit" : $"{amount} credits";

    /// <summary><c>1 more credit</c>, <c>12 more credits</c>.</summary>
    public static string More(CreditAmount amount) =>
        amount == CreditAmount.One ? "1 more credit" : $"{amount} more credits";

    /// <summary>Who did something; support where the name is not known, or was erased.</summary>
    public static string Person(string? name) => string.IsNullOrWhiteSpace(name) ? "support" : name;

    /// <summary>A category as the pages name it.</summary>
    public static string Name(Category category) =>
        category switch
        {
            Category.Question => "Question",
            Category.Configuration => "Configuration",
            Category.ComplexModification => "Complex modification",
            Category.Investigation => "Investigation",
            Category.Upgrade => "Upgrade",
            Category.SecurityBug => "Security bug",
            Category.ProductBug => "Product bug",
            _ => throw new ArgumentOutOfRangeException(nameof(category), category, null),
        };

    /// <summary>A category with the releases of an upgrade: <c>Upgrade 4.3.1 → 4.3.9</c>.</summary>
    public static string Name(Category category, UpgradePath? path) =>
        path is null ? Name(category) : $"{Name(category)} {path.From} → {path.To}";

    /// <summary>The work of a category within a sentence: <c>questions</c>.</summary>
    public static string Work(Category category) =>
        category switch
        {
            Category.Question => "questions",
            Category.Configuration => "configuration",
            Category.ComplexModification => "complex modifications",
            Category.Investigation => "investigations",
            Category.Upgrade => "upgrades",
            Category.SecurityBug => "security bugs",
            Category.ProductBug => "product bugs",
            _ => throw new ArgumentOutOfRangeException(nameof(category), category, null),
        };

    /// <summary>What covers a license: <c>support period</c>, <c>VIP care</c>.</summary>
    public static string Name(CoverageInterval interval) =>
        interval.Basis == CoverageBasis.Vip ? "VIP care" : "support period";

    /// <summary>Small numbers as words, for counts within a sentence.</summary>
    public static string Count(int number) => number >= 0 && number < Small.Length ? Small[number] : $"{number}";

    /// <summary><c>questions, configuration and investigations</c>.</summary>
    public static string List(IReadOnlyList<string> parts) =>
        parts.Count < 2 ? string.Concat(parts) : $"{string.Join(", ", parts.SkipLast(1))} and {parts[^1]}";
}
