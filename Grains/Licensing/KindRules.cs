using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Licensing;

/// <summary>A license that its customer has registered, revoked ones included.</summary>
/// <param name="Number">The license's number.</param>
/// <param name="Edition">Its edition.</param>
/// <param name="Kind">The kind it was registered as.</param>
/// <param name="StorefrontOf">The license that a storefront license extends; null for the other kinds.</param>
/// <param name="Revoked">Whether it has been revoked.</param>
internal sealed record RegisteredLicense(
    LicenseNumber Number,
    string Edition,
    LicenseKind Kind,
    LicenseNumber? StorefrontOf = null,
    bool Revoked = false
);

/// <summary>How a registration counts.</summary>
/// <param name="Kind">First, additional or storefront.</param>
/// <param name="Benefit">Its benefits; null if the license is already registered and grants nothing more.</param>
internal sealed record KindDecision(LicenseKind Kind, Benefit? Benefit);

/// <summary>Which license of an edition is the customer's first (Policy A3).</summary>
internal static class KindRules
{
    /// <summary>
    /// Decides a registration against everything the customer ever registered: every license of the edition counts,
    /// revoked ones too.
    /// </summary>
    /// <param name="policy">The policy in force.</param>
    /// <param name="registered">All of this customer's licenses.</param>
    /// <param name="number">The number that is registered now.</param>
    /// <param name="edition">Its edition.</param>
    /// <param name="storefrontOf">For a storefront license: the license it extends.</param>
    /// <remarks>
    /// Refused, in this order: <see cref="RefusalCode.UnknownEdition"/>, <see cref="RefusalCode.KindNotSold"/>,
    /// <see cref="RefusalCode.StorefrontWithoutLicense"/>, <see cref="RefusalCode.LicenseNumberTaken"/>,
    /// <see cref="RefusalCode.LicenseRevoked"/>.
    /// </remarks>
    internal static Answer<KindDecision> Decide(
        SupportPolicy policy,
        ImmutableArray<RegisteredLicense> registered,
        LicenseNumber number,
        string edition,
        LicenseNumber? storefrontOf
    )
    {
        var known = registered.FirstOrDefault(license => license.Number == number);
        if (known is not null && known.Edition == edition && known.StorefrontOf == storefrontOf)
        {
            return new KindDecision(known.Kind, Benefit: null);
        }

        var kind =
            storefrontOf is not null ? LicenseKind.Storefront
            : registered.Any(license => license.Edition == edition) ? LicenseKind.Additional
            : LicenseKind.First;
        var benefit = PlanRules.BenefitOf(policy, edition, kind);
        if (!benefit.Ok)
        {
            return benefit.Refusal;
        }

        var extended = registered.FirstOrDefault(license =>
            license.Number == storefrontOf && Extends(license, edition)
        );
        if (kind == LicenseKind.Storefront && extended is null)
        {
            return new Refusal(
                RefusalCode.StorefrontWithoutLicense,
                $"A storefront license for {edition} must extend one of the customer's {edition} licenses."
            ).With("edition", edition);
        }

        if (known is not null)
        {
            return new Refusal(
                RefusalCode.LicenseNumberTaken,
                $"License {number} is already registered with a different edition or kind."
            ).With("license", number.Value);
        }

        return extended is { Revoked: true }
            ? new Refusal(RefusalCode.LicenseRevoked, $"License {extended.Number} has been revoked.").With(
                "license",
                extended.Number.Value
            )
            : new KindDecision(kind, benefit.Value);
    }

    private static bool Extends(RegisteredLicense license, string edition) =>
        license.Edition == edition && license.Kind != LicenseKind.Storefront;
}
