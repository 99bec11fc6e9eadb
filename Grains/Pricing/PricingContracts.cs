using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Licensing;
using Tallydesk.Policy;

namespace Tallydesk.Pricing;

/// <summary>All that a price depends on, beside the policy.</summary>
/// <param name="Category">The category that staff assign.</param>
/// <param name="License">What the named license covers.</param>
/// <param name="AskedAt">When the question was asked.</param>
public sealed record AssessmentCase(Category Category, LicenseCoverage License, DateTimeOffset AskedAt)
{
    /// <summary>The price that the engineer names for a complex modification, in whole credits.</summary>
    public CreditAmount? Credits { get; init; }

    /// <summary>The releases of an upgrade.</summary>
    public UpgradePath? Upgrade { get; init; }

    /// <summary>Whether a complex modification is a minor one (Policy C8, E3).</summary>
    public bool MinorModification { get; init; }

    /// <summary>Whether VIP care has a free minor modification left in the month of acceptance (Policy E3).</summary>
    public bool HasFreeModification { get; init; }

    /// <summary>When a minor modification is accepted; null for immediately when it is asked (Policy E3).</summary>
    public DateTimeOffset? AcceptedAt { get; init; }
}

/// <summary>What a ticket costs, and why.</summary>
/// <param name="PolicyVersion">The policy that priced it.</param>
/// <param name="Category">The category.</param>
/// <param name="Coverage">Who pays.</param>
/// <param name="Price">The whole ticket's price in credits; 0 when covered (Policy C5).</param>
/// <param name="ConsentNeeded">Whether the price needs an agreement, in advance or asked for: not that of a question, nor 0 (Policy D2).</param>
/// <param name="AcknowledgementNeeded">Whether an agreement, in advance or asked for, must acknowledge the upgrade's terms, at any price (Policy C7).</param>
/// <param name="Rules">The ids of the rules that decided, in their order.</param>
public sealed record PricedAssessment(
    string PolicyVersion,
    Category Category,
    Coverage Coverage,
    CreditAmount Price,
    bool ConsentNeeded,
    bool AcknowledgementNeeded,
    ImmutableArray<string> Rules
)
{
    /// <summary>The upgrade's releases; null for other categories.</summary>
    public UpgradePath? Upgrade { get; init; }

    /// <summary>The numbers behind the price.</summary>
    public PriceParts? Parts { get; init; }
}
