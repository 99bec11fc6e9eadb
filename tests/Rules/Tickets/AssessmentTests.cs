using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Worked examples of assessment, consent and charge (Policy B2, B6, C5, D1 to D8, D12).</summary>
public sealed class AssessmentTests
{
    private static readonly UpgradePath Costs50 = new("4.3.1", "4.3.9");

    [Fact]
    public void D2_A_question_is_charged_on_assessment_without_confirmation()
    {
        var desk = new PureDesk(30);
        var ticket = desk.Open();
        Assert.Null(desk.Assess(ticket, Category.Question));
        Assert.Equal((25, 5, TicketStatus.Open), (desk.Account.Balance, desk[ticket].Charged, desk[ticket].Status));
    }

    [Theory]
    [InlineData(Category.Configuration)]
    [InlineData(Category.Investigation)]
    public void D2_Everything_else_is_not_charged_before_agreement(Category category)
    {
        var desk = new PureDesk(30);
        var ticket = desk.Open();
        desk.Assess(ticket, category);
        Assert.Equal((30, TicketStatus.AwaitingConsent), (desk.Account.Balance, desk[ticket].Status));
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Equal(30 - desk[ticket].Agreed!.Price, desk.Account.Balance);
        Assert.Equal(TicketStatus.Open, desk[ticket].Status);
    }

    [Fact]
    public void D2_With_neither_agreement_nor_balance_agreement_is_asked_first_and_the_shortage_shown()
    {
        var desk = new PureDesk(3);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Investigation);
        var receipt = TicketProjections.Receipt(desk[ticket], 1);
        Assert.Equal(TicketStatus.AwaitingConsent, receipt.Status);
        Assert.Equal(new Shortage(20, 3, 17), receipt.Shortage);
    }

    [Theory]
    [InlineData(20, Category.Investigation, TicketStatus.Open, 20)]
    [InlineData(20, Category.Upgrade, TicketStatus.AwaitingConsent, 0)]
    [InlineData(50, Category.Upgrade, TicketStatus.Open, 50)]
    [InlineData(19, Category.Investigation, TicketStatus.AwaitingConsent, 0)]
    public void D3_A_ceiling_of_so_many_credits(long ceiling, Category category, TicketStatus status, long charged)
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open(ceiling, acknowledged: true);
        desk.Assess(ticket, category, upgrade: category == Category.Upgrade ? Costs50 : null);
        Assert.Equal((status, charged), (desk[ticket].Status, desk[ticket].Charged));
    }

    [Fact]
    public void D4_Consent_to_a_superseded_revision_is_refused_and_charges_nothing()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Configuration);
        desk.Assess(ticket, Category.Investigation);
        Assert.Equal(RefusalCode.RevisionSuperseded, desk.Decide(ticket, ConsentDecision.Accept, revision: 1)!.Code);
        Assert.Equal(100, desk.Account.Balance);
        Assert.Null(desk.Decide(ticket, ConsentDecision.Accept, revision: 2));
        Assert.Equal(80, desk.Account.Balance);
    }

    [Fact]
    public void D4_A_decision_is_taken_once()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Configuration);
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Equal(RefusalCode.AlreadyDecided, desk.Decide(ticket, ConsentDecision.Accept)!.Code);
        Assert.Equal(90, desk.Account.Balance);
    }

    [Fact]
    public void D5_With_too_little_the_agreement_stands_and_the_ticket_goes_on_after_a_purchase()
    {
        var desk = new PureDesk(5);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Equal((5, TicketStatus.AwaitingCredits), (desk.Account.Balance, desk[ticket].Status));
        Assert.Equal(new Shortage(20, 5, 15), TicketProjections.Receipt(desk[ticket], 1).Shortage);
        desk.Purchase(15);
        Assert.Equal((0, TicketStatus.Open, 20), (desk.Account.Balance, desk[ticket].Status, desk[ticket].Charged));
    }

    [Fact]
    public void D5_A_50_that_waits_is_not_overtaken_by_a_question_assessed_later()
    {
        var desk = new PureDesk(10);
        var upgrade = desk.Open(ceiling: 50, acknowledged: true);
        desk.Assess(upgrade, Category.Upgrade, upgrade: Costs50);
        var question = desk.Open();
        desk.Assess(question, Category.Question);
        Assert.Equal((10, TicketStatus.AwaitingCredits), (desk.Account.Balance, desk[question].Status));
        desk.Withdraw(upgrade);
        Assert.Equal((5, TicketStatus.Open), (desk.Account.Balance, desk[question].Status));
    }

    [Fact]
    public void D5_Agreement_to_a_waiting_20_covers_a_lowered_10()
    {
        var desk = new PureDesk(10);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Accept);
        desk.Assess(ticket, Category.Configuration);
        Assert.Equal((0, TicketStatus.Open, 10), (desk.Account.Balance, desk[ticket].Status, desk[ticket].Charged));
    }

    [Fact]
    public void D5_An_unpaid_10_that_is_raised_to_20_and_declined_waits_again()
    {
        var desk = new PureDesk(5);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Configuration);
        desk.Decide(ticket, ConsentDecision.Accept);
        desk.Assess(ticket, Category.Investigation);
        Assert.Equal((TicketStatus.AwaitingConsent, 0), (desk[ticket].Status, desk.Account.Waiting.Length));
        desk.Decide(ticket, ConsentDecision.Decline);
        Assert.Equal(TicketStatus.AwaitingCredits, desk[ticket].Status);
        Assert.Equal(10, Assert.Single(desk.Account.Waiting).Credits);
        desk.Purchase(5);
        Assert.Equal((0, TicketStatus.Open, 10), (desk.Account.Balance, desk[ticket].Status, desk[ticket].Charged));
    }

    [Fact]
    public void D5_Of_an_increase_only_the_difference_is_required()
    {
        var desk = new PureDesk(12);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Configuration);
        desk.Decide(ticket, ConsentDecision.Accept);
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Equal(new Shortage(10, 2, 8), TicketProjections.Receipt(desk[ticket], 1).Shortage);
    }

    [Fact]
    public void D7_From_5_to_20_needs_consent_and_then_charges_15()
    {
        var desk = new PureDesk(30);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Question);
        desk.Assess(ticket, Category.Investigation);
        Assert.Equal((25, TicketStatus.AwaitingConsent), (desk.Account.Balance, desk[ticket].Status));
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Equal([-5, -15], desk.Ledger.Select(entry => entry.Amount));
        Assert.Equal(20, desk[ticket].Charged);
    }

    [Fact]
    public void D7_From_20_to_10_refunds_10_at_once()
    {
        var desk = Paid(Category.Investigation, out var ticket);
        desk.Assess(ticket, Category.Configuration);
        Assert.Equal([-20, 10], desk.Ledger.Select(entry => entry.Amount));
        Assert.Equal((TicketStatus.Open, 10), (desk[ticket].Status, desk[ticket].Charged));
    }

    [Fact]
    public void D7_10_to_20_to_10_is_net_10_in_three_entries()
    {
        var desk = Paid(Category.Configuration, out var ticket);
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Accept);
        desk.Assess(ticket, Category.Configuration);
        Assert.Equal([-10, -10, 10], desk.Ledger.Select(entry => entry.Amount));
    }

    [Fact]
    public void D7_20_to_10_to_20_needs_a_new_consent()
    {
        var desk = Paid(Category.Investigation, out var ticket);
        desk.Assess(ticket, Category.Configuration);
        desk.Assess(ticket, Category.Investigation);
        Assert.Equal((TicketStatus.AwaitingConsent, 10), (desk[ticket].Status, desk[ticket].Charged));
    }

    [Fact]
    public void D7_Another_category_at_the_same_price_takes_effect_at_once_without_entry_or_consent()
    {
        var desk = Paid(Category.Investigation, out var ticket);
        desk.Assess(ticket, Category.ComplexModification, credits: 20);
        Assert.Single(desk.Ledger);
        Assert.Equal(
            (TicketStatus.Open, Category.ComplexModification),
            (desk[ticket].Status, desk[ticket].Agreed!.Category)
        );
    }

    [Fact]
    public void D7_From_20_to_a_security_bug_is_refunded_to_net_0()
    {
        var desk = Paid(Category.Investigation, out var ticket);
        desk.Assess(ticket, Category.SecurityBug);
        Assert.Equal((100, 0), (desk.Account.Balance, desk[ticket].Charged));
    }

    [Fact]
    public void D7_A_ceiling_is_compared_with_the_whole_price_of_the_ticket()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open(ceiling: 20);
        desk.Assess(ticket, Category.Configuration);
        desk.Assess(ticket, Category.ComplexModification, credits: 21);
        Assert.Equal((TicketStatus.AwaitingConsent, 10), (desk[ticket].Status, desk[ticket].Charged));
    }

    [Fact]
    public void D8_A_declined_first_assessment_leaves_the_ticket_unassessed_at_net_0()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Decline);
        Assert.Equal((TicketStatus.New, 0), (desk[ticket].Status, desk[ticket].Charged));
        Assert.Null(desk[ticket].Agreed);
        Assert.Equal(RefusalCode.AlreadyDecided, desk.Decide(ticket, ConsentDecision.Accept)!.Code);
    }

    [Fact]
    public void D8_A_declined_increase_leaves_the_earlier_charge_and_category_as_a_new_revision()
    {
        var desk = Paid(Category.Configuration, out var ticket);
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Decline);
        Assert.Equal(
            (3, Category.Configuration, 10),
            (desk[ticket].LastRevision, desk[ticket].Agreed!.Category, desk[ticket].Charged)
        );
        Assert.Equal(RefusalCode.RevisionSuperseded, desk.Decide(ticket, ConsentDecision.Decline, revision: 2)!.Code);
    }

    [Fact]
    public void D12_Withdrawn_before_any_assessment_costs_nothing()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        Assert.Null(desk.Withdraw(ticket));
        Assert.Equal((100, TicketStatus.Withdrawn), (desk.Account.Balance, desk[ticket].Status));
    }

    [Fact]
    public void D12_Withdrawn_later_what_was_pending_ends_and_a_charge_stays()
    {
        var desk = Paid(Category.Configuration, out var ticket);
        desk.Assess(ticket, Category.Investigation);
        desk.Withdraw(ticket);
        Assert.Equal((90, 10), (desk.Account.Balance, desk[ticket].Charged));
        Assert.Null(desk[ticket].Proposed);
    }

    [Fact]
    public void D12_Withdrawn_while_it_waits_for_credits_leaves_the_line()
    {
        var desk = new PureDesk(5);
        var ticket = desk.Open(ceiling: 20);
        desk.Assess(ticket, Category.Investigation);
        desk.Withdraw(ticket);
        Assert.Empty(desk.Account.Waiting);
        desk.Purchase(100);
        Assert.Equal((105, 0), (desk.Account.Balance, desk[ticket].Charged));
    }

    [Theory]
    [InlineData(5, TicketStatus.New, 0)]
    [InlineData(15, TicketStatus.Open, 10)]
    public void D12_Solved_while_it_waits_for_credits_and_opened_again_it_costs_what_was_paid(
        long balance,
        TicketStatus status,
        long charged
    )
    {
        var desk = new PureDesk(balance);
        var ticket = desk.Open(ceiling: 20);
        if (balance >= 10)
        {
            desk.Assess(ticket, Category.Configuration);
        }

        desk.Assess(ticket, Category.Investigation);
        desk.Resolve(ticket, TicketOutcome.Solved);
        desk.Post(ticket, PureDesk.Owner);
        Assert.Equal((status, charged), (desk[ticket].Status, desk[ticket].Charged));
        Assert.Equal(charged, desk[ticket].Agreed?.Price ?? 0);
    }

    [Theory]
    [InlineData(TicketOutcome.Solved, TicketStatus.Solved, 20)]
    [InlineData(TicketOutcome.Duplicate, TicketStatus.Closed, 0)]
    [InlineData(TicketOutcome.CannotBeSolved, TicketStatus.Closed, 20)]
    [InlineData(TicketOutcome.ReferredToCustomDevelopment, TicketStatus.ReferredToCustomDevelopment, 20)]
    public void D12_How_the_work_ends_decides_what_stays_charged(
        TicketOutcome outcome,
        TicketStatus status,
        long charged
    )
    {
        var desk = Paid(Category.Investigation, out var ticket);
        Assert.Null(desk.Resolve(ticket, outcome));
        Assert.Equal((status, charged), (desk[ticket].Status, desk[ticket].Charged));
        Assert.Equal(100 - charged, desk.Account.Balance);
    }

    [Fact]
    public void C5_A_ticket_costs_the_same_with_40_replies()
    {
        var desk = Paid(Category.Configuration, out var ticket);
        for (var reply = 0; reply < 40; reply++)
        {
            desk.Post(ticket, reply % 2 == 0 ? PureDesk.Engineer : PureDesk.Owner);
        }

        Assert.Equal((10, 90), (desk[ticket].Charged, desk.Account.Balance));
    }

    [Fact]
    public void B2_Asked_within_the_period_and_assessed_after_it_costs_nothing()
    {
        var end = new DateTimeOffset(2026, 3, 31, 15, 0, 0, TimeSpan.FromHours(4));
        var period = new LicenseCoverage([new(CoverageBasis.SupportPeriod, end.AddDays(-30), end)]);
        var desk = new PureDesk { Now = end.AddSeconds(-1) };
        var ticket = desk.Open(coverage: period);
        desk.Now = end.AddDays(5);
        desk.Assess(ticket, Category.Configuration);
        Assert.Equal(
            (TicketStatus.Open, 0, CoverageBasis.SupportPeriod),
            (desk[ticket].Status, desk[ticket].Charged, desk[ticket].Agreed!.Coverage)
        );
    }

    [Fact]
    public void B7_Moving_out_of_the_periods_scope_needs_consent_and_moving_back_refunds()
    {
        var period = new LicenseCoverage([
            new(CoverageBasis.SupportPeriod, PureDesk.Start.AddDays(-1), PureDesk.Start.AddDays(29)),
        ]);
        var desk = new PureDesk(20);
        var ticket = desk.Open(coverage: period);
        desk.Assess(ticket, Category.Configuration);
        desk.Assess(ticket, Category.Investigation);
        Assert.Equal((TicketStatus.AwaitingConsent, 20), (desk[ticket].Status, desk.Account.Balance));
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Equal(0, desk.Account.Balance);
        desk.Assess(ticket, Category.Configuration);
        Assert.Equal((20, 0), (desk.Account.Balance, desk[ticket].Charged));
    }

    [Fact]
    public void D1_Only_staff_assign_the_category()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        var refusal = desk.Do(
            ticket,
            PureDesk.Owner,
            (state, origin) =>
                AssessmentRules.Assess(
                    state,
                    origin,
                    new(Category.Question, null, null, MinorModification: false, null),
                    desk.Policy,
                    100,
                    desk.Now
                )
        );
        Assert.Equal(RefusalCode.Forbidden, refusal!.Code);
    }

    [Fact]
    public void E1_Waiting_since_is_the_oldest_customer_message_without_a_public_staff_answer()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        Assert.Equal(PureDesk.Start, desk[ticket].WaitingSince);
        desk.Now = PureDesk.Start.AddMinutes(1);
        desk.Post(ticket, PureDesk.Engineer, isInternal: true);
        desk.Post(ticket, PureDesk.Owner);
        Assert.Equal(PureDesk.Start, desk[ticket].WaitingSince);
        desk.Post(ticket, PureDesk.Engineer);
        Assert.Null(desk[ticket].WaitingSince);
        desk.Now = PureDesk.Start.AddMinutes(2);
        desk.Post(ticket, PureDesk.Owner);
        Assert.Equal(desk.Now, desk[ticket].WaitingSince);
    }

    [Fact]
    public void E1_A_consent_and_a_payment_that_was_waited_for_count_as_a_customer_message()
    {
        var desk = new PureDesk(5);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Investigation);
        Assert.Null(desk[ticket].WaitingSince);
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Null(desk[ticket].WaitingSince);
        desk.Now = PureDesk.Start.AddHours(1);
        desk.Purchase(15);
        Assert.Equal(desk.Now, desk[ticket].WaitingSince);
    }

    private static PureDesk Paid(Category category, out long ticket)
    {
        var desk = new PureDesk(100);
        ticket = desk.Open();
        desk.Assess(ticket, category);
        desk.Decide(ticket, ConsentDecision.Accept);
        return desk;
    }
}
