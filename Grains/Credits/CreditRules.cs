using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Credits;

/// <summary>All rules that move credits (Policy A5, D5, D9 to D11, D13). Pure: the account grain only writes what is decided here.</summary>
internal static class CreditRules
{
    /// <summary>The maximum number of waiting charges in an account.</summary>
    public const int LongestLine = 1_000;

    /// <summary>Grants a license's credits (Policy A1); they never expire (Policy A5).</summary>
    public static Answer<Decision<CreditEvent>> Grant(CreditAccount account, CommandContext context, GrantCredits grant)
    {
        var refusal = RefuseToFill(context.Actor) ?? RefuseRise(account, grant.Credits);
        return refusal is null
            ? Rise(account, EntryKind.Grant, context.Id.Value, grant.Credits, LotSource.License, grant.License.Value)
            : refusal;
    }

    /// <summary>Adds purchased credits (Policy J1) under their order's key; waiting charges are then paid (Policy D5).</summary>
    public static Answer<Decision<CreditEvent>> Purchase(CreditAccount account, Actor actor, PurchaseCredits purchase)
    {
        if (RefuseToFill(actor) is { } refusal)
        {
            return refusal;
        }

        if ((OrderIds.Refuse(purchase.OrderId) ?? RefuseRise(account, purchase.Credits)) is { } malformed)
        {
            return malformed;
        }

        var operation = OperationKeys.OfOrder(purchase.OrderId);
        var rise = Rise(account, EntryKind.Purchase, operation, purchase.Credits, LotSource.Purchase, purchase.OrderId);
        return new Decision<CreditEvent>(rise.Events.Insert(0, new PurchaseReported(purchase.OrderId)));
    }

    /// <summary>Adjusts the balance (Policy D13): a positive adjustment opens a granted lot, a negative one takes from lots in spending order.</summary>
    public static Answer<Decision<CreditEvent>> Adjust(
        CreditAccount account,
        CommandContext context,
        AdjustCredits adjustment
    )
    {
        if (!context.Actor.IsLead)
        {
            return new Refusal(RefusalCode.Forbidden, "Only leads and admins can adjust a balance.");
        }

        if (
            adjustment.Credits == CreditAmount.Zero
            || adjustment.Credits > CreditAmount.Most
            || adjustment.Credits < -CreditAmount.Most
        )
        {
            return Fields.Invalid("credits", $"An adjustment must add or remove 1 to {CreditAmount.Most} credits.");
        }

        if (string.IsNullOrWhiteSpace(adjustment.Reason) || adjustment.Reason.Length > 500)
        {
            return Fields.Invalid("reason", "Give a reason of 1 to 500 characters.");
        }

        if (adjustment.Credits > CreditAmount.Zero)
        {
            var up = adjustment.Credits;
            return RefuseRise(account, up) is { } tooMuch
                ? tooMuch
                : Rise(account, EntryKind.Adjustment, context.Id.Value, up, LotSource.Adjustment, adjustment.Reason);
        }

        var down = -adjustment.Credits;
        if (down > account.Balance)
        {
            return Short(down, account.Balance);
        }

        var lots = CreditLots.Spend(account.Lots, down);
        return Decision<CreditEvent>.Of(
            new CreditEntry(
                EntryKind.Adjustment,
                context.Id.Value,
                -down,
                account.Balance - down,
                lots,
                Reason: adjustment.Reason
            )
        );
    }

    /// <summary>
    /// Charges the credits in one step, or lets the charge wait (Policy D5): behind all others, or in the place of the charge
    /// it replaces unless it costs more. No charge overtakes the first one in line.
    /// </summary>
    public static Answer<Decision<CreditEvent>> Charge(CreditAccount account, CommandId id, ChargeTicket charge)
    {
        if (charge.Credits < CreditAmount.One)
        {
            return Fields.Invalid("credits", "A charge must be at least 1 credit.");
        }

        var waiting = new WaitingCharge(id.Value, charge.Ticket, charge.Number, charge.Revision, charge.Credits);
        if (charge.Replaces is { } replaced && IsWaiting(account, replaced))
        {
            return Settling(account, new ChargeReplaced(replaced, waiting));
        }

        if (account.Waiting.IsEmpty && account.Balance >= charge.Credits)
        {
            return Decision<CreditEvent>.Of(Settle(account, waiting));
        }

        return account.Waiting.Length >= LongestLine
            ? new Refusal(RefusalCode.Busy, $"This account already has {LongestLine} waiting charges.")
            : Decision<CreditEvent>.Of(new ChargeQueued(waiting));
    }

    /// <summary>Withdraws a waiting charge; those behind it may then be paid (Policy D5).</summary>
    public static Answer<Decision<CreditEvent>> Withdraw(CreditAccount account, WithdrawCharge withdrawal) =>
        IsWaiting(account, withdrawal.Charge)
            ? Settling(account, new WaitingChargeWithdrawn(withdrawal.Charge))
            : new Refusal(RefusalCode.ChargeNotWaiting, "This charge is not waiting for credits.");

    /// <summary>
    /// Refunds credits to the lots they came from (Policy D9); those of revoked licenses are voided (Policy A8). Waiting
    /// charges are then paid (Policy D5).
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="id">The operation key.</param>
    /// <param name="refund">The refund.</param>
    /// <param name="spent">What the ticket spent from each lot and has not been refunded.</param>
    public static Answer<Decision<CreditEvent>> Refund(
        CreditAccount account,
        CommandId id,
        RefundTicket refund,
        ImmutableArray<LotSlice> spent
    )
    {
        var credits = CreditAmount.Sum(refund.Lots.Select(lot => lot.Credits));
        if (credits < CreditAmount.One || refund.Lots.Any(lot => lot.Credits < CreditAmount.One))
        {
            return Fields.Invalid("lots", "A refund must return at least 1 credit to each lot.");
        }

        if (!CreditLots.Hold(spent, refund.Lots))
        {
            return Fields.Invalid(
                "lots",
                $"The refund is larger than what ticket {refund.Number} spent from these lots."
            );
        }

        var entry = new CreditEntry(
            EntryKind.Refund,
            id.Value,
            credits,
            account.Balance + credits,
            refund.Lots,
            refund.Number,
            refund.Revision
        );
        return Settling(account, [entry, .. VoidRules.After(account, entry)]);
    }

    /// <summary>Whether a charge waits in the line.</summary>
    public static bool IsWaiting(CreditAccount account, string operation) =>
        account.Waiting.Any(waiting => waiting.Operation == operation);

    private static Refusal? RefuseToFill(Actor actor) =>
        actor.Role is Role.System or Role.Admin
            ? null
            : new(RefusalCode.Forbidden, "Only admins and system tokens can add credits.");

    private static Refusal? RefuseRise(CreditAccount account, CreditAmount credits) =>
        CreditAmount.Refuse("credits", credits, least: CreditAmount.One)
        ?? (
            credits > CreditAmount.MostHeld - account.Balance
                ? Fields.Invalid("credits", $"An account can have at most {CreditAmount.MostHeld} credits.")
                : null
        );

    private static Decision<CreditEvent> Rise(
        CreditAccount account,
        EntryKind kind,
        string operation,
        CreditAmount credits,
        LotSource source,
        string reference
    )
    {
        var lot = new LotSlice(account.EntrySeq + 1, source, reference, credits);
        var reason = source == LotSource.Adjustment ? reference : null;
        return Settling(
            account,
            new CreditEntry(kind, operation, credits, account.Balance + credits, [lot], Reason: reason)
        );
    }

    /// <summary>Adds to events the payment of every charge at the head of the line that the balance now covers.</summary>
    private static Decision<CreditEvent> Settling(CreditAccount account, params ImmutableArray<CreditEvent> first)
    {
        var events = ImmutableArray.CreateBuilder<CreditEvent>();
        events.AddRange(first);
        account = first.Aggregate(account, CreditAccount.Apply);
        while (!account.Waiting.IsEmpty && account.Waiting[0].Credits <= account.Balance)
        {
            var head = account.Waiting[0];
            var paid = Settle(account, head) with { WaitedFor = head.Ticket };
            events.Add(paid);
            account = CreditAccount.Apply(account, paid);
        }

        return new(events.DrainToImmutable());
    }

    private static CreditEntry Settle(CreditAccount account, WaitingCharge charge) =>
        new(
            EntryKind.Charge,
            charge.Operation,
            -charge.Credits,
            account.Balance - charge.Credits,
            CreditLots.Spend(account.Lots, charge.Credits),
            charge.Number,
            charge.Revision
        );

    private static Refusal Short(CreditAmount required, CreditAmount available) =>
        new Refusal(
            RefusalCode.InsufficientCredits,
            $"This needs {required} credits, and {available} are available. {required - available} are missing."
        )
            .With("required", required.Value)
            .With("available", available.Value)
            .With("missing", (required - available).Value);
}
