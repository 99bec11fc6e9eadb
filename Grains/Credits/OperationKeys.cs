using Tallydesk.Identity;

namespace Tallydesk.Credits;

/// <summary>Keys of money operations, made from what they are about, so that a repeat is recognized (Policy D10, I4).</summary>
public static class OperationKeys
{
    /// <summary>A license's grant.</summary>
    public static string OfLicense(LicenseNumber license) => "license/" + license.Value;

    /// <summary>A license's revocation.</summary>
    public static string OfRevocation(LicenseNumber license) => $"license/{license.Value}/revocation";

    /// <summary>The voiding of a license's credits: by its revocation, or by a refund that came after it.</summary>
    public static string OfVoid(string cause, string license) => $"{cause}/void/{license}";

    /// <summary>A purchase.</summary>
    public static string OfOrder(string orderId) => "order/" + orderId;

    /// <summary>The charge of an assessment revision.</summary>
    public static string OfCharge(string ticketKey, int revision) => $"{ticketKey}/{revision}/charge";

    /// <summary>The refund of an assessment revision.</summary>
    public static string OfRefund(string ticketKey, int revision) => $"{ticketKey}/{revision}/refund";

    /// <summary>
    /// The free minor modification of an assessment revision. One that was given back without a revision of its own is named
    /// by its number, so that the next one for that revision has another key.
    /// </summary>
    public static string OfModification(string ticketKey, int revision, int givenBackUnused = 0) =>
        $"{ticketKey}/{revision}/modification" + (givenBackUnused == 0 ? "" : $"/{givenBackUnused + 1}");

    /// <summary>
    /// Taking a waiting charge out of the line. It names the charge and not the revision whose turn it is: one revision may
    /// take an earlier charge out of the line, wait with its own, and end with its ticket.
    /// </summary>
    public static string OfWithdrawal(string charge) => $"{charge}/withdrawal";

    /// <summary>
    /// The key of a withdrawal that a program before this one began. It named the settlement's revision, so two withdrawals
    /// could share it; nothing is withdrawn under it any more, but what was is found by it.
    /// </summary>
    public static string OfWithdrawalByRevision(string ticketKey, int revision) => $"{ticketKey}/{revision}/withdrawal";
}
