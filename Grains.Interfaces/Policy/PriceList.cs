using Tallydesk.Amounts;

namespace Tallydesk.Policy;

/// <summary>Prices per ticket in whole credits, each 1 to 1,000,000 (Policy C1, C5).</summary>
/// <param name="Question">A question.</param>
/// <param name="Configuration">Configuration.</param>
/// <param name="ComplexModificationFrom">The minimum price of changing code (Policy C6).</param>
/// <param name="Investigation">An investigation.</param>
/// <param name="Upgrade">An upgrade.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.price-list")]
public sealed record PriceList(
    [property: Id(0)] CreditAmount Question,
    [property: Id(1)] CreditAmount Configuration,
    [property: Id(2)] CreditAmount ComplexModificationFrom,
    [property: Id(3)] CreditAmount Investigation,
    [property: Id(4)] UpgradePrice Upgrade
);

/// <summary>An upgrade over n releases costs base + perFurtherRelease × max(0, n − includedReleases) (Policy C2).</summary>
/// <param name="Base">Whole credits, 1 to 1,000,000.</param>
/// <param name="IncludedReleases">Releases included in the base price, 0 to 1,000.</param>
/// <param name="PerFurtherRelease">Whole credits for each further release, 0 to 1,000,000.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.upgrade-price")]
public sealed record UpgradePrice(
    [property: Id(0)] CreditAmount Base,
    [property: Id(1)] int IncludedReleases,
    [property: Id(2)] CreditAmount PerFurtherRelease
);

/// <summary>What VIP care includes in addition to help without credits (Policy E2, E3).</summary>
/// <param name="AnswerWithinWorkingHours">Working hours until an answer is due, 1 to 1,000.</param>
/// <param name="MinorModificationsPerMonth">Free minor modifications in each month of care, 0 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.care-terms")]
public sealed record CareTerms(
    [property: Id(0)] int AnswerWithinWorkingHours,
    [property: Id(1)] int MinorModificationsPerMonth
);

/// <summary>Whose upgrades need an active upgrade subscription (Policy E4).</summary>
public enum SubscriptionNeed
{
    /// <summary>Upgrades of licenses with VIP care.</summary>
    Vip,

    /// <summary>All upgrades.</summary>
    All,
}
