using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Worked examples of assessment and consent (Policy D1 to D4, D7, D8).</summary>
public sealed class AssessmentTests
{
    private static readonly UpgradePath Costs50 = new("4.3.1", "4.3.9");

    [Fact]
    public void D2_A_question_is_charged_on_assessment_without_confirmation()
    {
        var desk = new PureDesk(30);
        var ticket = desk.Open();
        Assert.Null(desk.Assess(ticket, Category.Question));
        Assert.Equal(
            (25, 5, TicketStatus.Open),
            (desk.Account.Balance.Value, desk[ticket].Charged.Value, desk[ticket].Status)
        );
    }

    [Theory]
    [InlineData(Category.Configuration)]
    [InlineData(Category.Investigation)]
    public void D2_Everything_else_is_not_charged_before_agreement(Category category)
    {
        var desk = new PureDesk(30);
        var ticket = desk.Open();
        desk.Assess(ticket, category);
        Assert.Equal((30, TicketStatus.AwaitingConsent), (desk.Account.Balance.Value, desk[ticket].Status));
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Equal(new CreditAmount(30) - desk[ticket].Agreed!.Price, desk.Account.Balance);
        Assert.Equal(TicketStatus.Open, desk[ticket].Status);
    }

    [Fact]
    public void D2_With_neither_agreement_nor_balance_agreement_is_asked_first_and_the_shortage_shown()
    {
        var desk = new PureDesk(3);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Investigation);
        var receipt = desk.ReceiptOf(ticket);
        Assert.Equal(TicketStatus.AwaitingConsent, receipt.Status);
        Assert.Equal(new Shortage(new(20), new(3), new(17)), receipt.Shortage);
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
        Assert.Equal((status, charged), (desk[ticket].Status, desk[ticket].Charged.Value));
    }

    [Fact]
    public void C7_A_later_consent_carries_its_own_acknowledgement()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open(ceiling: 20, acknowledged: true);
        desk.Assess(ticket, Category.Upgrade, upgrade: Costs50);
        var refusal = desk.Decide(ticket, ConsentDecision.Accept, acknowledged: false)!;
        Assert.Equal(RefusalCode.AcknowledgementRequired, refusal.Code);
        Assert.Equal((TicketStatus.AwaitingConsent, 100), (desk[ticket].Status, desk.Account.Balance.Value));
        Assert.Null(desk.Decide(ticket, ConsentDecision.Accept, acknowledged: true));
        Assert.Equal(50, desk[ticket].Charged.Value);
    }

    [Fact]
    public void C7_A_text_ticked_in_advance_counts_only_under_the_ceiling_also_at_an_unchanged_price()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open(ceiling: 19, acknowledged: true);
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Accept);
        desk.Assess(ticket, Category.Upgrade, upgrade: new("4.3.1", "4.3.2"));
        Assert.Equal((TicketStatus.AwaitingConsent, 20), (desk[ticket].Status, desk[ticket].Charged.Value));
        desk.Decide(ticket, ConsentDecision.Accept, acknowledged: true);
        Assert.Equal((TicketStatus.Open, Category.Upgrade, 20), desk.StandOf(ticket));
    }

    [Fact]
    public void D4_Consent_to_a_superseded_revision_is_refused_and_charges_nothing()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Configuration);
        desk.Assess(ticket, Category.Investigation);
        Assert.Equal(RefusalCode.RevisionSuperseded, desk.Decide(ticket, ConsentDecision.Accept, revision: 1)!.Code);
        Assert.Equal(100, desk.Account.Balance.Value);
        Assert.Null(desk.Decide(ticket, ConsentDecision.Accept, revision: 2));
        Assert.Equal(80, desk.Account.Balance.Value);
    }

    [Fact]
    public void D4_A_decision_is_taken_once()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Configuration);
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Equal(RefusalCode.AlreadyDecided, desk.Decide(ticket, ConsentDecision.Accept)!.Code);
        Assert.Equal(90, desk.Account.Balance.Value);
    }

    [Fact]
    public void D7_From_5_to_20_needs_consent_and_then_charges_15()
    {
        var desk = new PureDesk(30);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Question);
        desk.Assess(ticket, Category.Investigation);
        Assert.Equal((25, TicketStatus.AwaitingConsent), (desk.Account.Balance.Value, desk[ticket].Status));
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Equal([-5, -15], desk.Ledger.Select(entry => entry.Amount.Value));
        Assert.Equal(20, desk[ticket].Charged.Value);
    }

    [Fact]
    public void D7_From_20_to_10_refunds_10_at_once()
    {
        var desk = Paid(Category.Investigation, out var ticket);
        desk.Assess(ticket, Category.Configuration);
        Assert.Equal([-20, 10], desk.Ledger.Select(entry => entry.Amount.Value));
        Assert.Equal((TicketStatus.Open, 10), (desk[ticket].Status, desk[ticket].Charged.Value));
    }

    [Fact]
    public void D7_10_to_20_to_10_is_net_10_in_three_entries()
    {
        var desk = Paid(Category.Configuration, out var ticket);
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Accept);
        desk.Assess(ticket, Category.Configuration);
        Assert.Equal([-10, -10, 10], desk.Ledger.Select(entry => entry.Amount.Value));
    }

    [Fact]
    public void D7_20_to_10_to_20_needs_a_new_consent()
    {
        var desk = Paid(Category.Investigation, out var ticket);
        desk.Assess(ticket, Category.Configuration);
        desk.Assess(ticket, Category.Investigation);
        Assert.Equal((TicketStatus.AwaitingConsent, 10), (desk[ticket].Status, desk[ticket].Charged.Value));
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
        Assert.Equal((100, 0), (desk.Account.Balance.Value, desk[ticket].Charged.Value));
    }

    [Fact]
    public void D7_A_ceiling_is_compared_with_the_whole_price_of_the_ticket()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open(ceiling: 20);
        desk.Assess(ticket, Category.Configuration);
        desk.Assess(ticket, Category.ComplexModification, credits: 21);
        Assert.Equal((TicketStatus.AwaitingConsent, 10), (desk[ticket].Status, desk[ticket].Charged.Value));
    }

    [Fact]
    public void D8_A_declined_first_assessment_leaves_the_ticket_unassessed_at_net_0()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Decline);
        Assert.Equal((TicketStatus.New, 0), (desk[ticket].Status, desk[ticket].Charged.Value));
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
            (desk[ticket].LastRevision, desk[ticket].Agreed!.Category, desk[ticket].Charged.Value)
        );
        Assert.Equal(RefusalCode.RevisionSuperseded, desk.Decide(ticket, ConsentDecision.Decline, revision: 2)!.Code);
    }

    [Theory]
    [InlineData(TicketOutcome.CannotBeSolved, TicketStatus.Closed)]
    [InlineData(TicketOutcome.Solved, TicketStatus.Solved)]
    public void D8_After_a_declined_first_assessment_staff_assess_anew_or_close(TicketOutcome outcome, TicketStatus end)
    {
        var desk = new PureDesk(100);
        var (assessed, closed) = (desk.Open(), desk.Open());
        foreach (var ticket in new[] { assessed, closed })
        {
            desk.Assess(ticket, Category.Investigation);
            desk.Decide(ticket, ConsentDecision.Decline);
        }

        desk.Assess(assessed, Category.Question);
        Assert.Equal((TicketStatus.Open, 5), (desk[assessed].Status, desk[assessed].Charged.Value));
        desk.Resolve(closed, outcome);
        Assert.Equal((end, 0), (desk[closed].Status, desk[closed].Charged.Value));
    }

    [Theory]
    [InlineData(ConsentDecision.Accept)]
    [InlineData(ConsentDecision.Decline)]
    public void D8_Only_the_customer_agrees_or_declines(ConsentDecision decision)
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Investigation);
        var refusal = desk.Do(
            ticket,
            PureDesk.Lead,
            (state, origin) => AssessmentRules.Decide(state, origin, new(1, decision, Acknowledged: false), desk.Now)
        );
        Assert.Equal(RefusalCode.Forbidden, refusal!.Code);
        Assert.Equal((TicketStatus.AwaitingConsent, 100), (desk[ticket].Status, desk.Account.Balance.Value));
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
                    new(100),
                    desk.Now
                )
        );
        Assert.Equal(RefusalCode.Forbidden, refusal!.Code);
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
