using Tallydesk.Amounts;
using Tallydesk.Explanations;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Tests.Tickets;
using Tallydesk.Tickets;

namespace Tallydesk.Tests.Explanations;

/// <summary>Prices and coverage, decided by the rules themselves under the shipped policy.</summary>
internal static class PriceExamples
{
    private const string Engineer = "Noor Haddad";
    private static readonly DateTimeOffset Asked = PureDesk.Start;

    private static readonly LicenseCoverage None = new([]);
    private static readonly LicenseCoverage Period = Of(CoverageBasis.SupportPeriod, "2026-02-03", "2026-03-05");
    private static readonly LicenseCoverage Care = Of(CoverageBasis.Vip, "2026-02-03", "2027-02-03") with
    {
        UpgradeSubscription = UpgradeSubscription.Lifetime,
    };

    /// <summary>The rows.</summary>
    public static IEnumerable<Example> Rows { get; } = [.. Prices(), .. Free(), .. NotCovered(), .. Given()];

    private static Example[] Prices() =>
        [
            Price(
                "A question",
                Facts(new(Category.Question, None, Asked)),
                "Question: 5 credits. Not covered: this license has no support period or VIP care."
            ),
            Price(
                "Configuration",
                Facts(new(Category.Configuration, None, Asked)),
                "Configuration: 10 credits. Not covered: this license has no support period or VIP care."
            ),
            Price(
                "An investigation, after the support period",
                Facts(new(Category.Investigation, Of(CoverageBasis.SupportPeriod, "2026-01-01", "2026-01-31"), Asked)),
                "Investigation: 20 credits. Not covered: your support period ended on 30 Jan 2026."
            ),
            Price(
                "A modification before it is assessed",
                Facts(Modification(None, 20)),
                "Complex modification: 20 credits. The engineer sets the price; the minimum is 20. Not covered: this license has no support period or VIP care."
            ),
            Price(
                "A modification that an engineer quoted",
                Facts(Modification(None, 35)) with
                {
                    By = Engineer,
                },
                "Complex modification: 35 credits, quoted by Noor Haddad. The minimum is 20. Not covered: this license had no support period or VIP care when you asked."
            ),
            Price(
                "A minor modification without VIP care",
                Facts(Modification(None, 25) with { MinorModification = true }) with
                {
                    By = Engineer,
                },
                "Minor modification: 25 credits, quoted by Noor Haddad. The minimum is 20. Not covered: this license had no support period or VIP care when you asked."
            ),
            Price(
                "An upgrade over service packs only",
                Facts(Upgrade(None, "4.3.9", "4.3.9.SP2")),
                "Upgrade 4.3.9 → 4.3.9.SP2: 20 credits. Only service packs change, so this is the base price. Not covered: this license has no support period or VIP care."
            ),
            Price(
                "An upgrade within the base price",
                Facts(Upgrade(None, "4.3.1", "4.3.3")),
                "Upgrade 4.3.1 → 4.3.3: 20 credits. This price covers up to two releases. Not covered: this license has no support period or VIP care."
            ),
            Price(
                "An upgrade over one more release",
                Facts(Upgrade(None, "4.3.1", "4.3.4")),
                "Upgrade 4.3.1 → 4.3.4: 25 credits. 20 for the first two releases, 5 for 1 more. Not covered: this license has no support period or VIP care."
            ),
            Price(
                "An upgrade over many releases",
                Facts(Upgrade(None, "4.3.1", "4.3.9")),
                "Upgrade 4.3.1 → 4.3.9: 50 credits. 20 for the first two releases, 5 for each of 6 more. Not covered: this license has no support period or VIP care."
            ),
            Price(
                "An upgrade, where the base price includes one release",
                Facts(Upgrade(None, "4.3.1", "4.3.4"), Included(1)),
                "Upgrade 4.3.1 → 4.3.4: 30 credits. 20 for the first release, 5 for each of 2 more. Not covered: this license has no support period or VIP care."
            ),
            Price(
                "An upgrade, where the base price includes no release",
                Facts(Upgrade(None, "4.3.1", "4.3.4"), Included(0)),
                "Upgrade 4.3.1 → 4.3.4: 35 credits. 20 as the base price, 5 for each of 3 releases. Not covered: this license has no support period or VIP care."
            ),
            Price(
                "An upgrade assessed before the numbers behind a price were kept",
                Facts(Upgrade(None, "4.3.1", "4.3.9")) with
                {
                    Parts = null,
                },
                "Upgrade 4.3.1 → 4.3.9: 50 credits. Not covered: this license has no support period or VIP care."
            ),
        ];

    private static Example[] Free() =>
        [
            Coverage(
                "A security bug",
                Facts(new(Category.SecurityBug, None, Asked)) with
                {
                    By = Engineer,
                },
                "Free: security bugs in the original code are fixed at no charge."
            ),
            Coverage(
                "A security bug before it is assessed",
                Facts(new(Category.SecurityBug, None, Asked)),
                "Free if support confirms a security bug in the original code."
            ),
            Coverage(
                "A confirmed bug",
                Facts(new(Category.ProductBug, None, Asked)) with
                {
                    By = Engineer,
                },
                "Free: this is a confirmed bug in the product. It is fixed in a future release."
            ),
            Coverage(
                "A bug before it is confirmed",
                Facts(new(Category.ProductBug, None, Asked)),
                "Free if support confirms a bug in the product."
            ),
            Coverage(
                "A question in a support period that ends at midnight",
                Facts(new(Category.Question, Period, Asked)),
                "Free: covered by your support period until 4 Mar 2026."
            ),
            Coverage(
                "A question in a support period that ends during a day",
                Facts(new(Category.Question, Outcomes.PeriodFrom(Asked), Asked)),
                "Free: covered by your support period until 1 Apr 2026, 10:00."
            ),
            Coverage(
                "An investigation under VIP care",
                Facts(new(Category.Investigation, Care, Asked)),
                "Free: covered by your VIP care until 2 Feb 2027."
            ),
            Coverage(
                "A minor modification under VIP care",
                Facts(
                    new(Category.ComplexModification, Care, Asked)
                    {
                        MinorModification = true,
                        HasFreeModification = true,
                    }
                ),
                "Free: one of the 7 minor modifications your VIP care includes each month."
            ),
            Coverage(
                "An upgrade to the current release under VIP care",
                Facts(Upgrade(Care, "4.18.2", "4.18.3")),
                "Free: your VIP care includes the upgrade from the previous to the current release."
            ),
        ];

    private static Example[] NotCovered() =>
        [
            Coverage(
                "A license that never had a support period or VIP care",
                Facts(new(Category.Question, None, Asked)),
                "Not covered: this license has no support period or VIP care."
            ),
            Coverage(
                "A license that had no support period or VIP care when the ticket was assessed",
                Facts(new(Category.Question, None, Asked)) with
                {
                    By = Engineer,
                },
                "Not covered: this license had no support period or VIP care when you asked."
            ),
            Coverage(
                "A support period that had ended",
                Facts(new(Category.Question, Of(CoverageBasis.SupportPeriod, "2026-01-01", "2026-01-31"), Asked)),
                "Not covered: your support period ended on 30 Jan 2026."
            ),
            Coverage(
                "VIP care that had ended",
                Facts(new(Category.Question, Of(CoverageBasis.Vip, "2025-01-01", "2026-01-01"), Asked)),
                "Not covered: your VIP care ended on 31 Dec 2025."
            ),
            Coverage(
                "A support period that did not apply, assessed before the numbers behind a price were kept",
                Facts(new(Category.Question, Of(CoverageBasis.SupportPeriod, "2026-03-03", "2027-03-03"), Asked)) with
                {
                    Parts = null,
                },
                "Not covered: your support period did not apply to this ticket."
            ),
            Coverage(
                "VIP care that did not apply, assessed before its dates were kept",
                Facts(new(Category.Question, Of(CoverageBasis.Vip, "2025-01-01", "2026-01-01"), Asked)) with
                {
                    Interval = null,
                    Parts = null,
                },
                "Not covered: your VIP care did not apply to this ticket."
            ),
            Coverage(
                "VIP care that had not started",
                Facts(new(Category.Question, Of(CoverageBasis.Vip, "2026-03-03", "2027-03-03"), Asked)),
                "Not covered: your VIP care starts on 3 Mar 2026, 00:00, after you asked."
            ),
            Coverage(
                "A license that had been revoked",
                Facts(new(Category.Question, Period with { RevokedAt = Asked.AddDays(-1) }, Asked)),
                "Not covered: this license was revoked before you asked."
            ),
            Coverage(
                "An investigation in a support period",
                Facts(new(Category.Investigation, Period, Asked)),
                "Not covered: your support period includes questions and configuration, not investigations."
            ),
            Coverage(
                "A modification under VIP care",
                Facts(Modification(Care, 40)),
                "Not covered: your VIP care includes questions, configuration and investigations, not complex modifications."
            ),
            Coverage(
                "An upgrade over many releases under VIP care",
                Facts(Upgrade(Care, "4.3.1", "4.3.9")),
                "Not covered: your VIP care includes only the upgrade from the previous to the current release."
            ),
            Coverage(
                "A minor modification after the month's free ones",
                Facts(Modification(Care, 25) with { MinorModification = true }),
                "Not covered: the 7 minor modifications of your VIP care for this month are used."
            ),
            Coverage(
                "A minor modification, where VIP care includes none",
                Facts(
                    Modification(Care, 25) with
                    {
                        MinorModification = true,
                    },
                    PolicyDocument.Shipped with
                    {
                        Care = new(12, 0),
                    }
                ),
                "Not covered: your VIP care includes no free minor modifications."
            ),
            Coverage(
                "A minor modification that was assessed after VIP care had ended",
                Facts(Modification(Care, 25) with { MinorModification = true }) with
                {
                    At = new(2027, 2, 4, 9, 0, 0, TimeSpan.FromHours(4)),
                },
                "Not covered: your VIP care ended on 2 Feb 2027, before this modification was assessed."
            ),
        ];

    /// <summary>What support did about a price, as recorded on a ticket.</summary>
    private static Example[] Given() =>
        [
            Coverage(
                "Support waived the price",
                Newest(Category.Investigation, (desk, ticket) => desk.Waive(ticket)),
                "Free: support waived the price."
            ),
            Coverage(
                "Support applied VIP care that was bought later",
                Newest(Category.Investigation, (desk, ticket) => desk.Cover(ticket, Outcomes.CareFrom(Asked))),
                "Free: support applied your VIP care to this ticket."
            ),
            Coverage(
                "Closed as a duplicate",
                Newest(Category.Investigation, (desk, ticket) => desk.Resolve(ticket, TicketOutcome.Duplicate)),
                "Free: this ticket is a duplicate."
            ),
            Coverage(
                "Merged into another ticket",
                Newest(Category.Investigation, (desk, ticket) => desk.Merge(ticket, desk.Open())),
                "Free: this ticket was merged into another one."
            ),
        ];

    private static Example Price(string situation, PriceFacts facts, string sentence) =>
        new(
            "Prices",
            PriceSentences.WayOf(facts),
            situation,
            () => PriceSentences.Of(facts, ExplanationTable.Clock),
            sentence
        )
        {
            Category = facts.Category,
        };

    private static Example Coverage(string situation, PriceFacts facts, string sentence) =>
        new(
            "Coverage",
            CoverageSentences.WayOf(facts),
            situation,
            () => CoverageSentences.Of(facts, ExplanationTable.Clock),
            sentence
        )
        {
            Category = facts.Category,
        };

    private static PriceFacts Facts(AssessmentCase asked, SupportPolicy? policy = null) =>
        PriceFacts.Of(PriceRules.Assess(policy ?? PolicyDocument.Shipped, asked).Value!);

    private static PriceFacts Newest(Category category, Action<PureDesk, long> act)
    {
        var desk = Outcomes.Paid(category, out var ticket);
        act(desk, ticket);
        return PriceFacts.Of(desk.Explain(ticket).Assessments[^1].Assessment);
    }

    private static AssessmentCase Modification(LicenseCoverage license, long credits) =>
        new(Category.ComplexModification, license, Asked) { Credits = new CreditAmount(credits) };

    private static AssessmentCase Upgrade(LicenseCoverage license, string from, string to) =>
        new(Category.Upgrade, license, Asked) { Upgrade = new(from, to) };

    private static SupportPolicy Included(int releases) =>
        PolicyDocument.Shipped with
        {
            Prices = PolicyDocument.Shipped.Prices with
            {
                Upgrade = PolicyDocument.Shipped.Prices.Upgrade with { IncludedReleases = releases },
            },
        };

    private static LicenseCoverage Of(CoverageBasis basis, string start, string end) =>
        new([new(basis, Midnight(start), Midnight(end))]);

    private static DateTimeOffset Midnight(string day) =>
        new(
            DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture),
            TimeOnly.MinValue,
            TimeSpan.FromHours(4)
        );
}
