using Tallydesk.Amounts;
using Tallydesk.Policy;

namespace Tallydesk.Pricing;

/// <summary>
/// The numbers behind a price, as the policy had them when it was decided. They are kept with the assessment, so that an
/// explanation stays true after the policy has changed.
/// </summary>
/// <param name="DecidedFor">The instant for which coverage was decided.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.price-parts")]
public sealed record PriceParts([property: Id(0)] DateTimeOffset DecidedFor)
{
    /// <summary>How many releases an upgrade crosses, service packs not counted; null for other categories.</summary>
    [Id(1)]
    public int? Releases { get; init; }

    /// <summary>How an upgrade is priced; null for other categories.</summary>
    [Id(2)]
    public UpgradePrice? Upgrade { get; init; }

    /// <summary>The minimum price of a complex modification, in credits; null for other categories.</summary>
    [Id(3)]
    public CreditAmount? Minimum { get; init; }

    /// <summary>Free minor modifications in each month of VIP care; null unless the price is one of a minor modification.</summary>
    [Id(4)]
    public int? FreeModifications { get; init; }
}
