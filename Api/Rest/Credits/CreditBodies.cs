using Tallydesk.Requests;

namespace Tallydesk.Credits;

/// <summary>Credits bought in the vendor's shop.</summary>
/// <param name="OrderId">The shop's order, 1 to 100 visible ASCII characters; an order counts once, for one customer and in one letter case.</param>
/// <param name="Credits">Whole credits, 1 to 1,000,000,000,000.</param>
internal sealed record NewPurchase(string? OrderId, long? Credits)
{
    /// <summary>The command.</summary>
    public PurchaseCredits ToCommand() => new(Given.Text(OrderId, "orderId"), Given.Value(Credits, "credits"));
}

/// <summary>A correction by a lead.</summary>
/// <param name="Credits">Whole credits, up or down by 1 to 1,000,000,000,000.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
internal sealed record NewAdjustment(long? Credits, string? Reason)
{
    /// <summary>The command.</summary>
    public AdjustCredits ToCommand() => new(Given.Value(Credits, "credits"), Given.Words(Reason, "reason"));
}

/// <summary>The entry that was made.</summary>
/// <param name="Seq">Its place in the account.</param>
/// <param name="Amount">Signed credits.</param>
/// <param name="Balance">The balance right after it.</param>
internal sealed record EntryReceipt(long Seq, long Amount, long Balance)
{
    /// <summary>A receipt as its body.</summary>
    public static EntryReceipt Of(CreditReceipt receipt) => new(receipt.Seq, receipt.Amount, receipt.Balance);
}

/// <summary>An account.</summary>
/// <param name="Balance">Whole credits, never negative.</param>
/// <param name="Waiting">Charges that wait for credits, next first.</param>
/// <param name="LowBalance">The policy's thresholds that the balance fell below and has not reached again.</param>
internal sealed record AccountBody(
    long Balance,
    IReadOnlyList<WaitingBody> Waiting,
    IReadOnlyList<LowBalanceBody> LowBalance
)
{
    /// <summary>An account as its body.</summary>
    public static AccountBody Of(AccountView view) =>
        new(
            view.Balance,
            [.. view.Waiting.Select(one => new WaitingBody(one.Ticket, one.Revision, one.Credits))],
            [.. view.Low.Select(low => new LowBalanceBody(low.Threshold, low.Since))]
        );
}

/// <summary>A threshold that the balance fell below.</summary>
/// <param name="Threshold">Whole credits.</param>
/// <param name="Since">When it fell.</param>
internal sealed record LowBalanceBody(long Threshold, DateTimeOffset Since);

/// <summary>A charge that waits for credits.</summary>
/// <param name="Ticket">The ticket's number.</param>
/// <param name="Revision">The assessment's revision.</param>
/// <param name="Credits">Whole credits it needs.</param>
internal sealed record WaitingBody(long Ticket, int Revision, long Credits);

/// <summary>A row of the statement.</summary>
/// <param name="Seq">1, 2, 3, … within the account.</param>
/// <param name="At">When.</param>
/// <param name="Kind">grant, purchase, charge, refund, void or adjustment.</param>
/// <param name="Amount">Signed credits.</param>
/// <param name="BalanceAfter">The balance after it.</param>
/// <param name="Ticket">The number of the ticket that was charged or refunded.</param>
/// <param name="Revision">The revision of its assessment.</param>
/// <param name="Lots">The lots that were filled or spent.</param>
/// <param name="Reason">Why, for an adjustment.</param>
internal sealed record EntryRowBody(
    long Seq,
    DateTimeOffset At,
    string Kind,
    long Amount,
    long BalanceAfter,
    long? Ticket,
    int? Revision,
    IReadOnlyList<LotBody> Lots,
    string? Reason
)
{
    /// <summary>A row as its body.</summary>
    public static EntryRowBody Of(StatementRow row) =>
        new(
            row.Seq,
            row.At,
            row.Kind,
            row.Amount,
            row.BalanceAfter,
            row.Ticket,
            row.Revision,
            [.. row.Lots.Select(LotBody.Of)],
            row.Reason
        );
}

/// <summary>A part of a lot; one of the three sources is named.</summary>
/// <param name="License">The license whose credits these are.</param>
/// <param name="Purchase">The order they were bought with.</param>
/// <param name="Adjustment">The reason of the adjustment they came with.</param>
/// <param name="Amount">Whole credits.</param>
internal sealed record LotBody(string? License, string? Purchase, string? Adjustment, long Amount)
{
    /// <summary>A slice of a lot as its body.</summary>
    public static LotBody Of(LotSlice slice) =>
        new(
            slice.Source == LotSource.License ? slice.Reference : null,
            slice.Source == LotSource.Purchase ? slice.Reference : null,
            slice.Source == LotSource.Adjustment ? slice.Reference : null,
            slice.Credits
        );
}
