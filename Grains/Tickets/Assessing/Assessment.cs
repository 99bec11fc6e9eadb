using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Pricing;

namespace Tallydesk.Tickets;

/// <summary>One revision of a ticket's category and price (Policy D1, D4).</summary>
/// <param name="Revision">1, 2, 3, … within the ticket.</param>
/// <param name="Category">The category.</param>
/// <param name="Price">The whole ticket's price in credits.</param>
/// <param name="Coverage">Who pays.</param>
/// <param name="Interval">The support period or VIP care that was considered, or null.</param>
/// <param name="Rules">Ids of the rules behind it.</param>
/// <param name="PolicyVersion">The policy document's version that priced it.</param>
/// <param name="By">Who assessed.</param>
/// <param name="At">When.</param>
public sealed record Assessment(
    int Revision,
    Category Category,
    CreditAmount Price,
    CoverageBasis Coverage,
    CoverageInterval? Interval,
    ImmutableArray<string> Rules,
    string PolicyVersion,
    Author By,
    DateTimeOffset At
)
{
    /// <summary>A note to the customer.</summary>
    public string? Note { get; init; }

    /// <summary>The upgrade path.</summary>
    public UpgradePath? Upgrade { get; init; }

    /// <summary>The free minor modification behind it: its operation key at the license (Policy E3).</summary>
    public string? FreeModification { get; init; }

    /// <summary>Whether accepting includes, or included, the upgrade terms (Policy C7).</summary>
    public bool AcknowledgementNeeded { get; init; }

    /// <summary>Whether the upgrade terms were accepted.</summary>
    public bool Acknowledged { get; init; }

    /// <summary>The numbers behind the price; null for an assessment from before they were kept.</summary>
    public PriceParts? Parts { get; init; }

    /// <summary>The assessment as everybody on the ticket sees it.</summary>
    public AssessmentView View(AssessmentState state) =>
        new(
            Revision,
            Category,
            Price,
            Coverage,
            state,
            AcknowledgementNeeded && state == AssessmentState.Proposed,
            Rules,
            PolicyVersion,
            By.Name,
            At,
            Note,
            Upgrade
        )
        {
            Interval = Interval,
            Parts = Parts,
        };
}

/// <summary>Why an assessment took effect.</summary>
public enum AgreementBasis
{
    /// <summary>A Question, or nothing to pay (Policy D2).</summary>
    NoneNeeded,

    /// <summary>Not higher than what was accepted before (Policy D7).</summary>
    EarlierAgreement,

    /// <summary>Covered by the pre-approved amount (Policy D3).</summary>
    Ceiling,

    /// <summary>The customer accepted this revision (Policy D4).</summary>
    Consent,

    /// <summary>The customer declined an increase; the earlier category stays (Policy D8).</summary>
    IncreaseDeclined,

    /// <summary>Closed as a duplicate: costs nothing (Policy D12).</summary>
    Duplicate,

    /// <summary>Merged into another ticket: costs nothing (Policy F5).</summary>
    Merged,

    /// <summary>Staff waived the price (Policy D6).</summary>
    Waiver,

    /// <summary>Staff applied coverage that was bought later (Policy B9).</summary>
    CoverageApplied,
}
