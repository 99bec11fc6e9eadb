using System.Collections.Immutable;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Examples;

/// <summary>What licenses bring, and who pays (sections A and B of the policy).</summary>
internal static class LicenseExamples
{
    internal static ImmutableArray<Example> All { get; } = [.. Plans, .. Intervals, .. Payers, .. Scopes];

    private static IEnumerable<Example> Plans =>
        [
            Plan("CS-Cart", LicenseKind.First, "credits=50 days=0 years=0"),
            Plan("CS-Cart", LicenseKind.Additional, "credits=30 days=0 years=0"),
            Plan("CS-Cart", LicenseKind.Storefront, "credits=30 days=0 years=0"),
            Plan("CS-Cart Ultimate", LicenseKind.First, "credits=0 days=30 years=0"),
            Plan("CS-Cart Ultimate", LicenseKind.Additional, "credits=0 days=30 years=0"),
            Plan("Multi-Vendor", LicenseKind.First, "credits=0 days=45 years=0"),
            Plan("Multi-Vendor", LicenseKind.Additional, "credits=0 days=45 years=0"),
            Plan("Multi-Vendor Plus", LicenseKind.First, "credits=0 days=90 years=0"),
            Plan("Multi-Vendor Plus", LicenseKind.Additional, "credits=0 days=90 years=0"),
            Plan("Multi-Vendor Ultimate", LicenseKind.First, "credits=0 days=0 years=1"),
            Plan("Multi-Vendor Ultimate", LicenseKind.Additional, "credits=0 days=0 years=1"),
            NotSold("CS-Cart Ultimate"),
            NotSold("Multi-Vendor"),
            NotSold("Multi-Vendor Plus"),
            NotSold("Multi-Vendor Ultimate"),
            Cases.Example(
                "A3",
                "an edition that is not sold",
                Cases.Of("CS-Cart Infinite"),
                "refused=UnknownEdition field=edition rules=A3"
            ),
            Cases.Example(
                "A8",
                "asked before the license was revoked",
                Cases.Of("Multi-Vendor", "2026-03-09 11:59:59.999") with
                {
                    RevokedAt = At("2026-03-09 12:00"),
                },
                "payer=SupportPeriod until=2026-03-09T12:00 rules=A1+B3+B5"
            ),
            Cases.Example(
                "A8",
                "asked when the license was revoked",
                Cases.Of("Multi-Vendor", "2026-03-09 12:00") with
                {
                    RevokedAt = At("2026-03-09 12:00"),
                },
                "refused=LicenseRevoked field=revokedAt until=2026-03-09T12:00 price=none rules=A1+A8"
            ),
        ];

    private static IEnumerable<Example> Intervals =>
        [
            Question("B2", "CS-Cart Ultimate", "2026-03-31 14:59:59", "payer=SupportPeriod price=0 outcome=Charged"),
            Question("B3", "CS-Cart Ultimate", "2026-03-31 14:59:59.999", "payer=SupportPeriod until=2026-03-31T15:00"),
            Question("B3", "CS-Cart Ultimate", "2026-03-31 15:00", "payer=Credits price=5 until=2026-03-31T15:00"),
            Question("B3", "CS-Cart Ultimate", "2026-03-01 14:59:59.999", "payer=Credits"),
            Question("B3", "CS-Cart Ultimate", "2026-03-01 15:00", "payer=SupportPeriod"),
            Question("B3", "Multi-Vendor", "2026-04-15 14:59:59.999", "payer=SupportPeriod until=2026-04-15T15:00"),
            Question("B3", "Multi-Vendor Plus", "2026-05-30 15:00", "payer=Credits until=2026-05-30T15:00"),
            Question("B3", "CS-Cart", "2026-03-10 10:00", "payer=Credits until=none"),
            OnDay(
                "B3",
                "CS-Cart Ultimate",
                "2026-03-01",
                "2026-03-31 23:59:59.999",
                "payer=SupportPeriod until=2026-04-01T00:00"
            ),
            OnDay("B3", "CS-Cart Ultimate", "2026-03-01", "2026-04-01 00:00", "payer=Credits"),
            OnDay("B3", "CS-Cart Ultimate", "2026-03-01", "2026-03-01 00:00", "payer=SupportPeriod"),
            OnDay(
                "B3",
                "Multi-Vendor Ultimate",
                "2026-03-01",
                "2027-03-01 23:59:59.999",
                "payer=Vip until=2027-03-02T00:00"
            ),
            Question("B4", "Multi-Vendor Ultimate", "2027-03-01 14:59:59.999", "payer=Vip until=2027-03-01T15:00"),
            Question("B4", "Multi-Vendor Ultimate", "2027-03-01 15:00", "payer=Credits price=5"),
            Cases.Example(
                "B4",
                "a year from 29 February ends on the 28th",
                Cases.Of("Multi-Vendor Ultimate", "2028-03-01 10:00") with
                {
                    PurchasedAt = At("2028-02-29 10:00"),
                },
                "until=2029-02-28T10:00"
            ),
        ];

    private static IEnumerable<Example> Payers =>
        [
            In("B1", "Multi-Vendor Ultimate", Category.SecurityBug, "payer=SecurityBug price=0 rules=A1+B1+G1+E2"),
            In("B1", "Multi-Vendor Ultimate", Category.ProductBug, "payer=ProductBug price=0 rules=A1+B1+G2+E2"),
            In("B1", "Multi-Vendor Ultimate", Category.Question, "payer=Vip price=0 rules=A1+B4+B8+E2"),
            In("B1", "Multi-Vendor", Category.Question, "payer=SupportPeriod price=0 rules=A1+B3+B5"),
            In("B1", "CS-Cart", Category.Question, "payer=Credits price=5 rules=A1+B1+C1"),
            Cases.Example(
                "G1",
                "a security bug is free, also without credits",
                Cases.Of("CS-Cart") with
                {
                    Category = Category.SecurityBug,
                    Balance = new(0),
                },
                "price=0 outcome=Charged missing=0"
            ),
        ];

    private static IEnumerable<Example> Scopes =>
        [
            In("B5", "Multi-Vendor", Category.Question, "payer=SupportPeriod price=0 consent=False outcome=Charged"),
            In(
                "B5",
                "Multi-Vendor",
                Category.Configuration,
                "payer=SupportPeriod price=0 consent=False outcome=Charged"
            ),
            In(
                "B6",
                "Multi-Vendor",
                Category.Investigation,
                "payer=Credits price=20 consent=True outcome=AwaitingConsent"
            ),
            Cases.Example(
                "B6",
                "a period takes in no upgrade",
                Cases.Upgrade("4.3.1", "4.3.9") with
                {
                    Edition = "Multi-Vendor",
                },
                "payer=Credits price=50 consent=True"
            ),
            Cases.Example(
                "B6",
                "a period takes in no changed code",
                Cases.Of("Multi-Vendor") with
                {
                    Category = Category.ComplexModification,
                    Credits = new(20),
                },
                "payer=Credits price=20 consent=True"
            ),
            In("B7", "Multi-Vendor", Category.Investigation, "price=20 outcome=AwaitingConsent rules=A1+B3+B6+C1+D2"),
            In("B7", "Multi-Vendor", Category.Configuration, "price=0 outcome=Charged"),
            In("B8", "Multi-Vendor Ultimate", Category.Question, "payer=Vip price=0"),
            In("B8", "Multi-Vendor Ultimate", Category.Configuration, "payer=Vip price=0"),
            In("B8", "Multi-Vendor Ultimate", Category.Investigation, "payer=Vip price=0 outcome=Charged"),
            Cases.Example(
                "B8",
                "care takes in no complex modification",
                Cases.Of("Multi-Vendor Ultimate") with
                {
                    Category = Category.ComplexModification,
                    Credits = new(60),
                },
                "payer=Credits price=60 outcome=AwaitingConsent"
            ),
        ];

    private static Example Plan(string edition, LicenseKind kind, string expected) =>
        Cases.Example("A1", $"{edition}, {kind}", Cases.Of(edition) with { Kind = kind }, expected);

    private static Example NotSold(string edition) =>
        Cases.Example(
            "A4",
            $"{edition} has no storefront licenses",
            Cases.Of(edition) with
            {
                Kind = LicenseKind.Storefront,
            },
            "refused=KindNotSold field=kind outcome=Refused credits=none rules=A4"
        );

    private static Example Question(string rule, string edition, string askedAt, string expected) =>
        Cases.Example(rule, $"{edition}, asked {askedAt}", Cases.Of(edition, askedAt), expected);

    private static Example OnDay(string rule, string edition, string on, string askedAt, string expected) =>
        Cases.Example(
            rule,
            $"{edition}, bought on {on}, asked {askedAt}",
            Cases.Of(edition, askedAt) with
            {
                PurchasedAt = null,
                PurchasedOn = DateOnly.Parse(on),
            },
            expected
        );

    private static Example In(string rule, string edition, Category category, string expected) =>
        Cases.Example(rule, $"{edition}, {category}", Cases.Of(edition) with { Category = category }, expected);
}
