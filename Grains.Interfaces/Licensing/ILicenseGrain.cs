using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Licensing;

/// <summary>
/// A license, keyed <c>lic-</c> and its canonical number. Owns which customer a number belongs to (Policy A3), the support
/// periods and VIP care that it included or that were bought for it (Policy A6, A9), and whether it is revoked (A8). A
/// response means that the change is on disk.
/// </summary>
/// <remarks>It calls no other grain, because customers and tickets wait for it.</remarks>
[Alias("tallydesk.license")]
public interface ILicenseGrain : IGrainWithStringKey
{
    /// <summary>
    /// Assigns the number to a customer, edition and kind. A repeat returns the same response. Refused:
    /// <see cref="RefusalCode.LicenseNumberTaken"/>. Called by the customer's grain only.
    /// </summary>
    [Alias("issue")]
    Task<Answer<LicenseView>> IssueAsync(CommandContext context, IssueLicense command);

    /// <summary>
    /// Ends the license's support period or VIP care now (Policy A8). Revoking again returns the same response. Called only by the
    /// customer's grain, which voids the remaining credits.
    /// </summary>
    [Alias("revoke")]
    Task<Answer<LicenseView>> RevokeAsync(CommandContext context, RevokeLicense command);

    /// <summary>
    /// Adds a purchased support period or VIP care (Policy A9), once per order. Refused:
    /// <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.Forbidden"/>, <see cref="RefusalCode.InvalidField"/>,
    /// <see cref="RefusalCode.CareNotSold"/>, <see cref="RefusalCode.PeriodNotSold"/>,
    /// <see cref="RefusalCode.LicenseRevoked"/>, <see cref="RefusalCode.IdempotencyKeyReused"/>,
    /// <see cref="RefusalCode.OrderTaken"/>.
    /// </summary>
    [Alias("buy-coverage")]
    Task<Answer<LicenseView>> BuyCoverageAsync(CommandContext context, BuyCoverage command);

    /// <summary>
    /// Starts, renews or ends the upgrade subscription (Policy E4). Refused: <see cref="RefusalCode.NotFound"/>,
    /// <see cref="RefusalCode.Forbidden"/>, <see cref="RefusalCode.LicenseRevoked"/>.
    /// </summary>
    [Alias("change-upgrade-subscription")]
    Task<Answer<LicenseView>> ChangeUpgradeSubscriptionAsync(CommandContext context, ChangeUpgradeSubscription command);

    /// <summary>
    /// Uses a free minor modification of this month of VIP care (Policy E3, I6). Called by tickets only. Refused:
    /// <see cref="RefusalCode.PriceRequired"/> if VIP care has ended or this month's quota is used up; nothing is saved then.
    /// </summary>
    [Alias("take-modification")]
    Task<Answer<LicenseView>> TakeModificationAsync(CommandContext context, TakeModification command);

    /// <summary>Returns a free minor modification to its month's quota (Policy E3). Called by tickets only.</summary>
    [Alias("return-modification")]
    Task<Answer<LicenseView>> ReturnModificationAsync(CommandContext context, ReturnModification command);

    /// <summary>The license. Refused: <see cref="RefusalCode.NotFound"/> if it doesn't exist or belongs to another customer.</summary>
    [Alias("view")]
    Task<Answer<LicenseView>> ViewAsync(Actor actor);
}
