using Orleans.Concurrency;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Refusals;

namespace Tallydesk.Customers;

/// <summary>
/// A customer, keyed <c>cus-…</c>. Decides in one place which license of an edition is the first (Policy A3) and drives
/// registration and revocation over license and account. An answer means that it is on disk.
/// </summary>
[Alias("tallydesk.customer")]
public interface ICustomerGrain : IGrainWithStringKey
{
    /// <summary>Makes the customer known. Refused: <see cref="RefusalCode.Forbidden"/>, <see cref="RefusalCode.InvalidField"/>.</summary>
    [Alias("create")]
    Task<Answer<CustomerView>> CreateAsync(CommandContext context, CreateCustomer command);

    /// <summary>
    /// Changes name, address or time zone; null leaves a field as it is. Another address than the present one counts at once
    /// when an admin or the vendor's programs give it, and otherwise once it is confirmed.
    /// </summary>
    [Alias("change")]
    Task<Answer<CustomerView>> ChangeAsync(CommandContext context, ChangeCustomer command);

    /// <summary>
    /// The owner of the address last asked for has confirmed it. Refused: <see cref="RefusalCode.NotFound"/> when another was
    /// asked for since.
    /// </summary>
    [Alias("confirm-address")]
    Task<Answer<CustomerView>> ConfirmAddressAsync(CommandContext context, string email);

    /// <summary>
    /// Registers a license and grants what it brings (Policy A1 to A4). The same number again grants nothing more.
    /// Refused: <see cref="RefusalCode.UnknownEdition"/>, <see cref="RefusalCode.KindNotSold"/>,
    /// <see cref="RefusalCode.StorefrontWithoutLicense"/>, <see cref="RefusalCode.LicenseNumberTaken"/>,
    /// <see cref="RefusalCode.LicenseRevoked"/>, <see cref="RefusalCode.InvalidField"/>, <see cref="RefusalCode.Forbidden"/>.
    /// </summary>
    [Alias("register-license")]
    Task<Answer<LicenseView>> RegisterLicenseAsync(CommandContext context, RegisterLicense command);

    /// <summary>
    /// Revokes one of the customer's licenses (Policy A8): its period or care ends, its unspent credits are voided, and no
    /// new ticket can name it. Revoking again answers the same. Refused: <see cref="RefusalCode.NotFound"/> for a license
    /// that is not the customer's, <see cref="RefusalCode.Forbidden"/>, <see cref="RefusalCode.InvalidField"/>.
    /// </summary>
    [Alias("revoke-license")]
    Task<Answer<LicenseView>> RevokeLicenseAsync(CommandContext context, RevokeLicense command);

    /// <summary>The customer. Refused: <see cref="RefusalCode.NotFound"/> when absent or another customer's.</summary>
    [Alias("view"), AlwaysInterleave]
    Task<Answer<CustomerView>> ViewAsync(Actor actor);

    /// <summary>Finishes a registration or revocation that was cut off; does nothing when none was.</summary>
    [Alias("resume")]
    Task ResumeAsync(Actor actor);
}
