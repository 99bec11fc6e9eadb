using Orleans.Concurrency;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Refusals;

namespace Tallydesk.Customers;

/// <summary>
/// A customer, keyed <c>cus-…</c>. The single place that decides which license of an edition is the first (Policy A3). Coordinates
/// registration and revocation across the license and account grains. A response means that the change is on disk.
/// </summary>
[Alias("tallydesk.customer")]
public interface ICustomerGrain : IGrainWithStringKey
{
    /// <summary>Creates the customer. Refused: <see cref="RefusalCode.Forbidden"/>, <see cref="RefusalCode.InvalidField"/>.</summary>
    [Alias("create")]
    Task<Answer<CustomerView>> CreateAsync(CommandContext context, CreateCustomer command);

    /// <summary>
    /// Changes the name, address or time zone; null leaves a field unchanged. A new address takes effect immediately
    /// if an admin or a system token sets it, and otherwise when it is confirmed.
    /// </summary>
    [Alias("change")]
    Task<Answer<CustomerView>> ChangeAsync(CommandContext context, ChangeCustomer command);

    /// <summary>
    /// The owner of the requested address has confirmed it. Refused: <see cref="RefusalCode.NotFound"/> if another one was
    /// requested since.
    /// </summary>
    [Alias("confirm-address")]
    Task<Answer<CustomerView>> ConfirmAddressAsync(CommandContext context, string email);

    /// <summary>
    /// Registers a license and grants its benefits (Policy A1 to A4). Registering the same number again grants nothing more.
    /// Refused: <see cref="RefusalCode.UnknownEdition"/>, <see cref="RefusalCode.KindNotSold"/>,
    /// <see cref="RefusalCode.StorefrontWithoutLicense"/>, <see cref="RefusalCode.LicenseNumberTaken"/>,
    /// <see cref="RefusalCode.LicenseRevoked"/>, <see cref="RefusalCode.InvalidField"/>, <see cref="RefusalCode.Forbidden"/>.
    /// </summary>
    [Alias("register-license")]
    Task<Answer<LicenseView>> RegisterLicenseAsync(CommandContext context, RegisterLicense command);

    /// <summary>
    /// Revokes one of the customer's licenses (Policy A8): its support period or VIP care ends, its unspent credits are voided, and no
    /// new ticket can name it. Revoking again returns the same response. Refused: <see cref="RefusalCode.NotFound"/> for a license
    /// that is not the customer's, <see cref="RefusalCode.Forbidden"/>, <see cref="RefusalCode.InvalidField"/>.
    /// </summary>
    [Alias("revoke-license")]
    Task<Answer<LicenseView>> RevokeLicenseAsync(CommandContext context, RevokeLicense command);

    /// <summary>The customer. Refused: <see cref="RefusalCode.NotFound"/> if it doesn't exist or belongs to another customer.</summary>
    [Alias("view"), AlwaysInterleave]
    Task<Answer<CustomerView>> ViewAsync(Actor actor);

    /// <summary>Finishes an interrupted registration or revocation; does nothing if there is none.</summary>
    [Alias("resume")]
    Task ResumeAsync(Actor actor);
}
