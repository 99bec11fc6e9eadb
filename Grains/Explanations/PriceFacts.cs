using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Tickets;

namespace Tallydesk.Explanations;

/// <summary>A decided price, whether of a quote, an estimate or an assessment.</summary>
/// <param name="Category">The category.</param>
/// <param name="Price">The whole ticket's price in credits.</param>
/// <param name="Coverage">Who pays.</param>
/// <param name="Interval">The support period or VIP care it was decided by; null when the license never had one.</param>
/// <param name="Rules">Ids of the rules that decided.</param>
/// <param name="Upgrade">The upgrade's releases; null for other categories.</param>
/// <param name="Parts">The numbers behind the price; null for an assessment from before they were kept.</param>
/// <param name="By">Who assessed; null for a price nobody has assessed.</param>
/// <param name="At">When it was assessed; null for a price nobody has assessed.</param>
public sealed record PriceFacts(
    Category Category,
    CreditAmount Price,
    CoverageBasis Coverage,
    CoverageInterval? Interval,
    ImmutableArray<string> Rules,
    UpgradePath? Upgrade,
    PriceParts? Parts,
    string? By,
    DateTimeOffset? At
)
{
    /// <summary>A price that nobody has assessed.</summary>
    public static PriceFacts Of(PricedAssessment priced)
    {
        ArgumentNullException.ThrowIfNull(priced);
        return new(
            priced.Category,
            priced.Price,
            priced.Coverage.Basis,
            priced.Coverage.Interval,
            priced.Rules,
            priced.Upgrade,
            priced.Parts,
            By: null,
            At: null
        );
    }

    /// <summary>An assessment as it is recorded.</summary>
    public static PriceFacts Of(Assessment assessment)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        return new(
            assessment.Category,
            assessment.Price,
            assessment.Coverage,
            assessment.Interval,
            assessment.Rules,
            assessment.Upgrade,
            assessment.Parts,
            assessment.By.Name,
            assessment.At
        );
    }

    /// <summary>An assessment as it is shown.</summary>
    public static PriceFacts Of(AssessmentView assessment)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        return new(
            assessment.Category,
            assessment.Price,
            assessment.Coverage,
            assessment.Interval,
            assessment.Rules,
            assessment.Upgrade,
            assessment.Parts,
            assessment.By,
            assessment.At
        );
    }
}
