using CsCheck;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Refusals;
using Tallydesk.Tests.Policy;
using Xunit;

namespace Tallydesk.Tests.Pricing;

public sealed class UpgradeRulesTests
{
    [Theory]
    [InlineData("4.3.1", "4.3.2", 1)]
    [InlineData("4.3.9", "4.4.1", 2)]
    [InlineData("4.3.9", "4.3.10", 1)]
    [InlineData("4.3.9.SP1", "4.3.10", 1)]
    [InlineData("4.3.9", "4.3.9.SP2", 0)]
    [InlineData("4.3.10", "4.5.1", 4)]
    [InlineData("4.2.3", "4.2.5", 2)]
    [InlineData("4.2.3.SP1", "4.2.4", 1)]
    [InlineData("4.2.9", "4.2.10", 1)]
    public void C3_Releases_are_counted_over_the_catalog(string from, string to, int releases) =>
        Assert.Equal(releases, Distance(from, to).Value?.Releases);

    [Fact]
    public void C3_A_withdrawn_release_is_not_counted()
    {
        var catalog = Business.Policy.Releases.Remove("4.3.5");

        Assert.Equal(2, UpgradeRules.Distance(catalog, new("4.3.4", "4.3.7")).Value?.Releases);
        Assert.Equal(RefusalCode.UnknownRelease, UpgradeRules.Distance(catalog, new("4.3.5", "4.3.7")).Refusal?.Code);
    }

    [Theory]
    [InlineData("4.3.1", "4.3.11", RefusalCode.UnknownRelease)]
    [InlineData("4.3.0", "4.3.2", RefusalCode.UnknownRelease)]
    [InlineData("4.3.1", "4.3.9.SP7", RefusalCode.UnknownRelease)]
    [InlineData("4.3.1", "newest", RefusalCode.UnknownRelease)]
    [InlineData("4.3", "4.3.2", RefusalCode.UnknownRelease)]
    [InlineData("4.3.1", "4.3.2.1", RefusalCode.UnknownRelease)]
    [InlineData("4.2.1", "4.3.1", RefusalCode.QuoteByHand)]
    [InlineData("4.18.3", "4.19.1", RefusalCode.QuoteByHand)]
    [InlineData("4.1.1", "4.2.1", RefusalCode.QuoteByHand)]
    [InlineData("4.3.9", "4.3.9", RefusalCode.SameRelease)]
    [InlineData("4.2.9", "4.2.9", RefusalCode.SameRelease)]
    [InlineData("4.3.9", "4.3.1", RefusalCode.Downgrade)]
    [InlineData("4.3.9.SP1", "4.3.9", RefusalCode.Downgrade)]
    [InlineData("4.3.10", "4.3.9", RefusalCode.Downgrade)]
    public void C3_C4_What_can_not_be_counted_is_refused(string from, string to, RefusalCode code) =>
        Assert.Equal(code, Distance(from, to).Refusal?.Code);

    [Fact]
    public void C3_The_count_is_the_number_of_places_moved_in_the_catalog_without_service_packs()
    {
        var names = Business.Policy.Releases.ToArray();
        Gen.Select(Gen.Int[0, names.Length - 1], Gen.Int[0, names.Length - 1])
            .Where((from, to) => from < to)
            .Sample(
                (from, to) =>
                    Distance(names[from], names[to]).Value!.Releases
                    == names[(from + 1)..(to + 1)].Count(name => !name.Contains("SP", StringComparison.Ordinal))
            );
    }

    [Theory]
    [InlineData("4.3.9", "4.3.10")]
    [InlineData("4.3.10", "4.4.1")]
    [InlineData("4.9.3", "4.10.1")]
    [InlineData("4.3.9", "4.3.9.SP1")]
    [InlineData("4.3.9.SP9", "4.3.9.SP10")]
    public void C3_Releases_are_neither_decimals_nor_strings(string earlier, string later)
    {
        Assert.True(Release.TryParse(earlier, out var before));
        Assert.True(Release.TryParse(later, out var after));

        Assert.True(before < after);
        Assert.Equal(later, after.ToString());
    }

    private static Answer<UpgradeDistance> Distance(string from, string to) =>
        UpgradeRules.Distance(Business.Policy.Releases, new UpgradePath(from, to));
}
