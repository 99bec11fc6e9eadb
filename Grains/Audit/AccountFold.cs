using System.Collections.Immutable;
using System.Text.Json;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Journal;

namespace Tallydesk.Audit;

/// <summary>
/// The fold of a credit account. Its history and its ledger are numbered separately, so their common order is not known:
/// the line of waiting charges is what the history put there less what the ledger took, and of the low balances only those
/// that the state names are checked. The whole history is taken before the first entry.
/// </summary>
internal sealed class AccountFold() : StateFold<CreditAccount, CreditEvent>(CreditAccount.Apply, (_, _, _) => null, Low)
{
    private const string Low = "low";
    private ImmutableArray<LowBalance>? falls;

    /// <inheritdoc/>
    public override string? Add(EntryRow entry)
    {
        falls ??= State.Low;
        var after = (Int128)State.Balance.Value + entry.Amount.Value;
        if (entry.BalanceAfter.Value != after)
        {
            return $"has balance {entry.BalanceAfter}, expected {after}";
        }

        if (EventOf(entry) is not { } happened)
        {
            return "can't be read as an event";
        }

        Take(State, happened);
        return happened.Lots.Aggregate(Int128.Zero, (sum, slice) => sum + slice.Credits.Value)
            != Int128.Abs(entry.Amount.Value)
                ? "has lots that don't add up to its amount"
            : State.Lots.Any(lot => lot.Remaining < CreditAmount.Zero) ? "takes more from a lot than it had left"
            : null;
    }

    /// <inheritdoc/>
    public override StateComparison Compare(ReadOnlySpan<byte> stored)
    {
        var account = StateJson.Read<CreditAccount>(stored);
        var differing = Differing(State, account, Low);
        var fell = falls ?? State.Low;
        var isTold = account.Low.All(low => low.Threshold > account.Balance && fell.Contains(low));
        return new(isTold ? differing : [.. differing, Low], []);
    }

    private static CreditEntry? EventOf(EntryRow entry)
    {
        try
        {
            var body = StateJson.Read<EntryBody>(entry.Body);
            return new(
                StoredNames.Read<EntryKind>(entry.Kind),
                entry.Operation.Id,
                entry.Amount,
                entry.BalanceAfter,
                body.Lots.IsDefault ? [] : body.Lots,
                entry.Ticket,
                body.Revision,
                body.Reason
            );
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
