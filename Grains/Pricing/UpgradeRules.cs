using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Pricing;

/// <summary>How far an upgrade goes.</summary>
/// <param name="Releases">Releases after <c>from</c> up to and including <c>to</c>, service packs not counted (Policy C2).</param>
/// <param name="IsListed">Whether the release catalog lists both ends.</param>
/// <param name="IsToCurrent">Whether nothing but service packs came after <c>to</c>.</param>
internal sealed record UpgradeDistance(int Releases, bool IsListed, bool IsToCurrent);

/// <summary>Upgrades: counted over the ordered release catalog (Policy C2, C3, C4).</summary>
internal static class UpgradeRules
{
    /// <summary>
    /// How many releases an upgrade crosses: counted over the catalog, so across minor versions and without withdrawn
    /// numbers. Two releases of a minor version that the catalog does not know are told apart by their patch numbers.
    /// </summary>
    /// <remarks>
    /// Refused, in this order: <see cref="RefusalCode.UnknownRelease"/>, <see cref="RefusalCode.QuoteByHand"/>
    /// (Policy C3), <see cref="RefusalCode.SameRelease"/>, <see cref="RefusalCode.Downgrade"/> (Policy C4).
    /// </remarks>
    internal static Answer<UpgradeDistance> Distance(ImmutableArray<string> catalog, UpgradePath path)
    {
        var releases = Parse(catalog);
        if (!IsNameable(releases, path.From, out var from, out var isFromListed))
        {
            return Unknown(path.From);
        }

        if (!IsNameable(releases, path.To, out var to, out var isToListed))
        {
            return Unknown(path.To);
        }

        var isListed = isFromListed && isToListed;
        if (!isListed && !from.IsOfSameMinor(to))
        {
            return Refuse(RefusalCode.QuoteByHand, path, $"An upgrade from {from} to {to} needs an individual quote.");
        }

        if (from == to)
        {
            return Refuse(RefusalCode.SameRelease, path, $"{to} is the same release. Choose a later one.");
        }

        if (from > to)
        {
            return Refuse(RefusalCode.Downgrade, path, $"{to} is older than {from}. Choose a later release.");
        }

        return new UpgradeDistance(
            isListed
                ? releases.Count(release => !release.IsServicePack && from < release && release <= to)
                : to.Patch - from.Patch,
            isListed,
            isListed && !releases.Any(release => !release.IsServicePack && to < release)
        );
    }

    /// <summary>The price of an upgrade in credits; the base price for service packs only (Policy C2, C4).</summary>
    internal static CreditAmount PriceOf(UpgradePrice price, UpgradeDistance distance) =>
        price.Base + (price.PerFurtherRelease * Math.Max(0, distance.Releases - price.IncludedReleases));

    /// <summary>The catalog's releases in its order.</summary>
    /// <exception cref="FormatException">An entry is not a release, which a validated policy excludes.</exception>
    private static ImmutableArray<Release> Parse(ImmutableArray<string> catalog) =>
        [
            .. catalog.Select(text =>
                Release.TryParse(text, out var release)
                    ? release
                    : throw new FormatException($"{text} is not a release.")
            ),
        ];

    private static bool IsNameable(
        ImmutableArray<Release> releases,
        string text,
        out Release release,
        out bool isListed
    )
    {
        var isRelease = Release.TryParse(text, out release);
        var named = release;
        isListed = isRelease && releases.Contains(named);
        return isRelease && (isListed || !releases.Any(named.IsOfSameMinor));
    }

    private static Refusal Unknown(string release) =>
        new Refusal(RefusalCode.UnknownRelease, $"Unknown release: \"{Fields.Shown(release)}\".").With(
            "release",
            Fields.Shown(release)
        );

    private static Refusal Refuse(RefusalCode code, UpgradePath path, string detail) =>
        new Refusal(code, detail).With("from", path.From).With("to", path.To);
}
