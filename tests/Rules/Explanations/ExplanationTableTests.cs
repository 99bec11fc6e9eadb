using System.Collections.Immutable;
using Tallydesk.Credits;
using Tallydesk.Explanations;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Explanations;

/// <summary>Every way in which a price, a coverage, a charge, a refund or a refusal comes about has its sentence.</summary>
public sealed class ExplanationTableTests
{
    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var row in ExplanationTable.Rows)
            {
                rows.Add(row.Section, row.Situation);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_sentence_is_made_as_the_table_has_it(string section, string situation)
    {
        var row = ExplanationTable.Rows.Single(row => row.Section == section && row.Situation == situation);

        Assert.Equal(row.Sentence, row.Say());
    }

    [Fact]
    public void Every_way_has_a_sentence()
    {
        var missing = new[]
        {
            Missing<PriceWay>("Prices"),
            Missing<CoverageWay>("Coverage"),
            Missing<BalanceWay>("Balance"),
            Missing<NextWay>("Before a ticket is sent"),
            Missing<Awaited>("Waiting"),
            Missing("Charges", ChargeSentences.NeverCharged),
            Missing<AgreementBasis>("Refunds"),
            Missing<EntryKind>("Statement entries"),
            Missing("Refusals", RefusalSentences.Others),
        }.SelectMany(ways => ways);

        Assert.Equal([], missing);
    }

    [Fact]
    public void Every_category_and_everybody_who_pays_is_in_the_table()
    {
        Assert.Equal(
            Enum.GetValues<Category>(),
            ExplanationTable.Rows.Select(row => row.Category).OfType<Category>().Distinct().Order()
        );
        Assert.All(
            Enum.GetValues<CoverageBasis>(),
            basis => Assert.Contains(WayOf(basis), ExplanationTable.Rows.Select(row => row.Way))
        );
    }

    [Fact]
    public void Refusals_that_are_not_about_money_keep_their_own_sentence() =>
        Assert.All(
            RefusalSentences.Others,
            code => Assert.Equal("As it is.", RefusalSentences.Of(new Refusal(code, "As it is.")))
        );

    [Fact]
    public void A_charge_at_price_0_is_named_without_failing() =>
        Assert.All(
            ChargeSentences.NeverCharged,
            basis =>
                Assert.Equal("Charged: 20 credits for Investigation.", ChargeSentences.Of(Free(basis), ReaderClock.Utc))
        );

    [Fact]
    public void A_sentence_is_one_for_people()
    {
        Assert.All(
            ExplanationTable.Rows,
            row =>
            {
                Assert.EndsWith(".", row.Sentence, StringComparison.Ordinal);
                Assert.DoesNotMatch(@"\b[A-J]\d{1,2}\b|credits Credits|  |\.\.", row.Sentence);
            }
        );
    }

    [Fact]
    public void Instants_are_those_of_the_reader()
    {
        var clock = new ReaderClock(TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));
        var instant = new DateTimeOffset(2026, 3, 4, 20, 0, 0, TimeSpan.Zero);

        Assert.Equal("5 Mar 2026, 05:00", clock.At(instant));
        Assert.Equal("4 Mar 2026", clock.Until(instant.AddHours(-5)));
        Assert.Equal("4 Mar 2026, 20:00 UTC", ReaderClock.Utc.At(instant));
    }

    private static CoverageWay WayOf(CoverageBasis basis) =>
        basis switch
        {
            CoverageBasis.Credits => CoverageWay.NeverCovered,
            CoverageBasis.SupportPeriod => CoverageWay.SupportPeriod,
            CoverageBasis.Vip => CoverageWay.VipCare,
            CoverageBasis.SecurityBug => CoverageWay.SecurityBug,
            CoverageBasis.ProductBug => CoverageWay.ProductBug,
            _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, null),
        };

    private static TicketMovement Free(AgreementBasis basis) =>
        new(
            EntryKind.Charge,
            new(-20),
            new(
                1,
                Category.Investigation,
                new(0),
                CoverageBasis.Credits,
                null,
                ["D6"],
                "1",
                new("eng", "Erin", Identity.Role.Engineer),
                default
            ),
            new(basis, "Erin", default),
            AfterEnd: false
        );

    private static IEnumerable<string> Missing<TWay>(string section, ImmutableArray<TWay> without = default)
        where TWay : struct, Enum =>
        Enum.GetValues<TWay>()
            .Except(without.IsDefault ? [] : without)
            .Except(ExplanationTable.Rows.Where(row => row.Section == section).Select(row => row.Way).OfType<TWay>())
            .Select(way => $"{section}: {way}");
}
