using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Licensing;

/// <summary>A license that a customer bought. Exactly one of purchase time and purchase date is set (Policy B3).</summary>
/// <param name="Number">The license's number.</param>
/// <param name="Edition">The edition's name in the policy document.</param>
/// <param name="PurchasedAt">When it was bought.</param>
/// <param name="PurchasedOn">The day it was bought, in the policy's zone.</param>
/// <param name="StorefrontOf">For a storefront license: a license of the same customer and edition it extends.</param>
/// <param name="UpgradeSubscription">none, lifetime, or the time until which it is active.</param>
[Stored("registerLicense")]
[GenerateSerializer, Immutable, Alias("tallydesk.register-license")]
public sealed record RegisterLicense(
    [property: Id(0)] LicenseNumber Number,
    [property: Id(1)] string Edition,
    [property: Id(2)] DateTimeOffset? PurchasedAt,
    [property: Id(3)] DateOnly? PurchasedOn,
    [property: Id(4)] LicenseNumber? StorefrontOf,
    [property: Id(5)] UpgradeSubscription UpgradeSubscription
);

/// <summary>A registration with its kind decided, as the customer's grain sends it.</summary>
/// <param name="Customer">The owner.</param>
/// <param name="Registration">What was registered.</param>
/// <param name="Kind">First, additional or storefront.</param>
/// <param name="GrantedCredits">The credits that the plan grants; 0 for a support period or VIP care.</param>
/// <param name="Coverage">The support period or VIP care that it includes.</param>
[Stored("issueLicense")]
[GenerateSerializer, Immutable, Alias("tallydesk.issue-license")]
public sealed record IssueLicense(
    [property: Id(0)] CustomerId Customer,
    [property: Id(1)] RegisterLicense Registration,
    [property: Id(2)] LicenseKind Kind,
    [property: Id(3)] CreditAmount GrantedCredits,
    [property: Id(4)] LicenseCoverage Coverage
);

/// <summary>The revocation of a license (Policy A8).</summary>
/// <param name="Number">The license.</param>
/// <param name="Reason">Why, 1 to 500 characters; for staff.</param>
[Stored("revokeLicense")]
[GenerateSerializer, Immutable, Alias("tallydesk.revoke-license")]
public sealed record RevokeLicense([property: Id(0)] LicenseNumber Number, [property: Id(1)] string Reason);

/// <summary>A support period or VIP care bought in the vendor's shop (Policy A9).</summary>
/// <param name="Basis"><see cref="CoverageBasis.SupportPeriod"/> or <see cref="CoverageBasis.Vip"/>.</param>
/// <param name="Amount">Days of a support period or calendar years of VIP care, as offered by the policy.</param>
/// <param name="OrderId">The shop's order, 1 to 100 characters; each order counts only once.</param>
/// <param name="PurchasedAt">When it was bought; if both this and <paramref name="PurchasedOn"/> are null, now.</param>
/// <param name="PurchasedOn">The day it was bought, in the policy's zone.</param>
[Stored("buyCoverage")]
[GenerateSerializer, Immutable, Alias("tallydesk.buy-coverage")]
public sealed record BuyCoverage(
    [property: Id(0)] CoverageBasis Basis,
    [property: Id(1)] int Amount,
    [property: Id(2)] string OrderId,
    [property: Id(3)] DateTimeOffset? PurchasedAt,
    [property: Id(4)] DateOnly? PurchasedOn
);

/// <summary>The new upgrade subscription (Policy E4).</summary>
/// <param name="Subscription">none, lifetime, or the time until which it is active.</param>
[Stored("changeUpgradeSubscription")]
[GenerateSerializer, Immutable, Alias("tallydesk.change-upgrade-subscription")]
public sealed record ChangeUpgradeSubscription([property: Id(0)] UpgradeSubscription Subscription);

/// <summary>A free minor modification under VIP care (Policy E3); the command id is the operation key, derived from ticket and revision.</summary>
/// <param name="Ticket">The ticket's number.</param>
[Stored("takeModification")]
[GenerateSerializer, Immutable, Alias("tallydesk.take-modification")]
public sealed record TakeModification([property: Id(0)] long Ticket);

/// <summary>Returns a free minor modification to the quota of the month it was used in (Policy E3).</summary>
/// <param name="Modification">Its operation key.</param>
[Stored("returnModification")]
[GenerateSerializer, Immutable, Alias("tallydesk.return-modification")]
public sealed record ReturnModification([property: Id(0)] string Modification);

/// <summary>Free minor modifications of one month of VIP care (Policy E3).</summary>
/// <param name="Start">The start of the month, counted from the day VIP care began.</param>
/// <param name="End">The start of the next month, or the end of VIP care.</param>
/// <param name="Allowed">The number that the policy allows.</param>
/// <param name="Used">The number accepted in this month.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.modification-quota")]
public sealed record ModificationQuota(
    [property: Id(0)] DateTimeOffset Start,
    [property: Id(1)] DateTimeOffset End,
    [property: Id(2)] int Allowed,
    [property: Id(3)] int Used
)
{
    /// <summary>Whether another one is free; a new policy may allow fewer than were used.</summary>
    public bool HasMore => Used < Allowed;
}

/// <summary>A license as its owner and staff see it, also in lists.</summary>
/// <param name="Number">The canonical number.</param>
/// <param name="Customer">The owner.</param>
/// <param name="Edition">The edition.</param>
/// <param name="Kind">First, additional or storefront.</param>
/// <param name="GrantedCredits">Credits it granted; 0 for a support period or VIP care.</param>
/// <param name="Coverage">The support period or VIP care that it includes, as tickets use it.</param>
/// <param name="RegisteredAt">When it was registered.</param>
/// <param name="Version">The license's version.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.license-view")]
public sealed record LicenseView(
    [property: Id(0)] LicenseNumber Number,
    [property: Id(1)] CustomerId Customer,
    [property: Id(2)] string Edition,
    [property: Id(3)] LicenseKind Kind,
    [property: Id(4)] CreditAmount GrantedCredits,
    [property: Id(5)] LicenseCoverage Coverage,
    [property: Id(6)] DateTimeOffset RegisteredAt,
    [property: Id(7)] long Version
)
{
    /// <summary>The end of the support period or VIP care; null if there never was one (Policy B3).</summary>
    public DateTimeOffset? CoveredUntil => Coverage.End;

    /// <summary>Free minor modifications of this month of VIP care; null without care, and in lists (Policy E3).</summary>
    [Id(8)]
    public ModificationQuota? Modifications { get; init; }

    /// <summary>Why it was revoked (Policy A8). Staff only, and not in lists.</summary>
    [Id(9)]
    public string? RevocationReason { get; init; }
}
