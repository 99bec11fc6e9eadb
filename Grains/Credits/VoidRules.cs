using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Credits;

/// <summary>What happens to a revoked license's credits (Policy A8).</summary>
internal static class VoidRules
{
    /// <summary>
    /// Voids the remaining credits that a license granted, and records the license (Policy A8). Spent credits are
    /// not reclaimed.
    /// </summary>
    public static Answer<Decision<CreditEvent>> Void(CreditAccount account, CommandContext context, VoidLicense command)
    {
        if (context.Actor.Role is not (Role.System or Role.Admin))
        {
            return new Refusal(RefusalCode.Forbidden, "Only admins and system tokens can revoke licenses.");
        }

        var left = account
            .Lots.Where(lot => lot.Source == LotSource.License && lot.Reference == command.License.Value)
            .Select(lot => new LotSlice(lot.Number, lot.Source, lot.Reference, lot.Remaining))
            .ToImmutableArray();
        var revoked = new LicenseVoided(command.License);
        return left.IsEmpty
            ? Decision<CreditEvent>.Of(revoked)
            : Decision<CreditEvent>.Of(
                revoked,
                EntryOf(context.Id.Value, command.License.Value, left, account.Balance)
            );
    }

    /// <summary>The voids that belong to a refund: one for each revoked license whose lots it fills (Policy A8).</summary>
    public static ImmutableArray<CreditEvent> After(CreditAccount account, CreditEntry refund)
    {
        var voids = ImmutableArray.CreateBuilder<CreditEvent>();
        var balance = refund.BalanceAfter;
        foreach (var lots in refund.Lots.Where(lot => IsRevoked(account, lot)).GroupBy(lot => lot.Reference))
        {
            var entry = EntryOf(refund.Operation, lots.Key, [.. lots], balance);
            voids.Add(entry);
            balance = entry.BalanceAfter;
        }

        return voids.DrainToImmutable();
    }

    private static bool IsRevoked(CreditAccount account, LotSlice lot) =>
        lot.Source == LotSource.License && account.Revoked.Contains(LicenseNumber.From(lot.Reference));

    private static CreditEntry EntryOf(
        string cause,
        string license,
        ImmutableArray<LotSlice> lots,
        CreditAmount balance
    )
    {
        var credits = CreditAmount.Sum(lots.Select(lot => lot.Credits));
        return new(EntryKind.Void, OperationKeys.OfVoid(cause, license), -credits, balance - credits, lots);
    }
}
