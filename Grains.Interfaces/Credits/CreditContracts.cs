using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Credits;

/// <summary>Credits granted by a license.</summary>
/// <param name="License">The license; it identifies the lot.</param>
/// <param name="Credits">Whole credits, 1 to 1,000,000,000,000.</param>
[Stored("grantCredits")]
[GenerateSerializer, Immutable, Alias("tallydesk.grant-credits")]
public sealed record GrantCredits([property: Id(0)] LicenseNumber License, [property: Id(1)] CreditAmount Credits);

/// <summary>Credits bought in the vendor's shop.</summary>
/// <param name="OrderId">The shop's order, 1 to 100 visible ASCII characters; it identifies the lot.</param>
/// <param name="Credits">Whole credits, 1 to 1,000,000,000,000.</param>
[Stored("purchaseCredits")]
[GenerateSerializer, Immutable, Alias("tallydesk.purchase-credits")]
public sealed record PurchaseCredits([property: Id(0)] string OrderId, [property: Id(1)] CreditAmount Credits);

/// <summary>An adjustment by a lead.</summary>
/// <param name="Credits">Signed whole credits, not 0, at most 1,000,000,000,000 in either direction.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
[Stored("adjustCredits")]
[GenerateSerializer, Immutable, Alias("tallydesk.adjust-credits")]
public sealed record AdjustCredits([property: Id(0)] CreditAmount Credits, [property: Id(1)] string Reason);

/// <summary>A charge for a ticket's accepted assessment.</summary>
/// <param name="Ticket">The ticket's grain, which is notified when a waiting charge is paid.</param>
/// <param name="Number">The ticket's number.</param>
/// <param name="Revision">The assessment's revision.</param>
/// <param name="Credits">Whole credits to charge, at least 1; for an increase, only the difference.</param>
/// <param name="Replaces">The operation key of a waiting charge of the same ticket that this one replaces, unless it costs more (Policy D5).</param>
[Stored("chargeTicket")]
[GenerateSerializer, Immutable, Alias("tallydesk.charge-ticket")]
public sealed record ChargeTicket(
    [property: Id(0)] TicketId Ticket,
    [property: Id(1)] long Number,
    [property: Id(2)] int Revision,
    [property: Id(3)] CreditAmount Credits,
    [property: Id(4)] string? Replaces = null
);

/// <summary>Withdraws a waiting charge.</summary>
/// <param name="Charge">Its operation key.</param>
[Stored("withdrawCharge")]
[GenerateSerializer, Immutable, Alias("tallydesk.withdraw-charge")]
public sealed record WithdrawCharge([property: Id(0)] string Charge);

/// <summary>Credits refunded to a ticket's customer.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Revision">The revision of the assessment that costs less.</param>
/// <param name="Lots">The refund by lot, in refund order: the ticket's charges, last spent first.</param>
[Stored("refundTicket")]
[GenerateSerializer, Immutable, Alias("tallydesk.refund-ticket")]
public sealed record RefundTicket(
    [property: Id(0)] long Number,
    [property: Id(1)] int Revision,
    [property: Id(2)] ImmutableArray<LotSlice> Lots
);

/// <summary>The voiding of a license's credits (Policy A8).</summary>
/// <param name="License">The license whose lots are voided, now and whenever a refund returns credits to them.</param>
[Stored("voidLicense")]
[GenerateSerializer, Immutable, Alias("tallydesk.void-license")]
public sealed record VoidLicense([property: Id(0)] LicenseNumber License);

/// <summary>The source of a lot's credits.</summary>
public enum LotSource
{
    /// <summary>Granted by a license.</summary>
    License,

    /// <summary>Granted by a positive adjustment.</summary>
    Adjustment,

    /// <summary>Purchased.</summary>
    Purchase,
}

/// <summary>A part of one lot.</summary>
/// <param name="Lot">The lot: the sequence number of the entry that added it.</param>
/// <param name="Source">Its source. Credits from licenses and adjustments count as granted and are spent before bought ones (Policy D11).</param>
/// <param name="Reference">The license number, the order id, or the adjustment's reason.</param>
/// <param name="Credits">Whole credits of this part, at least 1.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.lot-slice")]
public sealed record LotSlice(
    [property: Id(0)] long Lot,
    [property: Id(1)] LotSource Source,
    [property: Id(2)] string Reference,
    [property: Id(3)] CreditAmount Credits
);

/// <summary>The entry that a command created.</summary>
/// <param name="Seq">The entry's sequence number in the account.</param>
/// <param name="Amount">Signed credits; 0 if there was nothing to void and no entry was created.</param>
/// <param name="Balance">The balance right after the entry.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.credit-receipt")]
public sealed record CreditReceipt(
    [property: Id(0)] long Seq,
    [property: Id(1)] CreditAmount Amount,
    [property: Id(2)] CreditAmount Balance
);

/// <summary>The state of a charge or refund.</summary>
public enum ChargeState
{
    /// <summary>The credits have been charged.</summary>
    Settled,

    /// <summary>The charge waits in line for credits.</summary>
    Waiting,

    /// <summary>The waiting charge has been withdrawn.</summary>
    Withdrawn,

    /// <summary>The credits have been refunded.</summary>
    Refunded,
}

/// <summary>The result of a charge or refund.</summary>
/// <param name="State">Its state.</param>
/// <param name="Charge">The operation key it is about: the command's own, or that of a charge that was paid before it could be replaced or withdrawn.</param>
/// <param name="Required">Credits requested.</param>
/// <param name="Available">The balance at that time.</param>
/// <param name="Lots">The lots that were spent or refilled, in that order; empty while it waits.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.charge-receipt")]
public sealed record ChargeReceipt(
    [property: Id(0)] ChargeState State,
    [property: Id(1)] string Charge,
    [property: Id(2)] CreditAmount Required,
    [property: Id(3)] CreditAmount Available,
    [property: Id(4)] ImmutableArray<LotSlice> Lots
)
{
    /// <summary>Credits that go to other waiting tickets first; null unless the charge is waiting.</summary>
    [Id(6)]
    public CreditAmount? WaitingBefore { get; init; }

    /// <summary>Credits that have to arrive before it is paid; 0 unless it is waiting.</summary>
    public CreditAmount Missing =>
        State == ChargeState.Waiting ? Shortage.Of(Required, Available, WaitingBefore ?? default).Missing : default;
}

/// <summary>An account as its owner and staff see it.</summary>
/// <param name="Balance">Whole credits, never negative.</param>
/// <param name="Waiting">Charges that wait for credits, next first.</param>
/// <param name="Version">The account's version.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.account-view")]
public sealed record AccountView(
    [property: Id(0)] CreditAmount Balance,
    [property: Id(1)] ImmutableArray<WaitingChargeView> Waiting,
    [property: Id(2)] long Version
)
{
    /// <summary>The policy's thresholds that the balance fell below and has not recovered to (Policy D14).</summary>
    [Id(3)]
    public ImmutableArray<LowBalanceView> Low { get; init; } = [];

    /// <summary>Total credits that all waiting charges need (<see cref="CreditAmount.Sum"/>).</summary>
    public CreditAmount WaitingCredits => CreditAmount.Sum(Waiting.Select(charge => charge.Credits));

    /// <summary>Whether a charge of a ticket is waiting.</summary>
    /// <param name="ticket">The ticket's number.</param>
    public bool HasWaiting(long ticket) => Waiting.Any(charge => charge.Ticket == ticket);

    /// <summary>Credits that go to others before a ticket: the charges ahead of its own, or all waiting charges if it has none.</summary>
    /// <param name="ticket">The ticket's number.</param>
    public CreditAmount WaitingBefore(long ticket) =>
        CreditAmount.Sum(Waiting.TakeWhile(charge => charge.Ticket != ticket).Select(charge => charge.Credits));
}

/// <summary>A threshold that the balance fell below (Policy D14).</summary>
/// <param name="Threshold">Whole credits.</param>
/// <param name="Since">When the balance fell below it.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.low-balance-view")]
public sealed record LowBalanceView([property: Id(0)] CreditAmount Threshold, [property: Id(1)] DateTimeOffset Since);

/// <summary>A charge that waits for credits.</summary>
/// <param name="Ticket">The ticket's number.</param>
/// <param name="Revision">The assessment's revision.</param>
/// <param name="Credits">Whole credits it needs.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.waiting-charge-view")]
public sealed record WaitingChargeView(
    [property: Id(0)] long Ticket,
    [property: Id(1)] int Revision,
    [property: Id(2)] CreditAmount Credits
);
