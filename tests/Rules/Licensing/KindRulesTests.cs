using System.Collections.Immutable;
using CsCheck;
using Tallydesk.Licensing;
using Tallydesk.Refusals;
using Tallydesk.Tests.Policy;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Licensing;

public sealed class KindRulesTests
{
    private static readonly RegisteredLicense Cart = new(Number("A-1"), "CS-Cart", LicenseKind.First);
    private static readonly RegisteredLicense Storefront = new(
        Number("A-2"),
        "CS-Cart",
        LicenseKind.Storefront,
        Number("A-1")
    );

    [Fact]
    public void A3_The_first_license_of_an_edition_is_the_first()
    {
        var decision = Decide([], "A-1", "CS-Cart");

        Assert.Equal(new KindDecision(LicenseKind.First, new Benefit(new(50), 0, 0)), decision.Value);
    }

    [Fact]
    public void A3_Two_licenses_of_an_edition_grant_80_in_total()
    {
        var first = Decide([], "A-1", "CS-Cart").Value!;
        var second = Decide([Cart], "A-9", "CS-Cart").Value!;

        Assert.Equal(LicenseKind.Additional, second.Kind);
        Assert.Equal(80, (first.Benefit!.Credits + second.Benefit!.Credits).Value);
    }

    [Fact]
    public void A3_First_is_told_apart_by_edition() =>
        Assert.Equal(LicenseKind.First, Decide([Cart], "B-1", "Multi-Vendor").Value?.Kind);

    [Fact]
    public void A3_A_revoked_license_counts_too() =>
        Assert.Equal(LicenseKind.Additional, Decide([Cart with { Revoked = true }], "A-9", "CS-Cart").Value?.Kind);

    [Fact]
    public void A3_A_storefront_license_extends_a_license_of_its_edition() =>
        Assert.Equal(
            new KindDecision(LicenseKind.Storefront, new Benefit(new(30), 0, 0)),
            Decide([Cart], "A-2", "CS-Cart", "A-1").Value
        );

    [Theory]
    [InlineData("A-1", "CS-Cart", null, LicenseKind.First)]
    [InlineData("A-2", "CS-Cart", "A-1", LicenseKind.Storefront)]
    public void A3_The_same_license_again_brings_nothing_more(
        string number,
        string edition,
        string? storefrontOf,
        LicenseKind kind
    ) =>
        Assert.Equal(
            new KindDecision(kind, Benefit: null),
            Decide([Cart, Storefront], number, edition, storefrontOf).Value
        );

    [Theory]
    [InlineData("C-1", "Unheard of", null, RefusalCode.UnknownEdition)]
    [InlineData("C-1", "Multi-Vendor", "A-1", RefusalCode.KindNotSold)]
    [InlineData("C-1", "CS-Cart", "Z-9", RefusalCode.StorefrontWithoutLicense)]
    [InlineData("C-1", "CS-Cart", "B-1", RefusalCode.StorefrontWithoutLicense)]
    [InlineData("C-1", "CS-Cart", "A-2", RefusalCode.StorefrontWithoutLicense)]
    [InlineData("A-1", "Multi-Vendor", null, RefusalCode.LicenseNumberTaken)]
    [InlineData("A-2", "CS-Cart", null, RefusalCode.LicenseNumberTaken)]
    [InlineData("A-2", "CS-Cart", "A-3", RefusalCode.LicenseNumberTaken)]
    [InlineData("C-1", "CS-Cart", "A-3", RefusalCode.LicenseRevoked)]
    [InlineData("A-1", "Unheard of", null, RefusalCode.UnknownEdition)]
    [InlineData("A-1", "CS-Cart", "Z-9", RefusalCode.StorefrontWithoutLicense)]
    public void A3_What_does_not_fit_is_refused_and_the_first_reason_is_told(
        string number,
        string edition,
        string? storefrontOf,
        RefusalCode code
    )
    {
        ImmutableArray<RegisteredLicense> registered =
        [
            Cart,
            Storefront,
            new(Number("A-3"), "CS-Cart", LicenseKind.Additional, Revoked: true),
            new(Number("B-1"), "Multi-Vendor", LicenseKind.First),
        ];

        Assert.Equal(code, Decide(registered, number, edition, storefrontOf).Refusal?.Code);
    }

    [Fact]
    public void A3_Any_order_of_registrations_has_one_first_license_per_edition() =>
        Gen.Select(Gen.Int[0, 2].Select(index => Business.Policy.Editions[index].Name), Gen.Int[1, 9])
            .Array[0, 20]
            .Sample(registrations =>
            {
                ImmutableArray<RegisteredLicense> registered = [];
                foreach (var (edition, number) in registrations)
                {
                    var license = Number($"{edition.Replace(' ', '-')}-{number}");
                    var decision = KindRules.Decide(Business.Policy, registered, license, edition, null).Value!;
                    registered = decision.Benefit is null
                        ? registered
                        : registered.Add(new(license, edition, decision.Kind));
                }

                return registered
                    .GroupBy(license => license.Edition)
                    .All(edition => edition.Count(license => license.Kind == LicenseKind.First) == 1);
            });

    private static Answer<KindDecision> Decide(
        ImmutableArray<RegisteredLicense> registered,
        string number,
        string edition,
        string? storefrontOf = null
    ) =>
        KindRules.Decide(
            Business.Policy,
            registered,
            Number(number),
            edition,
            storefrontOf is null ? null : Number(storefrontOf)
        );
}
