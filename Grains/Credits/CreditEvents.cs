using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Credits;

/// <summary>Something that happened to a credit account.</summary>
public abstract record CreditEvent;

/// <summary>What moved the credits of an entry.</summary>
public enum EntryKind
{
    /// <summary>A license brought them (Policy A1).</summary>
    Grant,

    /// <summary>They were bought (Policy J1).</summary>
    Purchase,

    /// <summary>A ticket cost them (Policy D5).</summary>
    Charge,

    /// <summary>A ticket gave them back (Policy D7).</summary>
    Refund,

    /// <summary>A lead corrected the balance (Policy D13).</summary>
    Adjustment,

    /// <summary>Their license was revoked (Policy A8).</summary>
    Void,
}

/// <summary>A ledger entry. Entries are the account's only way to change its balance (Policy D9, I1, I5).</summary>
/// <param name="Kind">What moved the credits.</param>
/// <param name="Operation">The operation key, unique within the account (Policy D10).</param>
/// <param name="Amount">Signed credits, not 0.</param>
/// <param name="BalanceAfter">The balance after this entry.</param>
/// <param name="Lots">The lots that were filled or spent, in that order; their credits add up to the amount's size.</param>
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
    /// <summary>The ticket's grain, where it waited for this charge and is to be told.</summary>
    public TicketId? WaitedFor { get; init; }
}

/// <summary>A charge went to the end of the waiting line.</summary>
[Stored("chargeQueued")]
internal sealed record ChargeQueued(WaitingCharge Charge) : CreditEvent;

/// <summary>A waiting charge was replaced by another of the same ticket, in its place or, costing more, at the end.</summary>
[Stored("chargeReplaced")]
internal sealed record ChargeReplaced(string Replaced, WaitingCharge Charge) : CreditEvent;

/// <summary>A waiting charge was taken out of the line.</summary>
[Stored("waitingChargeWithdrawn")]
internal sealed record WaitingChargeWithdrawn(string Charge) : CreditEvent;

/// <summary>A license was revoked: its lots are worth nothing from now on (Policy A8).</summary>
[Stored("licenseVoided")]
internal sealed record LicenseVoided(LicenseNumber License) : CreditEvent;

/// <summary>A purchase was reported under a command id, beside its order's entry.</summary>
[Stored("purchaseReported")]
internal sealed record PurchaseReported(string OrderId) : CreditEvent;

/// <summary>The balance fell below a threshold of the policy (Policy D14).</summary>
/// <param name="Threshold">The threshold, in credits.</param>
/// <param name="Balance">The balance after the fall.</param>
/// <param name="At">When.</param>
[Stored("balanceFell")]
public sealed record BalanceFell(CreditAmount Threshold, CreditAmount Balance, DateTimeOffset At) : CreditEvent;
