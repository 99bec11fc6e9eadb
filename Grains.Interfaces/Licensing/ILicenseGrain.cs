using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Licensing;

/// <summary>
/// A license, keyed <c>lic-</c> and its canonical number. Owns to whom a number belongs (Policy A3) and the support
/// period or VIP care it brought (Policy A6). An answer means that it is on disk.
/// </summary>
[Alias("tallydesk.license")]
public interface ILicenseGrain : IGrainWithStringKey
{
    /// <summary>
    /// Ties the number to a customer, edition and kind. The same again answers the same; refused:
    /// <see cref="RefusalCode.LicenseNumberTaken"/>. Called by the customer's grain only.
    /// </summary>
    [Alias("issue")]
    Task<Answer<LicenseView>> IssueAsync(CommandContext context, IssueLicense command);

    /// <summary>The license. Refused: <see cref="RefusalCode.NotFound"/> when absent or another customer's.</summary>
    [Alias("view")]
    Task<Answer<LicenseView>> ViewAsync(Actor actor);
}
