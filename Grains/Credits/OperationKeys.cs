using Tallydesk.Identity;

namespace Tallydesk.Credits;

/// <summary>Keys of credit operations, derived from their subject, so that repeats are recognized (Policy D10, I4).</summary>
public static class OperationKeys
{
    /// <summary>A license's grant.</summary>
    public static string OfLicense(LicenseNumber license) => "license/" + license.Value;

    /// <summary>A license's revocation.</summary>
    public static string OfRevocation(LicenseNumber license) => $"license/{license.Value}/revocation";

    /// <summary>The voiding of a license's credits: by its revocation, or by a later refund.</summary>
    public static string OfVoid(string cause, string license) => $"{cause}/void/{license}";

    /// <summary>A purchase.</summary>
    public static string OfOrder(string orderId) => "order/" + orderId;

    /// <summary>The charge of an assessment revision.</summary>
    public static string OfCharge(string ticketKey, int revision) => $"{ticketKey}/{revision}/charge";

    /// <summary>The refund of an assessment revision.</summary>
    public static string OfRefund(string ticketKey, int revision) => $"{ticketKey}/{revision}/refund";

    /// <summary>
    /// The free minor modification of an assessment revision. One that was returned without its own revision is identified
    /// by its number, so that the next one for that revision has a different key.
    /// </summary>
    public static string OfModification(string ticketKey, int revision, int givenBackUnused = 0) =>
        $"{ticketKey}/{revision}/modification" + (givenBackUnused == 0 ? "" : $"/{givenBackUnused + 1}");

    /// <summary>
    /// Withdrawing a waiting charge. The key contains the charge, not the current revision: one revision can
    /// withdraw an earlier charge, wait with its own, and end with its ticket.
    /// </summary>
    public static string OfWithdrawal(string charge) => $"{charge}/withdrawal";

    /// <summary>
    /// The key of a withdrawal that an earlier release started. It contained the settlement's revision, so two withdrawals
    /// could share it. It is no longer used for new withdrawals, only to find old ones.
    /// </summary>
    public static string OfWithdrawalByRevision(string ticketKey, int revision) => $"{ticketKey}/{revision}/withdrawal";
}
