using Tallydesk.Amounts;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Licensing;

/// <summary>The benefits of a license: one of the three is more than 0, the others are 0 (Policy A2).</summary>
/// <param name="Credits">Whole credits, granted once and never expiring (Policy A5).</param>
/// <param name="PeriodDays">Days of support period.</param>
/// <param name="CareYears">Calendar years of VIP care.</param>
public sealed record Benefit(CreditAmount Credits, int PeriodDays, int CareYears);

/// <summary>Plans: edition and kind determine the benefits of a license (Policy A1, A2, A4).</summary>
internal static class PlanRules
{
    /// <summary>The benefits of a license of an edition and kind (Policy A1).</summary>
    /// <remarks>
    /// Refused: <see cref="RefusalCode.UnknownEdition"/>; <see cref="RefusalCode.KindNotSold"/> (Policy A4).
    /// </remarks>
    internal static Answer<Benefit> BenefitOf(SupportPolicy policy, string edition, LicenseKind kind)
    {
        var found = policy.Editions.FirstOrDefault(candidate => candidate.Name == edition);
        if (found is null)
        {
            return new Refusal(RefusalCode.UnknownEdition, $"Unknown edition: \"{Fields.Shown(edition)}\".").With(
                "edition",
                Fields.Shown(edition)
            );
        }

        var plan = kind switch
        {
            LicenseKind.First => found.First,
            LicenseKind.Additional => found.Additional,
            LicenseKind.Storefront => found.Storefront,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        return plan is null
            ? new Refusal(RefusalCode.KindNotSold, $"{edition} is not available as {Name(kind)} license.").With(
                "edition",
                edition
            )
            : new Benefit(plan.Credits ?? CreditAmount.Zero, plan.PeriodDays ?? 0, plan.CareYears ?? 0);
    }

    private static string Name(LicenseKind kind) =>
        kind switch
        {
            LicenseKind.First => "a first",
            LicenseKind.Additional => "an additional",
            _ => "a storefront",
        };
}
