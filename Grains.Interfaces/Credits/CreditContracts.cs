using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Credits;

/// <summary>Credits that a license brought.</summary>
/// <param name="License">The license; it names the lot.</param>
/// <param name="Credits">Whole credits, 1 to 1,000,000,000,000.</param>
[Stored("grantCredits")]
[GenerateSerializer, Immutable, Alias("tallydesk.grant-credits")]
public sealed record GrantCredits([property: Id(0)] LicenseNumber License, [property: Id(1)] CreditAmount Credits);

/// <summary>Credits bought in the vendor's shop.</summary>
/// <param name="OrderId">The shop's order, 1 to 100 visible ASCII characters; it names the lot.</param>
/// <param name="Credits">Whole credits, 1 to 1,000,000,000,000.</param>
[Stored("purchaseCredits")]
[GenerateSerializer, Immutable, Alias("tallydesk.purchase-credits")]
public sealed record PurchaseCredits([property: Id(0)] string OrderId, [property: Id(1)] CreditAmount Credits);

/// <summary>A correction by a lead.</summary>
/// <param name="Credits">Signed whole credits, not 0, at most 1,000,000,000,000 either way.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
[Stored("adjustCredits")]
[GenerateSerializer, Immutable, Alias("tallydesk.adjust-credits")]
public sealed record AdjustCredits([property: Id(0)] CreditAmount Credits, [property: Id(1)] string Reason);

/// <summary>A charge for a ticket's agreed assessment.</summary>
/// <param name="Ticket">The ticket's grain, told when a waiting charge is paid.</param>
/// <param name="Number">The ticket's number.</param>
/// <param name="Revision">The assessment's revision.</param>
/// <param name="Credits">Whole credits to take, at least 1: for an increase only the difference.</param>
/// <param name="Replaces">The operation key of a waiting charge of the same ticket whose place this one takes, unless it costs more (Policy D5).</param>
[Stored("chargeTicket")]
[GenerateSerializer, Immutable, Alias("tallydesk.charge-ticket")]
public sealed record ChargeTicket(
    [property: Id(0)] TicketId Ticket,
    [property: Id(1)] long Number,
    [property: Id(2)] int Revision,
    [property: Id(3)] CreditAmount Credits,
    [property: Id(4)] string? Replaces = null
);

/// <summary>Takes a waiting charge out of the line.</summary>
/// <param name="Charge">Its operation key.</param>
[Stored("withdrawCharge")]
[GenerateSerializer, Immutable, Alias("tallydesk.withdraw-charge")]
public sealed record WithdrawCharge([property: Id(0)] string Charge);

/// <summary>Credits given back to a ticket's customer.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Revision">The assessment's revision that costs less.</param>
/// <param name="Lots">What goes back, lot by lot in the order of giving back: the ticket's charges, last spent first.</param>
[Stored("refundTicket")]
[GenerateSerializer, Immutable, Alias("tallydesk.refund-ticket")]
public sealed record RefundTicket(
    [property: Id(0)] long Number,
    [property: Id(1)] int Revision,
    [property: Id(2)] ImmutableArray<LotSlice> Lots
);

/// <summary>The end of a license's credits (Policy A8).</summary>
/// <param name="License">The license whose lots are voided, now and whenever a refund fills them again.</param>
[Stored("voidLicense")]
[GenerateSerializer, Immutable, Alias("tallydesk.void-license")]
public sealed record VoidLicense([property: Id(0)] LicenseNumber License);

/// <summary>Where a lot's credits came from.</summary>
public enum LotSource
{
    /// <summary>Granted by a license.</summary>
    License,

    /// <summary>Granted by an adjustment upwards.</summary>
    Adjustment,

    /// <summary>Bought.</summary>
    Purchase,
}

/// <summary>A part of one lot.</summary>
/// <param name="Lot">The lot: the sequence number of the entry that brought it.</param>
/// <param name="Source">What brought it. License and adjustment are granted credits, spent before bought ones (Policy D11).</param>
/// <param name="Reference">The license number, the order id, or the adjustment's reason.</param>
/// <param name="Credits">Whole credits of this part, at least 1.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.lot-slice")]
public sealed record LotSlice(
    [property: Id(0)] long Lot,
    [property: Id(1)] LotSource Source,
    [property: Id(2)] string Reference,
    [property: Id(3)] CreditAmount Credits
);

/// <summary>The entry that a command made.</summary>
/// <param name="Seq">The entry's place in the account.</param>
/// <param name="Amount">Signed credits; 0 when there was nothing to void, and no entry was made.</param>
/// <param name="Balance">The balance right after the entry.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.credit-receipt")]
public sealed record CreditReceipt(
    [property: Id(0)] long Seq,
    [property: Id(1)] CreditAmount Amount,
    [property: Id(2)] CreditAmount Balance
);

/// <summary>How a charge or refund stands.</summary>
public enum ChargeState
{
    /// <summary>The credits have been taken.</summary>
    Settled,

    /// <summary>The charge waits in line for credits.</summary>
    Waiting,

    /// <summary>The waiting charge has been taken out of the line.</summary>
    Withdrawn,

    /// <summary>The credits have been given back.</summary>
    Refunded,
}

/// <summary>What became of a charge or refund.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Charge">The operation key it speaks of: the command's own, or that of a charge that was taken before it could be replaced or withdrawn.</param>
/// <param name="Required">Credits asked for.</param>
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
    /// <summary>Credits that other tickets waited for and get first; null unless it waits.</summary>
    [Id(6)]
    public CreditAmount? WaitingBefore { get; init; }

    /// <summary>Credits that have to arrive before it is taken: 0 unless it waits.</summary>
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
    /// <summary>The policy's thresholds that the balance fell below and has not reached again (Policy D14).</summary>
    [Id(3)]
    public ImmutableArray<LowBalanceView> Low { get; init; } = [];

    /// <summary>Credits that the waiting line needs together (<see cref="CreditAmount.Sum"/>).</summary>
    public CreditAmount WaitingCredits => CreditAmount.Sum(Waiting.Select(charge => charge.Credits));

    /// <summary>Whether a charge of a ticket waits.</summary>
    /// <param name="ticket">The ticket's number.</param>
    public bool HasWaiting(long ticket) => Waiting.Any(charge => charge.Ticket == ticket);

    /// <summary>Credits that others get before a ticket: what its charge waits behind, or the whole line for a ticket that has none in it.</summary>
    /// <param name="ticket">The ticket's number.</param>
    public CreditAmount WaitingBefore(long ticket) =>
        CreditAmount.Sum(Waiting.TakeWhile(charge => charge.Ticket != ticket).Select(charge => charge.Credits));
}

/// <summary>A threshold that the balance fell below (Policy D14).</summary>
/// <param name="Threshold">Whole credits.</param>
/// <param name="Since">When it fell.</param>
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
