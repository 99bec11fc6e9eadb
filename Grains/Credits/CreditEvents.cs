using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Credits;

/// <summary>An event of a credit account.</summary>
public abstract record CreditEvent;

/// <summary>The kind of an entry.</summary>
public enum EntryKind
{
    /// <summary>Granted by a license (Policy A1).</summary>
    Grant,

    /// <summary>Purchased (Policy J1).</summary>
    Purchase,

    /// <summary>Charged for a ticket (Policy D5).</summary>
    Charge,

    /// <summary>Refunded for a ticket (Policy D7).</summary>
    Refund,

    /// <summary>Adjusted by a lead (Policy D13).</summary>
    Adjustment,

    /// <summary>Voided because the license was revoked (Policy A8).</summary>
    Void,
}

/// <summary>A ledger entry. Entries are the account's only way to change its balance (Policy D9, I1, I5).</summary>
/// <param name="Kind">The kind of the entry.</param>
/// <param name="Operation">The operation key, unique within the account (Policy D10).</param>
/// <param name="Amount">Signed credits, not 0.</param>
/// <param name="BalanceAfter">The balance after this entry.</param>
/// <param name="Lots">The lots that were filled or spent, in order; their credits add up to the absolute amount.</param>
/// <param name="Ticket">The ticket's number, for charges and refunds.</param>
/// <param name="Revision">The assessment's revision, for charges and refunds.</param>
/// <param name="Reason">Why, for adjustments.</param>
public sealed record CreditEntry(
    EntryKind Kind,
    string Operation,
    CreditAmount Amount,
    CreditAmount BalanceAfter,
    ImmutableArray<LotSlice> Lots,
    long? Ticket = null,
    int? Revision = null,
    string? Reason = null
) : CreditEvent
{
    /// <summary>The ticket's grain, if it waited for this charge and has to be notified.</summary>
    public TicketId? WaitedFor { get; init; }
}

/// <summary>A charge was added to the end of the waiting line.</summary>
[Stored("chargeQueued")]
internal sealed record ChargeQueued(WaitingCharge Charge) : CreditEvent;

/// <summary>A waiting charge was replaced by another one of the same ticket, in its place or, if it costs more, at the end.</summary>
[Stored("chargeReplaced")]
internal sealed record ChargeReplaced(string Replaced, WaitingCharge Charge) : CreditEvent;

/// <summary>A waiting charge was withdrawn.</summary>
[Stored("waitingChargeWithdrawn")]
internal sealed record WaitingChargeWithdrawn(string Charge) : CreditEvent;

/// <summary>A license was revoked: its lots have no value from now on (Policy A8).</summary>
[Stored("licenseVoided")]
internal sealed record LicenseVoided(LicenseNumber License) : CreditEvent;

/// <summary>A purchase was reported under a command id, in addition to its order's entry.</summary>
[Stored("purchaseReported")]
internal sealed record PurchaseReported(string OrderId) : CreditEvent;

/// <summary>The balance fell below a threshold of the policy (Policy D14).</summary>
/// <param name="Threshold">The threshold, in credits.</param>
/// <param name="Balance">The balance after it fell.</param>
/// <param name="At">When.</param>
[Stored("balanceFell")]
public sealed record BalanceFell(CreditAmount Threshold, CreditAmount Balance, DateTimeOffset At) : CreditEvent;
