using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>A settlement step: one call to the account.</summary>
internal abstract record SettlementStep(string Operation);

/// <summary>Charge credits, replacing a waiting charge if there is one.</summary>
internal sealed record TakeCredits(string Operation, CreditAmount Credits, string? Replaces)
    : SettlementStep(Operation);

/// <summary>Withdraw a waiting charge.</summary>
/// <param name="Operation">The operation key.</param>
/// <param name="Charge">The charge's operation key.</param>
/// <param name="FormerOperation">The key under which an earlier release may have already done so.</param>
internal sealed record LeaveLine(string Operation, string Charge, string FormerOperation) : SettlementStep(Operation);

/// <summary>Refund credits.</summary>
internal sealed record GiveBack(string Operation, ImmutableArray<LotSlice> Lots) : SettlementStep(Operation);

/// <summary>
/// The net charge follows the accepted assessment (Policy D7, I2): determines the next call to the account and what its result
/// means. Each step has its own operation key, derived from ticket, revision and kind (D10), so that it can be repeated; no two
/// steps of a ticket share one.
/// </summary>
internal static class SettlementRules
{
    /// <summary>The refusal while a settlement is in progress; null if there is none.</summary>
    public static Refusal? RefuseInFlight(Ticket ticket) =>
        ticket is { Settlement: null, Modification: null, Return: null }
            ? null
            : new(
                RefusalCode.ChargeInFlight,
                $"A charge for ticket {ticket.Number} is in progress. Try again shortly."
            );

    /// <summary>The next step; null if the net charge is already correct (Policy D5, D7, I2).</summary>
    /// <param name="ticket">A ticket with a settlement in progress.</param>
    /// <param name="key">The ticket's grain key.</param>
    public static SettlementStep? Next(Ticket ticket, string key)
    {
        var settlement = ticket.Settlement ?? throw new InvalidOperationException("No settlement is in progress.");
        var target = settlement.Target ?? ticket.Charged;
        var due = target - ticket.Charged;
        if (ticket.Waiting is { } waiting && due <= CreditAmount.Zero)
        {
            return new LeaveLine(
                OperationKeys.OfWithdrawal(waiting.Charge),
                waiting.Charge,
                OperationKeys.OfWithdrawalByRevision(key, settlement.Revision)
            );
        }

        return due > CreditAmount.Zero
                ? new TakeCredits(OperationKeys.OfCharge(key, settlement.Revision), due, ticket.Waiting?.Charge)
            : due < CreditAmount.Zero
                ? new GiveBack(
                    OperationKeys.OfRefund(key, settlement.Revision),
                    CreditLots.LastSpent(ticket.Spent, -due)
                )
            : null;
    }

    /// <summary>
    /// The charge, if the only remaining step is a first charge: no other flow is pending and no charge
    /// is waiting. Otherwise null.
    /// </summary>
    /// <param name="ticket">The ticket before the decision.</param>
    /// <param name="decided">The ticket after it.</param>
    /// <param name="key">The ticket's grain key.</param>
    public static TakeCredits? OnlyCharge(Ticket ticket, Ticket decided, string key) =>
        ticket.PendingSince is null
        && decided is { Settlement: not null, Modification: null, Return: null, Split: null, Reply: null, Merge: null }
        && Next(decided, key) is TakeCredits { Replaces: null } take
            ? take
            : null;

    /// <summary>The ticket's events for the account's response to a step.</summary>
    public static ImmutableArray<TicketEvent> After(
        Ticket ticket,
        string key,
        ChargeReceipt receipt,
        DateTimeOffset now
    )
    {
        TicketEvent happened = receipt.State switch
        {
            ChargeState.Settled => new ChargeSettled(receipt.Charge, receipt.Lots, now)
            {
                AfterEnd = IsAfterEnd(ticket, receipt),
            },
            ChargeState.Waiting => new ChargeWaits(receipt.Charge, receipt.Required, receipt.Available)
            {
                WaitingBefore = receipt.WaitingBefore,
            },
            ChargeState.Withdrawn => new ChargeWithdrawn(receipt.Charge),
            ChargeState.Refunded => new ChargeRefunded(receipt.Charge, receipt.Required),
            _ => throw new InvalidOperationException($"{receipt.State} is not a charge state."),
        };
        var after = TicketApply.Apply(ticket, happened);
        return [after.Settlement is not null && Next(after, key) is null ? AsLast(happened) : happened];
    }

    private static TicketEvent AsLast(TicketEvent step) =>
        step switch
        {
            ChargeSettled settled => settled with { Finishes = true },
            ChargeWithdrawn withdrawn => withdrawn with { Finishes = true },
            ChargeRefunded refunded => refunded with { Finishes = true },
            _ => step,
        };

    /// <summary>
    /// Whether a charge was paid that the ticket did not know about when it ended. For the ticket it was pending, and pending
    /// charges end with the ticket (Policy D12), so it is refunded; a charge that the ticket had recorded as paid stays. The order
    /// of the ticket's own rows decides, because the clocks of two machines can differ.
    /// </summary>
    private static bool IsAfterEnd(Ticket ticket, ChargeReceipt receipt) =>
        ticket is { IsLive: false, Settlement.Target: null, Waiting: { } waiting } && waiting.Charge == receipt.Charge;

    /// <summary>A waiting charge has been paid; null if this is already known, or if a settlement in progress will find out.</summary>
    public static ChargeSettled? Paid(Ticket ticket, ChargePaid paid, DateTimeOffset now) =>
        ticket.Settlement is null && ticket.Waiting?.Charge == paid.Charge
            ? new ChargeSettled(paid.Charge, paid.Lots, now)
            : null;
}
