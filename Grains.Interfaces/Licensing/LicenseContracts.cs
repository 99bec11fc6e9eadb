using Tallydesk.Identity;

namespace Tallydesk.Licensing;

/// <summary>A license that a customer bought. Exactly one of the purchase's instant and date is given (Policy B3).</summary>
/// <param name="Number">The license's number.</param>
/// <param name="Edition">The edition's name in the policy document.</param>
/// <param name="PurchasedAt">When it was bought.</param>
/// <param name="PurchasedOn">The day it was bought, in the policy's zone.</param>
/// <param name="StorefrontOf">For a storefront license: a license of the same customer and edition it extends.</param>
/// <param name="UpgradeSubscription">none, lifetime, or active until an instant.</param>
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
/// <param name="GrantedCredits">What the plan grants to the account; 0 for a period or VIP care.</param>
/// <param name="Coverage">The support period or VIP care it brings.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.issue-license")]
public sealed record IssueLicense(
    [property: Id(0)] CustomerId Customer,
    [property: Id(1)] RegisterLicense Registration,
    [property: Id(2)] LicenseKind Kind,
    [property: Id(3)] long GrantedCredits,
    [property: Id(4)] LicenseCoverage Coverage
);

/// <summary>A license as its owner and staff see it; also its card in lists.</summary>
/// <param name="Number">The canonical number.</param>
/// <param name="Customer">The owner.</param>
/// <param name="Edition">The edition.</param>
/// <param name="Kind">First, additional or storefront.</param>
/// <param name="GrantedCredits">Credits it granted; 0 for a period or VIP care.</param>
/// <param name="Coverage">The support period or VIP care it brings, as tickets take it.</param>
/// <param name="RegisteredAt">When it was registered.</param>
/// <param name="Version">The license's version.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.license-view")]
public sealed record LicenseView(
    [property: Id(0)] LicenseNumber Number,
    [property: Id(1)] CustomerId Customer,
    [property: Id(2)] string Edition,
    [property: Id(3)] LicenseKind Kind,
    [property: Id(4)] long GrantedCredits,
    [property: Id(5)] LicenseCoverage Coverage,
    [property: Id(6)] DateTimeOffset RegisteredAt,
    [property: Id(7)] long Version
)
{
    /// <summary>End of the support period or VIP care; null when there never was one (Policy B3).</summary>
    public DateTimeOffset? CoveredUntil => Coverage.End;
}
