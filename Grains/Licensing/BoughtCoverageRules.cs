using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Licensing;

/// <summary>Support periods and VIP care that are bought for a license its customer has (Policy A9).</summary>
internal static class BoughtCoverageRules
{
    /// <summary>
    /// Adds what was bought: it begins when the running period or care of its kind ends, else with the purchase (Policy A9).
    /// An order counts once.
    /// </summary>
    /// <remarks>
    /// Refused, in this order: <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.Forbidden"/>,
    /// <see cref="RefusalCode.InvalidField"/>, <see cref="RefusalCode.IdempotencyKeyReused"/> for an order that bought
    /// something else, <see cref="RefusalCode.CareNotSold"/> or <see cref="RefusalCode.PeriodNotSold"/> unless the
    /// edition's plan brings it, <see cref="RefusalCode.LicenseRevoked"/>, <see cref="RefusalCode.InvalidField"/> for
    /// coverage that would end too late.
    /// </remarks>
    public static Answer<Decision<LicenseEvent>> Buy(
        License license,
        Actor actor,
        BuyCoverage command,
        SupportPolicy policy,
        DateTimeOffset now
    )
    {
        if ((LicenseRules.RefuseActor(license, actor) ?? Check(command, policy)) is { } malformed)
        {
            return malformed;
        }

        if (license.Orders.FirstOrDefault(order => order.OrderId == command.OrderId) is { } known)
        {
            return known.Amount == command.Amount && known.Interval.Basis == command.Basis
                ? Decision<LicenseEvent>.Nothing
                : OrderReused(command);
        }

        var edition = license.Issue!.Registration.Edition;
        if ((RefuseEdition(policy, edition, command.Basis) ?? LicenseRules.RefuseRevoked(license)) is { } refusal)
        {
            return refusal;
        }

        var interval = IntervalOf(policy, license.Coverage.Intervals, command, now);
        return interval.End.Year > CoverageRules.LastYear
            ? Fields.Invalid("purchasedAt", $"Coverage must end by the year {CoverageRules.LastYear}.")
            : Decision<LicenseEvent>.Of(new CoverageBought(new(command.OrderId, command.Amount, interval), now));
    }

    /// <summary>Whether a plan of an edition, for any kind of license, includes VIP care or a support period (Policy A9).</summary>
    public static bool IsSold(SupportPolicy policy, string edition, CoverageBasis basis) =>
        policy
            .Editions.Where(known => known.Name == edition)
            .SelectMany(known => (Plan?[])[known.First, known.Additional, known.Storefront])
            .Any(plan => (basis == CoverageBasis.Vip ? plan?.CareYears : plan?.PeriodDays) > 0);

    /// <summary>Whether licenses of an edition may be under a support period or VIP care at all.</summary>
    public static bool IsCovered(SupportPolicy policy, string edition) =>
        IsSold(policy, edition, CoverageBasis.Vip) || IsSold(policy, edition, CoverageBasis.SupportPeriod);

    private static CoverageInterval IntervalOf(
        SupportPolicy policy,
        ImmutableArray<CoverageInterval> intervals,
        BuyCoverage command,
        DateTimeOffset now
    )
    {
        var benefit =
            command.Basis == CoverageBasis.Vip
                ? new Benefit(CreditAmount.Zero, 0, command.Amount)
                : new Benefit(CreditAmount.Zero, command.Amount, 0);
        DateTimeOffset? purchasedAt = command.PurchasedOn is null ? command.PurchasedAt ?? now : null;
        var bought = CoverageRules.IntervalOf(policy, benefit, purchasedAt, command.PurchasedOn)!;
        var runningUntil = intervals
            .Where(interval => interval.Basis == command.Basis)
            .Select(interval => interval.End)
            .DefaultIfEmpty(bought.Start)
            .Max();
        return runningUntil > bought.Start
            ? CoverageRules.IntervalOf(policy, benefit, runningUntil, purchasedOn: null)!
            : bought;
    }

    private static Refusal? Check(BuyCoverage command, SupportPolicy policy)
    {
        var (field, offered) =
            command.Basis == CoverageBasis.Vip
                ? ("years", policy.Services.Select(service => service.CareYears))
                : ("days", policy.Services.Select(service => service.PeriodDays));
        var wrongPurchase = command is { PurchasedAt: null, PurchasedOn: null }
            ? null
            : CoverageRules.RefusePurchase(command.PurchasedAt, command.PurchasedOn);
        var notOffered = offered.Contains(command.Amount)
            ? null
            : Fields.Invalid(field, $"The policy doesn't offer {command.Amount} {field}.");
        return OrderIds.Refuse(command.OrderId) ?? wrongPurchase ?? notOffered;
    }

    private static Refusal? RefuseEdition(SupportPolicy policy, string edition, CoverageBasis basis)
    {
        if (IsSold(policy, edition, basis))
        {
            return null;
        }

        var refusal =
            basis == CoverageBasis.Vip
                ? new Refusal(RefusalCode.CareNotSold, $"VIP care is not available for {edition}.")
                : new Refusal(RefusalCode.PeriodNotSold, $"Support periods are not available for {edition}.");
        return refusal.With("edition", edition);
    }

    private static Refusal OrderReused(BuyCoverage command) =>
        new Refusal(
            RefusalCode.IdempotencyKeyReused,
            "This order was already recorded with different content. Each order counts only once."
        ).With("orderId", command.OrderId);
}
