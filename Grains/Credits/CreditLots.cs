using System.Collections.Immutable;
using Tallydesk.Amounts;

namespace Tallydesk.Credits;

/// <summary>Which lots pay, and where refunds go (Policy D9, D11).</summary>
internal static class CreditLots
{
    /// <summary>The parts of lots that pay an amount, in spending order.</summary>
    /// <param name="lots">Open lots in spending order with at least the amount.</param>
    /// <param name="credits">Credits to pay, at least 1.</param>
    public static ImmutableArray<LotSlice> Spend(ImmutableArray<CreditLot> lots, CreditAmount credits)
    {
        var slices = ImmutableArray.CreateBuilder<LotSlice>();
        foreach (var lot in lots)
        {
            if (credits == CreditAmount.Zero)
            {
                break;
            }

            var taken = CreditAmount.Min(lot.Remaining, credits);
            slices.Add(new LotSlice(lot.Number, lot.Source, lot.Reference, taken));
            credits -= taken;
        }

        return credits == CreditAmount.Zero
            ? slices.DrainToImmutable()
            : throw new InvalidOperationException("The lots contain less than the balance.");
    }

    /// <summary>The last part of what was spent, last spent first: the lots of a refund.</summary>
    /// <param name="spent">What a ticket's charges spent, in spending order.</param>
    /// <param name="credits">Credits to refund, at most the sum of what was spent.</param>
    public static ImmutableArray<LotSlice> LastSpent(ImmutableArray<LotSlice> spent, CreditAmount credits)
    {
        var slices = ImmutableArray.CreateBuilder<LotSlice>();
        for (var i = spent.Length - 1; i >= 0 && credits > CreditAmount.Zero; i--)
        {
            var given = CreditAmount.Min(spent[i].Credits, credits);
            slices.Add(spent[i] with { Credits = given });
            credits -= given;
        }

        return credits == CreditAmount.Zero
            ? slices.DrainToImmutable()
            : throw new InvalidOperationException("The refund is larger than the amount spent.");
    }

    /// <summary>What stays spent after <see cref="LastSpent"/> was refunded.</summary>
    public static ImmutableArray<LotSlice> WithoutLast(ImmutableArray<LotSlice> spent, CreditAmount credits)
    {
        while (credits > CreditAmount.Zero)
        {
            var last = spent[^1];
            var given = CreditAmount.Min(last.Credits, credits);
            credits -= given;
            spent = spent.RemoveAt(spent.Length - 1);
            if (given < last.Credits)
            {
                spent = spent.Add(last with { Credits = last.Credits - given });
            }
        }

        return spent;
    }

    /// <summary>What entries spent from each lot and did not refund, unordered.</summary>
    /// <param name="entries">Each entry's signed amount and its lots.</param>
    public static ImmutableArray<LotSlice> Spent(
        IEnumerable<(CreditAmount Amount, ImmutableArray<LotSlice> Lots)> entries
    ) =>
        [
            .. entries
                .SelectMany(entry => entry.Lots.Select(lot => (Lot: lot, Taken: entry.Amount < CreditAmount.Zero)))
                .GroupBy(part => WithoutCredits(part.Lot), part => part.Taken ? part.Lot.Credits : -part.Lot.Credits)
                .Select(parts => parts.Key with { Credits = CreditAmount.Sum(parts) }),
        ];

    /// <summary>Whether slices contain at least what others take from the same lots.</summary>
    public static bool Hold(ImmutableArray<LotSlice> held, ImmutableArray<LotSlice> taken)
    {
        var credits = held.ToLookup(WithoutCredits, slice => slice.Credits);
        return taken
            .GroupBy(WithoutCredits, slice => slice.Credits)
            .All(slices => CreditAmount.Sum(slices) <= CreditAmount.Sum(credits[slices.Key]));
    }

    /// <summary>The open lots after an entry, in spending order.</summary>
    public static ImmutableArray<CreditLot> After(ImmutableArray<CreditLot> lots, CreditEntry entry)
    {
        foreach (var slice in entry.Lots)
        {
            lots = Change(lots, slice, entry.Amount > CreditAmount.Zero ? slice.Credits : -slice.Credits);
        }

        return lots;
    }

    private static LotSlice WithoutCredits(LotSlice slice) => slice with { Credits = CreditAmount.Zero };

    private static ImmutableArray<CreditLot> Change(
        ImmutableArray<CreditLot> lots,
        LotSlice slice,
        CreditAmount credits
    )
    {
        for (var i = 0; i < lots.Length; i++)
        {
            if (lots[i].Number == slice.Lot)
            {
                var remaining = lots[i].Remaining + credits;
                return remaining == CreditAmount.Zero
                    ? lots.RemoveAt(i)
                    : lots.SetItem(i, lots[i] with { Remaining = remaining });
            }
        }

        var opened = new CreditLot(slice.Lot, slice.Source, slice.Reference, credits);
        var place = 0;
        while (place < lots.Length && lots[place].SpendingOrder.CompareTo(opened.SpendingOrder) < 0)
        {
            place++;
        }

        return lots.Insert(place, opened);
    }
}
