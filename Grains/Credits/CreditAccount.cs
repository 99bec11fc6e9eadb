using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Credits;

/// <summary>Credits that were added together and are not yet spent (Policy D11).</summary>
/// <param name="Number">The sequence number of the entry that added them; lower is older.</param>
/// <param name="Source">Their source.</param>
/// <param name="Reference">The license number, the order id, or the adjustment's reason.</param>
/// <param name="Remaining">Credits left, at least 1.</param>
internal sealed record CreditLot(long Number, LotSource Source, string Reference, CreditAmount Remaining)
{
    /// <summary>Granted lots are spent before bought ones, older before newer.</summary>
    public (bool Bought, long Number) SpendingOrder => (Source == LotSource.Purchase, Number);
}

/// <summary>A charge that waits for credits, first come first served (Policy D5).</summary>
/// <param name="Operation">The operation key.</param>
/// <param name="Ticket">The ticket's grain.</param>
/// <param name="Number">The ticket's number.</param>
/// <param name="Revision">The assessment's revision.</param>
/// <param name="Credits">Credits it needs.</param>
internal sealed record WaitingCharge(
    string Operation,
    TicketId Ticket,
    long Number,
    int Revision,
    CreditAmount Credits
);

/// <summary>A threshold in the policy that the balance fell below (Policy D14).</summary>
/// <param name="Threshold">In credits.</param>
/// <param name="Since">When the balance fell below it.</param>
internal sealed record LowBalance(CreditAmount Threshold, DateTimeOffset Since);

/// <summary>A credit account's state.</summary>
[Stored("account")]
internal sealed record CreditAccount : JournaledState, IJournaledState
{
    /// <summary>The sum of all entries, never negative (Policy I1).</summary>
    public CreditAmount Balance { get; init; }

    /// <summary>Lots with credits left, in spending order.</summary>
    public ImmutableArray<CreditLot> Lots { get; init; } = [];

    /// <summary>Revoked licenses; refunds to their lots are voided (Policy A8).</summary>
    public ImmutableArray<LicenseNumber> Revoked { get; init; } = [];

    /// <summary>The waiting line, next first.</summary>
    public ImmutableArray<WaitingCharge> Waiting { get; init; } = [];

    /// <summary>The thresholds that the balance fell below and has not recovered to (<see cref="LowBalanceRules.After"/>).</summary>
    public ImmutableArray<LowBalance> Low { get; init; } = [];

    /// <summary>The last entry's sequence number; 0 for none.</summary>
    public long EntrySeq { get; init; }

    /// <inheritdoc/>
    DateTimeOffset? IJournaledState.PendingSince => null;

    /// <inheritdoc/>
    bool IJournaledState.IsPending(string command) => false;

    /// <summary>The account after an event.</summary>
    public static CreditAccount Apply(CreditAccount account, CreditEvent happened) =>
        happened switch
        {
            CreditEntry entry => account with
            {
                Balance = entry.BalanceAfter,
                EntrySeq = account.EntrySeq + 1,
                Lots = CreditLots.After(account.Lots, entry),
                Waiting = account.Waiting.RemoveAll(waiting => waiting.Operation == entry.Operation),
            },
            ChargeQueued queued => account.Noted(account.Waiting.Add(queued.Charge)),
            ChargeReplaced replaced => account.Noted(Replace(account.Waiting, replaced)),
            WaitingChargeWithdrawn withdrawn => account.Noted(
                account.Waiting.RemoveAll(waiting => waiting.Operation == withdrawn.Charge)
            ),
            LicenseVoided voided => account.Noted(account.Waiting) with
            {
                Revoked = account.Revoked.Add(voided.License),
            },
            PurchaseReported => account.Noted(account.Waiting),
            BalanceFell fell => account.Noted(account.Waiting) with
            {
                Low = account.Low.RemoveAll(low => low.Threshold == fell.Threshold).Add(new(fell.Threshold, fell.At)),
            },
            _ => throw new InvalidOperationException($"{happened.GetType().Name} is not an account event."),
        };

    private CreditAccount Noted(ImmutableArray<WaitingCharge> waiting) =>
        this with
        {
            Waiting = waiting,
            HistorySeq = HistorySeq + 1,
        };

    private static ImmutableArray<WaitingCharge> Replace(ImmutableArray<WaitingCharge> line, ChargeReplaced replaced)
    {
        var place = line.First(waiting => waiting.Operation == replaced.Replaced);
        return replaced.Charge.Credits > place.Credits
            ? line.Remove(place).Add(replaced.Charge)
            : line.Replace(place, replaced.Charge);
    }
}
