using Tallydesk.Amounts;
using Tallydesk.Requests;

namespace Tallydesk.Credits;

/// <summary>Credits bought in the vendor's shop.</summary>
/// <param name="OrderId">The shop's order, 1 to 100 visible ASCII characters; each order counts only once, for one customer and in one letter case.</param>
/// <param name="Credits">Whole credits, 1 to 1,000,000,000,000.</param>
internal sealed record NewPurchase(string? OrderId, CreditAmount? Credits)
{
    /// <summary>The command.</summary>
    public PurchaseCredits ToCommand() => new(Given.Text(OrderId, "orderId"), Given.Value(Credits, "credits"));
}

/// <summary>An adjustment by a lead.</summary>
/// <param name="Credits">Whole credits, up or down by 1 to 1,000,000,000,000.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
internal sealed record NewAdjustment(CreditAmount? Credits, string? Reason)
{
    /// <summary>The command.</summary>
    public AdjustCredits ToCommand() => new(Given.Value(Credits, "credits"), Given.Words(Reason, "reason"));
}
