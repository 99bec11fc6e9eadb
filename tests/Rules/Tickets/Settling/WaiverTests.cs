using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Xunit;
using static Tallydesk.Tests.Tickets.Outcomes;

namespace Tallydesk.Tests.Tickets;

/// <summary>Worked examples of waivers (Policy D6, D8, D12).</summary>
public sealed class WaiverTests
{
    private static readonly UpgradePath ToCurrent = new("4.18.2", "4.18.3");

    [Fact]
    public void D6_A_question_with_balance_3_waits_and_takes_effect_at_0_when_it_is_waived()
    {
        var desk = new PureDesk(3);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Question);
        Assert.Equal((TicketStatus.AwaitingCredits, 3), (desk[ticket].Status, desk.Account.Balance.Value));
        desk.Now = PureDesk.Start.AddHours(1);
        Assert.Null(desk.Waive(ticket));
        Assert.Equal(
            (TicketStatus.Open, 0, 3),
            (desk[ticket].Status, desk[ticket].Charged.Value, desk.Account.Balance.Value)
        );
        Assert.Equal(desk.Now, desk[ticket].WaitingSince);
        Assert.Empty(desk.Account.Waiting);
        desk.Purchase(100);
        Assert.Equal(103, desk.Account.Balance.Value);
    }

    [Theory]
    [InlineData(Category.Question)]
    [InlineData(Category.Configuration)]
    [InlineData(Category.Investigation)]
    [InlineData(Category.ComplexModification)]
    [InlineData(Category.Upgrade)]
    public void D6_D10_A_charge_that_is_waived_goes_back_under_a_new_revision(Category category)
    {
        var desk = Paid(category, out var ticket);
        var (charged, revision) = (desk[ticket].Charged.Value, desk[ticket].LastRevision);
        Assert.Null(desk.Waive(ticket, "the wait was ours"));
        var agreed = desk[ticket].Agreed!;
        Assert.Equal((category, 0, revision + 1), (agreed.Category, agreed.Price.Value, agreed.Revision));
        Assert.Equal((100, 0, "D6"), (desk.Account.Balance.Value, desk[ticket].Charged.Value, agreed.Rules[^1]));
        Assert.Equal([-charged, charged], desk.Ledger.Select(entry => entry.Amount.Value));
        Assert.Equal("tic-1/2/refund", desk.Ledger[^1].Operation);
    }

    [Theory]
    [InlineData(Category.Investigation)]
    [InlineData(Category.Upgrade)]
    public void D6_C7_A_proposed_assessment_takes_effect_at_0_without_agreement_or_acknowledgement(Category category)
    {
        var desk = new PureDesk(5);
        var ticket = desk.Open();
        desk.Assess(ticket, category, upgrade: category == Category.Upgrade ? ToCurrent : null);
        Assert.Equal(TicketStatus.AwaitingConsent, desk[ticket].Status);
        desk.Waive(ticket);
        Assert.Equal((TicketStatus.Open, category, 0), desk.StandOf(ticket));
        Assert.Null(desk[ticket].Proposed);
    }

    [Fact]
    public void D6_A_waived_increase_refunds_what_the_earlier_category_had_cost()
    {
        var desk = Paid(Category.Configuration, out var ticket);
        desk.Assess(ticket, Category.Investigation);
        desk.Waive(ticket);
        Assert.Equal((TicketStatus.Open, Category.Investigation, 0), desk.StandOf(ticket));
        Assert.Equal(100, desk.Account.Balance.Value);
    }

    [Fact]
    public void D6_A_waiver_holds_for_its_category_and_another_is_charged_by_its_own_rules()
    {
        var desk = Paid(Category.Investigation, out var ticket);
        desk.Waive(ticket);
        desk.Assess(ticket, Category.Investigation);
        Assert.Equal((TicketStatus.Open, Category.Investigation, 0), desk.StandOf(ticket));
        desk.Assess(ticket, Category.Configuration);
        Assert.Equal((TicketStatus.AwaitingConsent, 0), (desk[ticket].Status, desk[ticket].Charged.Value));
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Equal((TicketStatus.Open, Category.Configuration, 10), desk.StandOf(ticket));
        desk.Assess(ticket, Category.Investigation);
        Assert.Equal((TicketStatus.Open, Category.Investigation, 0), desk.StandOf(ticket));
        Assert.Equal(100, desk.Account.Balance.Value);
    }

    [Fact]
    public void D6_Applied_twice_it_is_the_same_answer()
    {
        var desk = Paid(Category.Investigation, out var ticket);
        desk.Waive(ticket);
        var before = desk[ticket];
        Assert.Null(desk.Waive(ticket, "another reason"));
        Assert.Equal(before, desk[ticket]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public void D6_A_waiver_has_a_reason_of_1_to_500_characters(int length)
    {
        var desk = Paid(Category.Investigation, out var ticket);
        var refusal = desk.Waive(ticket, new string('x', length))!;
        Assert.Equal(RefusalCode.InvalidField, refusal.Code);
        Assert.Contains(refusal.Facts, fact => fact is { Name: "field", Text: "reason" });
        Assert.Null(desk.Waive(ticket, new string('x', 500)));
    }

    [Fact]
    public void D6_What_has_no_assessment_has_no_price_to_waive()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        Assert.Equal(RefusalCode.NotAssessed, desk.Waive(ticket)!.Code);
        desk.Withdraw(ticket);
        Assert.Equal(RefusalCode.NotAssessed, desk.Waive(ticket)!.Code);
    }

    [Fact]
    public void D6_Only_staff_waive()
    {
        var desk = Paid(Category.Investigation, out var ticket);
        Assert.Equal(RefusalCode.Forbidden, desk.Waive(ticket, actor: PureDesk.Owner)!.Code);
        Assert.Equal(RefusalCode.Forbidden, desk.Waive(ticket, actor: PureDesk.Shop)!.Code);
    }

    [Fact]
    public void D8_A_declined_first_assessment_can_be_waived()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Decline);
        Assert.Null(desk.Waive(ticket));
        Assert.Equal((TicketStatus.Open, Category.Investigation, 0), desk.StandOf(ticket));
        Assert.Equal(2, desk[ticket].LastRevision);
    }

    [Fact]
    public void D8_After_a_declined_increase_staff_waive_the_earlier_category_that_goes_on()
    {
        var desk = Paid(Category.Configuration, out var ticket);
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Decline);
        desk.Waive(ticket);
        Assert.Equal((TicketStatus.Open, Category.Configuration, 0), desk.StandOf(ticket));
        Assert.Equal(100, desk.Account.Balance.Value);
    }

    [Theory]
    [InlineData(TicketOutcome.Solved, TicketStatus.Solved)]
    [InlineData(TicketOutcome.CannotBeSolved, TicketStatus.Closed)]
    [InlineData(TicketOutcome.ReferredToCustomDevelopment, TicketStatus.ReferredToCustomDevelopment)]
    [InlineData(null, TicketStatus.Withdrawn)]
    public void D12_A_charge_that_stayed_at_the_end_goes_back_when_staff_waive_it(
        TicketOutcome? outcome,
        TicketStatus status
    )
    {
        var desk = Paid(Category.Investigation, out var ticket);
        Assert.Null(outcome is { } how ? desk.Resolve(ticket, how) : desk.Withdraw(ticket));
        Assert.Equal((status, 20), (desk[ticket].Status, desk[ticket].Charged.Value));
        Assert.Null(desk.Waive(ticket));
        Assert.Equal((status, Category.Investigation, 0), desk.StandOf(ticket));
        Assert.Equal((100, null), (desk.Account.Balance.Value, desk[ticket].WaitingSince));
    }
}
