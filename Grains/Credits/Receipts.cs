using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Credits;

/// <summary>The results of commands for callers.</summary>
internal static class Receipts
{
    /// <summary>The first entry of the events: the command's own.</summary>
    public static CreditReceipt OfEntry(CreditAccount after, ImmutableArray<CreditEvent> events)
    {
        var own = events.OfType<CreditEntry>().First();
        var later = events.OfType<CreditEntry>().Count() - 1;
        return new(after.EntrySeq - later, own.Amount, own.BalanceAfter);
    }

    /// <summary>What was voided; nothing if all was spent.</summary>
    public static CreditReceipt OfVoid(CreditAccount after, ImmutableArray<CreditEvent> events) =>
        events.OfType<CreditEntry>().FirstOrDefault() is { } entry
            ? new(after.EntrySeq, entry.Amount, entry.BalanceAfter)
            : new(after.EntrySeq, CreditAmount.Zero, after.Balance);

    /// <summary>Whether the charge was paid or is waiting.</summary>
    public static Func<CreditAccount, ImmutableArray<CreditEvent>, ChargeReceipt> OfCharge(CommandId id) =>
        (after, events) =>
            events.OfType<CreditEntry>().FirstOrDefault(entry => entry.Operation == id.Value) is { } entry
                ? Settled(entry)
                : Waiting(after, after.Waiting.First(waiting => waiting.Operation == id.Value));

    /// <summary>The charge was withdrawn.</summary>
    public static Func<CreditAccount, ImmutableArray<CreditEvent>, ChargeReceipt> OfWithdrawal(
        WithdrawCharge withdrawal
    ) => (after, _) => new(ChargeState.Withdrawn, withdrawal.Charge, CreditAmount.Zero, after.Balance, []);

    /// <summary>The credits were refunded.</summary>
    public static Func<CreditAccount, ImmutableArray<CreditEvent>, ChargeReceipt> OfRefund(CommandId id) =>
        (_, events) =>
        {
            var entry = events.OfType<CreditEntry>().First(entry => entry.Operation == id.Value);
            return new(ChargeState.Refunded, entry.Operation, entry.Amount, entry.BalanceAfter, entry.Lots);
        };

    /// <summary>A charge found in the ledger.</summary>
    public static ChargeReceipt OfStored(EntryRow row) =>
        new(
            ChargeState.Settled,
            row.Operation.Id,
            -row.Amount,
            row.BalanceAfter,
            StateJson.Read<EntryBody>(row.Body).Lots
        );

    /// <summary>What a ticket's entries spent from each lot and did not refund.</summary>
    public static ImmutableArray<LotSlice> SpentBy(ImmutableArray<EntryRow> entries) =>
        CreditLots.Spent(entries.Select(row => (row.Amount, StateJson.Read<EntryBody>(row.Body).Lots)));

    /// <summary>The operation of an entry that another command caused: a paid charge or an order.</summary>
    public static RecordedCommand Recorded(CreditEntry entry, RecordedCommand cause) =>
        entry.WaitedFor is { } ticket
            ? new(
                entry.Operation,
                CommandHash
                    .Of(new ChargeTicket(ticket, entry.Ticket!.Value, entry.Revision!.Value, -entry.Amount))
                    .Bytes,
                StateJson.Write(Settled(entry))
            )
            : cause with
            {
                Id = entry.Operation,
            };

    /// <summary>The account as shown to callers.</summary>
    public static AccountView View(CreditAccount account, long version) =>
        new(
            account.Balance,
            [
                .. account.Waiting.Select(charge => new WaitingChargeView(
                    charge.Number,
                    charge.Revision,
                    charge.Credits
                )),
            ],
            version
        )
        {
            Low = [.. account.Low.Select(low => new LowBalanceView(low.Threshold, low.Since))],
        };

    /// <summary>The account with a waiting charge, for the shortage of its ticket. All charges ahead of it count as one.</summary>
    public static AccountView ViewWith(ChargeReceipt waiting, ChargeTicket charge)
    {
        var own = new WaitingChargeView(charge.Number, charge.Revision, charge.Credits);
        ImmutableArray<WaitingChargeView> line =
            waiting.WaitingBefore is { } before && before > CreditAmount.Zero ? [new(0, 0, before), own] : [own];
        return new(waiting.Available, line, 0);
    }

    private static ChargeReceipt Waiting(CreditAccount account, WaitingCharge charge) =>
        new(ChargeState.Waiting, charge.Operation, charge.Credits, account.Balance, [])
        {
            WaitingBefore = View(account, version: 0).WaitingBefore(charge.Number),
        };

    private static ChargeReceipt Settled(CreditEntry entry) =>
        new(ChargeState.Settled, entry.Operation, -entry.Amount, entry.BalanceAfter, entry.Lots);
}
