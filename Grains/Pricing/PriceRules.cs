using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Pricing;

/// <summary>
/// Prices: what a whole ticket of a category costs, asked at an instant for a license (Policy C1, C5). What the customer or
/// others have changed is no bug but an investigation (G3). Trouble during an upgrade has no price of its own: it belongs to
/// the upgrade's ticket, whose terms are acknowledged (C7).
/// </summary>
internal static class PriceRules
{
    /// <summary>Prices a case. The same case under the same policy always costs the same.</summary>
    /// <remarks>
    /// Refused, in this order: <see cref="RefusalCode.InvalidField"/> for a price above all bounds,
    /// <see cref="RefusalCode.PriceRequired"/> (Policy C8), <see cref="RefusalCode.PriceTooLow"/> (C6), <see cref="RefusalCode.PriceNotAllowed"/>, <see cref="RefusalCode.UpgradePathRequired"/>,
    /// <see cref="RefusalCode.UnknownRelease"/>, <see cref="RefusalCode.QuoteByHand"/>,
    /// <see cref="RefusalCode.SameRelease"/>, <see cref="RefusalCode.Downgrade"/> (C3, C4),
    /// <see cref="RefusalCode.UpgradeSubscriptionRequired"/> (E4).
    /// </remarks>
    internal static Answer<PricedAssessment> Assess(SupportPolicy policy, AssessmentCase asked)
    {
        if (asked.Credits > CreditAmount.Most)
        {
            return Fields.Invalid("credits", $"A price can be at most {CreditAmount.Most} credits.");
        }

        if (asked is { Credits: not null, Category: not Category.ComplexModification })
        {
            return new Refusal(RefusalCode.PriceNotAllowed, "Only complex modifications have an individual price.");
        }

        return asked.Category switch
        {
            Category.Question => Fixed(policy, asked, policy.Prices.Question),
            Category.Configuration => Fixed(policy, asked, policy.Prices.Configuration),
            Category.Investigation => Fixed(policy, asked, policy.Prices.Investigation),
            Category.SecurityBug or Category.ProductBug => Fixed(policy, asked, CreditAmount.Zero),
            Category.ComplexModification => Modification(policy, asked),
            Category.Upgrade => Upgrade(policy, asked),
            _ => throw new ArgumentOutOfRangeException(nameof(asked), asked.Category, null),
        };
    }

    private static PricedAssessment Fixed(SupportPolicy policy, AssessmentCase asked, CreditAmount price)
    {
        var coverage = CoverageRules.Decide(asked.License, asked.AskedAt, asked.Category);
        return Priced(policy, asked, coverage, price, coverage.Basis == CoverageBasis.Credits ? ["C1"] : []);
    }

    private static Answer<PricedAssessment> Modification(SupportPolicy policy, AssessmentCase asked)
    {
        var isFree = CareRules.BringsModification(asked);
        var coverage = CoverageRules.Decide(asked.License, asked.AskedAt, asked.Category, isFree);
        if (isFree)
        {
            return Modified(CreditAmount.Zero, ["E3"]);
        }

        var least = policy.Prices.ComplexModificationFrom;
        return asked.Credits switch
        {
            null => new Refusal(
                RefusalCode.PriceRequired,
                $"Enter a price for the modification: {least} credits or more."
            ).With("least", least.Value),
            { } named when named < least => new Refusal(
                RefusalCode.PriceTooLow,
                $"A modification costs at least {least} credits, so {named} is too low."
            )
                .With("least", least.Value)
                .With("credits", named.Value),
            { } named => Modified(named, ModificationRuleIds(asked)),
        };

        PricedAssessment Modified(CreditAmount price, ImmutableArray<string> rules) =>
            Priced(policy, asked, coverage, price, rules) with
            {
                Parts = new(asked.AskedAt)
                {
                    Minimum = policy.Prices.ComplexModificationFrom,
                    FreeModifications = asked.MinorModification ? policy.Care.MinorModificationsPerMonth : null,
                },
            };
    }

    private static Answer<PricedAssessment> Upgrade(SupportPolicy policy, AssessmentCase asked)
    {
        if (asked.Upgrade is null)
        {
            return new Refusal(RefusalCode.UpgradePathRequired, "Choose the releases to upgrade from and to.");
        }

        var distance = UpgradeRules.Distance(policy.Releases, asked.Upgrade);
        if (!distance.Ok)
        {
            return distance.Refusal;
        }

        if (CareRules.RefuseUpgrade(policy, asked, distance.Value) is { } refusal)
        {
            return refusal;
        }

        var isFree = CareRules.BringsUpgrade(asked, distance.Value);
        var coverage = CoverageRules.Decide(asked.License, asked.AskedAt, asked.Category, isFree);
        var price = isFree ? CreditAmount.Zero : UpgradeRules.PriceOf(policy.Prices.Upgrade, distance.Value);
        return Priced(policy, asked, coverage, price, UpgradeRuleIds(asked, isFree, distance.Value)) with
        {
            Upgrade = asked.Upgrade,
            Parts = new(asked.AskedAt) { Releases = distance.Value.Releases, Upgrade = policy.Prices.Upgrade },
        };
    }

    private static PricedAssessment Priced(
        SupportPolicy policy,
        AssessmentCase asked,
        Coverage coverage,
        CreditAmount price,
        ImmutableArray<string> rules
    )
    {
        // Only credits are charged; other coverage makes a ticket free.
        var isCharged = coverage.Basis == CoverageBasis.Credits && price > CreditAmount.Zero;
        return new(
            policy.Version,
            asked.Category,
            coverage,
            isCharged ? price : CreditAmount.Zero,
            ConsentNeeded: isCharged && asked.Category != Category.Question,
            AcknowledgementNeeded: asked.Category == Category.Upgrade,
            coverage.Rules.AddRange(rules)
        )
        {
            Parts = new(asked.AskedAt),
        };
    }

    private static ImmutableArray<string> ModificationRuleIds(AssessmentCase asked) =>
        !asked.MinorModification ? ["C1", "C6"]
        : asked.License.IsVipAt(asked.AskedAt) ? ["E3", "C6"]
        : ["C8", "C6"];

    private static ImmutableArray<string> UpgradeRuleIds(AssessmentCase asked, bool isFree, UpgradeDistance distance)
    {
        ImmutableArray<string> care = asked.License.IsVipAt(asked.AskedAt) ? ["E4"] : [];
        ImmutableArray<string> counted =
            isFree ? []
            : distance.Releases == 0 ? ["C2", "C3", "C4"]
            : ["C2", "C3"];
        return [.. care, .. counted, "C7"];
    }
}
