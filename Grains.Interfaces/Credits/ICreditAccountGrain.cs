using Orleans.Concurrency;
using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Credits;

/// <summary>
/// A customer's credit account, keyed <c>acc-…</c> (Policy A6). The balance is the sum of the entries and never negative
/// (I1); every entry has an operation key that is used only once (D10). A response means that the entry, or the place in the
/// waiting line, is on disk. An account without entries exists with balance 0.
/// </summary>
/// <remarks>Methods interleave: they only enqueue commands, and a single loop processes the queue (DECISIONS.md 4).</remarks>
[Alias("tallydesk.credit-account")]
public interface ICreditAccountGrain : IGrainWithStringKey
{
    /// <summary>Adds the credits that a license grants (Policy A1, A5): one grant per license, regardless of the command id.</summary>
    /// <remarks>Refused: <see cref="RefusalCode.Forbidden"/> for all roles except admin and system, <see cref="RefusalCode.InvalidField"/>.</remarks>
    [Alias("grant"), AlwaysInterleave]
    Task<Answer<CreditReceipt>> GrantAsync(CommandContext context, GrantCredits command);

    /// <summary>Adds purchased credits (Policy J1): one purchase per order.</summary>
    /// <remarks>Refused: <see cref="RefusalCode.Forbidden"/> for all roles except admin and system, <see cref="RefusalCode.InvalidField"/>, <see cref="RefusalCode.IdempotencyKeyReused"/>, <see cref="RefusalCode.OrderTaken"/>.</remarks>
    [Alias("purchase"), AlwaysInterleave]
    Task<Answer<CreditReceipt>> PurchaseAsync(CommandContext context, PurchaseCredits command);

    /// <summary>Adjusts the balance up or down with a reason (Policy D13).</summary>
    /// <remarks>Refused: <see cref="RefusalCode.Forbidden"/> below lead, <see cref="RefusalCode.InvalidField"/>, <see cref="RefusalCode.InsufficientCredits"/>.</remarks>
    [Alias("adjust"), AlwaysInterleave]
    Task<Answer<CreditReceipt>> AdjustAsync(CommandContext context, AdjustCredits command);

    /// <summary>Charges the credits, or adds the charge to the end of the waiting line (Policy D5). The command id is the operation key.</summary>
    [Alias("charge"), AlwaysInterleave]
    Task<Answer<ChargeReceipt>> ChargeAsync(CommandContext context, ChargeTicket command);

    /// <summary>Changes or withdraws a waiting charge (Policy D5); reports if it has been paid in the meantime.</summary>
    [Alias("withdraw"), AlwaysInterleave]
    Task<Answer<ChargeReceipt>> WithdrawAsync(CommandContext context, WithdrawCharge command);

    /// <summary>Refunds credits to the lots they came from, last spent first (Policy D9).</summary>
    [Alias("refund"), AlwaysInterleave]
    Task<Answer<ChargeReceipt>> RefundAsync(CommandContext context, RefundTicket command);

    /// <summary>Voids the remaining credits of a license, and any that a later refund returns to them (Policy A8). Called by the customer's grain only.</summary>
    [Alias("void"), AlwaysInterleave]
    Task<Answer<CreditReceipt>> VoidAsync(CommandContext context, VoidLicense command);

    /// <summary>The balance and the waiting line. Refused: <see cref="RefusalCode.NotFound"/> for other customers.</summary>
    [Alias("view"), AlwaysInterleave]
    Task<Answer<AccountView>> ViewAsync(Actor actor);
}
