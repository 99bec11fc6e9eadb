using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Xunit;
using static Tallydesk.Tests.Tickets.Outcomes;

namespace Tallydesk.Tests.Tickets;

/// <summary>Worked examples of coverage that a license got later and staff apply (Policy B9).</summary>
public sealed class AppliedCoverageTests
{
    private static readonly UpgradePath ToCurrent = new("4.18.2", "4.18.3");

    [Fact]
    public void B9_Care_bought_while_the_ticket_is_open_is_applied_to_an_investigation_that_was_paid()
    {
        var desk = Paid(Category.Investigation, out var ticket);
        desk.Now = PureDesk.Start.AddDays(1);
        Assert.Null(desk.Cover(ticket, CareFrom(PureDesk.Start.AddHours(1))));
        Assert.Equal((TicketStatus.Open, Category.Investigation, 0), desk.StandOf(ticket));
        var agreed = desk[ticket].Agreed!;
        Assert.Equal((CoverageBasis.Vip, "B9"), (agreed.Coverage, agreed.Rules[^1]));
        Assert.Equal(PureDesk.Start.AddHours(1), agreed.Interval!.Start);
        Assert.Equal([-20, 20], desk.Ledger.Select(entry => entry.Amount.Value));
    }

    [Fact]
    public void B9_A_period_bought_while_the_ticket_is_open_is_applied_to_what_waits_for_credits()
    {
        var desk = new PureDesk(5);
        var ticket = desk.Open(ceiling: 10);
        desk.Assess(ticket, Category.Configuration);
        Assert.Equal(TicketStatus.AwaitingCredits, desk[ticket].Status);
        Assert.Null(desk.Cover(ticket, PeriodFrom(PureDesk.Start)));
        Assert.Equal((TicketStatus.Open, Category.Configuration, 0), desk.StandOf(ticket));
        Assert.Empty(desk.Account.Waiting);
    }

    [Fact]
    public void B9_It_holds_for_its_category_and_another_is_charged_by_its_own_rules()
    {
        var desk = Paid(Category.Investigation, out var ticket);
        desk.Cover(ticket, CareFrom(PureDesk.Start));
        desk.Assess(ticket, Category.Configuration);
        Assert.Equal(TicketStatus.AwaitingConsent, desk[ticket].Status);
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Equal(10, desk[ticket].Charged.Value);
        desk.Now = PureDesk.Start.AddYears(2);
        desk.Assess(ticket, Category.Investigation);
        Assert.Equal((TicketStatus.Open, Category.Investigation, 0), desk.StandOf(ticket));
    }

    [Fact]
    public void B9_Applied_twice_it_is_the_same_answer()
    {
        var desk = Paid(Category.Investigation, out var ticket);
        desk.Cover(ticket, CareFrom(PureDesk.Start));
        var before = desk[ticket];
        Assert.Null(desk.Cover(ticket, CareFrom(PureDesk.Start)));
        Assert.Equal(before, desk[ticket]);
    }

    [Fact]
    public void B9_A_category_outside_the_coverages_scope_is_refused()
    {
        var start = PureDesk.Start;
        var care = CareFrom(start);
        Assert.All(
            new (Category Category, LicenseCoverage License)[]
            {
                (Category.ComplexModification, care),
                (Category.Upgrade, care),
                (Category.Investigation, PeriodFrom(start)),
                (Category.Investigation, new([])),
                (Category.Investigation, CareFrom(start.AddSeconds(1))),
                (Category.Investigation, CareFrom(start.AddYears(-1))),
                (Category.Investigation, care with { RevokedAt = start }),
            },
            one =>
            {
                var desk = Paid(one.Category, out var ticket);
                var before = desk[ticket];
                Assert.Equal(RefusalCode.CoverageOutOfScope, desk.Cover(ticket, one.License)!.Code);
                Assert.Equal(before, desk[ticket]);
            }
        );
    }

    [Fact]
    public void B9_A_category_outside_the_coverages_scope_is_refused_also_where_it_costs_nothing_for_another_reason()
    {
        var care = CareFrom(PureDesk.Start);
        Assert.All(
            new (Category Category, LicenseCoverage License)[]
            {
                (Category.ComplexModification, care),
                (Category.Upgrade, care),
                (Category.Investigation, PeriodFrom(PureDesk.Start)),
                (Category.Investigation, new([])),
                (Category.ProductBug, care),
                (Category.SecurityBug, new([])),
            },
            one =>
            {
                var desk = Paid(one.Category, out var ticket);
                desk.Waive(ticket);
                Assert.Equal(0, desk[ticket].Agreed!.Price.Value);
                var before = desk[ticket];
                Assert.Equal(RefusalCode.CoverageOutOfScope, desk.Cover(ticket, one.License)!.Code);
                Assert.Equal(before, desk[ticket]);
            }
        );
    }

    [Fact]
    public void B9_A_waived_category_in_the_coverages_scope_stays_as_it_is()
    {
        var desk = Paid(Category.Investigation, out var ticket);
        desk.Waive(ticket);
        var before = desk[ticket];
        Assert.Null(desk.Cover(ticket, CareFrom(PureDesk.Start)));
        Assert.Equal(before, desk[ticket]);
    }

    [Fact]
    public void B9_Applied_again_after_the_care_has_ended_it_is_the_same_answer()
    {
        var desk = Paid(Category.Investigation, out var ticket);
        desk.Cover(ticket, CareFrom(PureDesk.Start));
        var before = desk[ticket];
        desk.Now = PureDesk.Start.AddYears(2);
        Assert.Null(desk.Cover(ticket, CareFrom(PureDesk.Start)));
        Assert.Equal(before, desk[ticket]);
    }

    [Fact]
    public void B9_B1_It_never_turns_to_the_customers_disadvantage()
    {
        var period = PeriodFrom(PureDesk.Start.AddDays(-1));
        var desk = Paid(Category.Configuration, out var ticket, period);
        var before = desk[ticket];
        Assert.Null(desk.Cover(ticket, CareFrom(PureDesk.Start)));
        Assert.Equal(RefusalCode.CoverageOutOfScope, desk.Cover(ticket, new([]))!.Code);
        Assert.Equal(before, desk[ticket]);
        desk.Assess(ticket, Category.Question);
        Assert.Equal((TicketStatus.Open, Category.Question, 0), desk.StandOf(ticket));
    }

    [Fact]
    public void B9_C7_An_upgrade_that_care_brings_is_acknowledged_first_and_its_charge_stays_until_then()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Upgrade, upgrade: ToCurrent);
        desk.Cover(ticket, CareFrom(PureDesk.Start));
        Assert.Equal((TicketStatus.AwaitingConsent, 0), (desk[ticket].Status, desk[ticket].Proposed!.Price.Value));
        var before = desk[ticket];
        desk.Cover(ticket, CareFrom(PureDesk.Start));
        Assert.Equal(before, desk[ticket]);
        Assert.Equal(
            RefusalCode.AcknowledgementRequired,
            desk.Decide(ticket, ConsentDecision.Accept, acknowledged: false)!.Code
        );
        desk.Decide(ticket, ConsentDecision.Accept, acknowledged: true);
        Assert.Equal((TicketStatus.Open, Category.Upgrade, 0), desk.StandOf(ticket));
    }

    [Fact]
    public void B9_An_upgrade_that_was_acknowledged_and_paid_is_refunded_at_once()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open(ceiling: 20, acknowledged: true);
        desk.Assess(ticket, Category.Upgrade, upgrade: ToCurrent);
        Assert.Equal(20, desk[ticket].Charged.Value);
        desk.Cover(ticket, CareFrom(PureDesk.Start));
        Assert.Equal((TicketStatus.Open, Category.Upgrade, 0), desk.StandOf(ticket));
    }
}
