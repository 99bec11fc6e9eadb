using System.Text.Json.Serialization;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Requests;

namespace Tallydesk.Licensing;

/// <summary>A license that a customer bought. Exactly one of <c>purchasedAt</c> and <c>purchasedOn</c> is given.</summary>
/// <param name="Number">3 to 64 letters, digits or hyphens, in any letter case.</param>
/// <param name="Edition">The edition's name in the policy.</param>
/// <param name="PurchasedAt">When it was bought.</param>
/// <param name="PurchasedOn">The day it was bought, in the policy's zone.</param>
/// <param name="StorefrontOf">For a storefront license: the license it extends.</param>
/// <param name="UpgradeSubscription"><c>none</c>, <c>lifetime</c>, or the time until which it is active; none when absent.</param>
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
            SubscriptionText.Read(UpgradeSubscription)
        );
}

/// <summary>Why a license is revoked.</summary>
/// <param name="Reason">1 to 500 characters; staff read it with the license.</param>
internal sealed record NewRevocation(string? Reason)
{
    /// <summary>The command.</summary>
    public RevokeLicense ToCommand(LicenseNumber number) => new(number, Given.Text(Reason, "reason"));
}

/// <summary>VIP care that a customer bought for a license. It begins when the running care ends, else when it was bought.</summary>
/// <param name="OrderId">The shop's order, 1 to 100 visible ASCII characters; each order counts only once, for one customer and in one letter case.</param>
/// <param name="Years">Calendar years that the policy offers; 1 when absent.</param>
/// <param name="PurchasedAt">When it was bought; now when absent.</param>
/// <param name="PurchasedOn">Instead of that the day it was bought, in the policy's zone.</param>
internal sealed record NewCare(string? OrderId, int? Years, DateTimeOffset? PurchasedAt, DateOnly? PurchasedOn)
{
    /// <summary>The command.</summary>
    public BuyCoverage ToCommand() =>
        new(
            CoverageBasis.Vip,
            Years ?? 1,
            Given.Text(OrderId, "orderId"),
            Given.OptionalInstant(PurchasedAt, "purchasedAt"),
            Given.OptionalDate(PurchasedOn, "purchasedOn")
        );
}

/// <summary>A support period that a customer bought for a license. It begins when the running one ends, else when it was bought.</summary>
/// <param name="OrderId">The shop's order, 1 to 100 visible ASCII characters; each order counts only once, for one customer and in one letter case.</param>
/// <param name="Days">Days that the policy offers.</param>
/// <param name="PurchasedAt">When it was bought; now when absent.</param>
/// <param name="PurchasedOn">Instead of that the day it was bought, in the policy's zone.</param>
internal sealed record NewPeriod(string? OrderId, int? Days, DateTimeOffset? PurchasedAt, DateOnly? PurchasedOn)
{
    /// <summary>The command.</summary>
    public BuyCoverage ToCommand() =>
        new(
            CoverageBasis.SupportPeriod,
            Given.Value(Days, "days"),
            Given.Text(OrderId, "orderId"),
            Given.OptionalInstant(PurchasedAt, "purchasedAt"),
            Given.OptionalDate(PurchasedOn, "purchasedOn")
        );
}

/// <summary>A license's upgrade subscription from now on.</summary>
/// <param name="UpgradeSubscription"><c>none</c>, <c>lifetime</c>, or the time until which it is active.</param>
internal sealed record NewUpgradeSubscription(string? UpgradeSubscription)
{
    /// <summary>The command.</summary>
    public ChangeUpgradeSubscription ToCommand() =>
        new(SubscriptionText.Read(Given.Text(UpgradeSubscription, "upgradeSubscription")));
}

/// <summary>Reads an upgrade subscription.</summary>
internal static class SubscriptionText
{
    /// <summary>The subscription; none when absent.</summary>
    /// <exception cref="InvalidFieldException">It is none of the three forms.</exception>
    public static UpgradeSubscription Read(string? text) =>
        UpgradeSubscription.TryParse(text, out var subscription)
            ? subscription
            : throw new InvalidFieldException(
                "upgradeSubscription",
                "upgradeSubscription must be none, lifetime or a date and time with an offset."
            );
}

/// <summary>A license.</summary>
/// <param name="Number">The number in canonical form.</param>
/// <param name="CustomerId">The owner.</param>
/// <param name="Edition">The edition.</param>
/// <param name="Kind">Its kind among the owner's licenses of the edition.</param>
/// <param name="GrantedCredits">Credits it granted; 0 for a support period or VIP care.</param>
/// <param name="CoveredUntil">End of its support period or VIP care; null when there never was one.</param>
/// <param name="Coverage">Its support periods and VIP care, in the order they were added.</param>
/// <param name="UpgradeSubscription"><c>none</c>, <c>lifetime</c>, or the time until which it is active.</param>
/// <param name="RevokedAt">When it was revoked; absent while it was not.</param>
/// <param name="RevocationReason">Why it was revoked; for staff, and absent in lists.</param>
/// <param name="MinorModifications">Free minor modifications of the current month of VIP care; absent without care, and in lists.</param>
/// <param name="RegisteredAt">When it was registered.</param>
/// <param name="Version">The license's version, also its ETag.</param>
internal sealed record LicenseBody(
    string Number,
    string CustomerId,
    string Edition,
    LicenseKind Kind,
    CreditAmount GrantedCredits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? CoveredUntil,
    IReadOnlyList<CoverageInterval> Coverage,
    string UpgradeSubscription,
    DateTimeOffset? RevokedAt,
    string? RevocationReason,
    ModificationQuota? MinorModifications,
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
            view.Coverage.Intervals,
            view.Coverage.UpgradeSubscription.ToString(),
            view.Coverage.RevokedAt,
            view.RevocationReason,
            view.Modifications,
            view.RegisteredAt,
            view.Version
        );
}
