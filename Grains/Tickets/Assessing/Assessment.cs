using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Pricing;

namespace Tallydesk.Tickets;

/// <summary>One revision of what a ticket is taken for and costs (Policy D1, D4).</summary>
/// <param name="Revision">1, 2, 3, … within the ticket.</param>
/// <param name="Category">The category.</param>
/// <param name="Price">The whole ticket's price in credits.</param>
/// <param name="Coverage">Who pays.</param>
/// <param name="Interval">The support period or VIP care that was looked at, or null.</param>
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
    /// <summary>A sentence to the customer.</summary>
    public string? Note { get; init; }

    /// <summary>The upgrade's path.</summary>
    public UpgradePath? Upgrade { get; init; }

    /// <summary>The free minor modification behind it: its operation key at the license (Policy E3).</summary>
    public string? FreeModification { get; init; }

    /// <summary>Whether agreeing must acknowledge, or had to acknowledge, the upgrade's terms (Policy C7).</summary>
    public bool AcknowledgementNeeded { get; init; }

    /// <summary>Whether they were acknowledged.</summary>
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

    /// <summary>Not above what was agreed before (Policy D7).</summary>
    EarlierAgreement,

    /// <summary>The agreement in advance covers it (Policy D3).</summary>
    Ceiling,

    /// <summary>The customer agreed to this revision (Policy D4).</summary>
    Consent,

    /// <summary>The customer declined an increase; the earlier category goes on (Policy D8).</summary>
    IncreaseDeclined,

    /// <summary>Closed as a duplicate: costs nothing (Policy D12).</summary>
    Duplicate,

    /// <summary>Merged into another ticket: costs nothing (Policy F5).</summary>
    Merged,

    /// <summary>Staff waived the price (Policy D6).</summary>
    Waiver,

    /// <summary>Staff applied coverage that the license got later (Policy B9).</summary>
    CoverageApplied,
}
