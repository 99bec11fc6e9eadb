using System.Text.Json.Serialization;
using Tallydesk.Requests;

namespace Tallydesk.Licensing;

/// <summary>A license that a customer bought. Exactly one of <c>purchasedAt</c> and <c>purchasedOn</c> is given.</summary>
/// <param name="Number">3 to 64 letters, digits or hyphens, in any letter case.</param>
/// <param name="Edition">The edition's name in the policy.</param>
/// <param name="PurchasedAt">When it was bought.</param>
/// <param name="PurchasedOn">The day it was bought, in the policy's zone.</param>
/// <param name="StorefrontOf">For a storefront license: the license it extends.</param>
/// <param name="UpgradeSubscription"><c>none</c>, <c>lifetime</c>, or the instant until which it is active; none when absent.</param>
internal sealed record NewLicense(
    string? Number,
    string? Edition,
    DateTimeOffset? PurchasedAt,
    DateOnly? PurchasedOn,
    string? StorefrontOf,
    string? UpgradeSubscription
)
{
    /// <summary>The command.</summary>
    public RegisterLicense ToCommand() =>
        new(
            Given.License(Number, "number"),
            Given.Text(Edition, "edition"),
            Given.OptionalInstant(PurchasedAt, "purchasedAt"),
            Given.OptionalDate(PurchasedOn, "purchasedOn"),
            StorefrontOf is null ? null : Given.License(StorefrontOf, "storefrontOf"),
            SubscriptionOf(UpgradeSubscription)
        );

    private static UpgradeSubscription SubscriptionOf(string? text) =>
        Licensing.UpgradeSubscription.TryParse(text, out var subscription)
            ? subscription
            : throw new InvalidFieldException(
                "upgradeSubscription",
                "upgradeSubscription is none, lifetime, or an instant with its offset."
            );
}

/// <summary>A license.</summary>
/// <param name="Number">The number in canonical form.</param>
/// <param name="CustomerId">The owner.</param>
/// <param name="Edition">The edition.</param>
/// <param name="Kind">How it stands among the owner's licenses of the edition.</param>
/// <param name="GrantedCredits">Credits it granted; 0 for a period or VIP care.</param>
/// <param name="CoveredUntil">End of its support period or VIP care; null when there never was one.</param>
/// <param name="UpgradeSubscription"><c>none</c>, <c>lifetime</c>, or the instant until which it is active.</param>
/// <param name="RegisteredAt">When it was registered.</param>
/// <param name="Version">The license's version, also its ETag.</param>
internal sealed record LicenseBody(
    string Number,
    string CustomerId,
    string Edition,
    LicenseKind Kind,
    long GrantedCredits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? CoveredUntil,
    string UpgradeSubscription,
    DateTimeOffset RegisteredAt,
    long Version
)
{
    /// <summary>A license as its body.</summary>
    public static LicenseBody Of(LicenseView view) =>
        new(
            view.Number.Value,
            view.Customer.Value,
            view.Edition,
            view.Kind,
            view.GrantedCredits,
            view.CoveredUntil,
            view.Coverage.UpgradeSubscription.ToString(),
            view.RegisteredAt,
            view.Version
        );
}
