using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Licensing;

/// <summary>
/// A license, keyed <c>lic-</c> and its canonical number. Owns to whom a number belongs (Policy A3) and the support
/// periods and VIP care it brought or that were bought for it (Policy A6, A9), and whether it has been revoked (A8). An
/// answer means that it is on disk.
/// </summary>
/// <remarks>It calls no other grain: customers and tickets wait for it.</remarks>
[Alias("tallydesk.license")]
public interface ILicenseGrain : IGrainWithStringKey
{
    /// <summary>
    /// Ties the number to a customer, edition and kind. The same again answers the same; refused:
    /// <see cref="RefusalCode.LicenseNumberTaken"/>. Called by the customer's grain only.
    /// </summary>
    [Alias("issue")]
    Task<Answer<LicenseView>> IssueAsync(CommandContext context, IssueLicense command);

    /// <summary>
    /// Ends the license's support period or VIP care now (Policy A8). Revoking again answers the same. Called by the
    /// customer's grain only, which voids the credits that are left.
    /// </summary>
    [Alias("revoke")]
    Task<Answer<LicenseView>> RevokeAsync(CommandContext context, RevokeLicense command);

    /// <summary>
    /// Adds a support period or VIP care that was bought (Policy A9), once per order. Refused:
    /// <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.Forbidden"/>, <see cref="RefusalCode.InvalidField"/>,
    /// <see cref="RefusalCode.CareNotSold"/>, <see cref="RefusalCode.PeriodNotSold"/>,
    /// <see cref="RefusalCode.LicenseRevoked"/>, <see cref="RefusalCode.IdempotencyKeyReused"/>,
    /// <see cref="RefusalCode.OrderTaken"/>.
    /// </summary>
    [Alias("buy-coverage")]
    Task<Answer<LicenseView>> BuyCoverageAsync(CommandContext context, BuyCoverage command);

    /// <summary>
    /// Begins, renews or ends the upgrade subscription (Policy E4). Refused: <see cref="RefusalCode.NotFound"/>,
    /// <see cref="RefusalCode.Forbidden"/>, <see cref="RefusalCode.LicenseRevoked"/>.
    /// </summary>
    [Alias("change-upgrade-subscription")]
    Task<Answer<LicenseView>> ChangeUpgradeSubscriptionAsync(CommandContext context, ChangeUpgradeSubscription command);

    /// <summary>
    /// Takes a free minor modification of this month of VIP care (Policy E3, I6). Called by tickets only. Refused:
    /// <see cref="RefusalCode.PriceRequired"/> when care has ended or the month's are used up; nothing is kept then.
    /// </summary>
    [Alias("take-modification")]
    Task<Answer<LicenseView>> TakeModificationAsync(CommandContext context, TakeModification command);

    /// <summary>Gives a free minor modification back to its month (Policy E3). Called by tickets only.</summary>
    [Alias("return-modification")]
    Task<Answer<LicenseView>> ReturnModificationAsync(CommandContext context, ReturnModification command);

    /// <summary>The license. Refused: <see cref="RefusalCode.NotFound"/> if it doesn't exist or belongs to another customer.</summary>
    [Alias("view")]
    Task<Answer<LicenseView>> ViewAsync(Actor actor);
}
