using Tallydesk.Amounts;
using Tallydesk.Policy;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Worked examples of how tickets end (Policy D12).</summary>
public sealed class EndingTests
{
    [Fact]
    public void D12_Withdrawn_before_any_assessment_costs_nothing()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        Assert.Null(desk.Withdraw(ticket));
        Assert.Equal((100, TicketStatus.Withdrawn), (desk.Account.Balance.Value, desk[ticket].Status));
    }

    [Fact]
    public void D12_Withdrawn_later_what_was_pending_ends_and_a_charge_stays()
    {
        var desk = Paid(Category.Configuration, out var ticket);
        desk.Assess(ticket, Category.Investigation);
        desk.Withdraw(ticket);
        Assert.Equal((90, 10), (desk.Account.Balance.Value, desk[ticket].Charged.Value));
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
        Assert.Equal((105, 0), (desk.Account.Balance.Value, desk[ticket].Charged.Value));
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
        Assert.Equal((status, charged), (desk[ticket].Status, desk[ticket].Charged.Value));
        Assert.Equal(charged, (desk[ticket].Agreed?.Price ?? CreditAmount.Zero).Value);
    }

    [Fact]
    public void D12_Solved_while_it_waits_after_a_second_assessment_at_the_same_price_it_costs_nothing()
    {
        var desk = new PureDesk(5);
        var ticket = desk.Open(ceiling: 20);
        desk.Assess(ticket, Category.Investigation);
        desk.Assess(ticket, Category.Investigation);
        desk.Resolve(ticket, TicketOutcome.Solved);
        desk.Post(ticket, PureDesk.Owner);
        Assert.Equal((TicketStatus.New, 0), (desk[ticket].Status, desk[ticket].Charged.Value));
        Assert.Null(desk[ticket].Agreed);
    }

    [Fact]
    public void D12_Solved_while_a_dearer_proposal_had_taken_the_unpaid_charge_out_of_the_line_it_costs_nothing()
    {
        var desk = new PureDesk(5);
        var ticket = desk.Open(ceiling: 20);
        desk.Assess(ticket, Category.Investigation);
        desk.Assess(ticket, Category.ComplexModification, credits: 35);
        desk.Resolve(ticket, TicketOutcome.Solved);
        desk.Post(ticket, PureDesk.Owner);
        Assert.Equal((TicketStatus.New, 0), (desk[ticket].Status, desk[ticket].Charged.Value));
        Assert.Null(desk[ticket].Agreed);
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
        Assert.Equal((status, charged), (desk[ticket].Status, desk[ticket].Charged.Value));
        Assert.Equal(100 - charged, desk.Account.Balance.Value);
    }

    [Theory]
    [InlineData(TicketOutcome.CannotBeSolved)]
    [InlineData(TicketOutcome.ReferredToCustomDevelopment)]
    [InlineData(TicketOutcome.Duplicate)]
    public void D12_What_was_not_agreed_before_ends_and_costs_nothing(TicketOutcome outcome)
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Investigation);
        desk.Resolve(ticket, outcome);
        Assert.Null(desk[ticket].Proposed);
        Assert.Equal((100, 0), (desk.Account.Balance.Value, desk[ticket].Charged.Value));
    }

    [Theory]
    [InlineData(TicketOutcome.CannotBeSolved)]
    [InlineData(TicketOutcome.ReferredToCustomDevelopment)]
    [InlineData(TicketOutcome.Duplicate)]
    public void D12_What_waited_for_credits_leaves_the_line_when_the_work_ends(TicketOutcome outcome)
    {
        var desk = new PureDesk(5);
        var ticket = desk.Open(ceiling: 20);
        desk.Assess(ticket, Category.Investigation);
        desk.Resolve(ticket, outcome);
        Assert.Empty(desk.Account.Waiting);
        desk.Purchase(100);
        Assert.Equal((105, 0), (desk.Account.Balance.Value, desk[ticket].Charged.Value));
    }

    [Fact]
    public void D12_A_duplicates_charge_goes_back_under_a_new_revision()
    {
        var desk = Paid(Category.Investigation, out var ticket);
        desk.Resolve(ticket, TicketOutcome.Duplicate);
        Assert.Equal((2, 0), (desk[ticket].Agreed!.Revision, desk[ticket].Agreed!.Price.Value));
        Assert.Equal([-20, 20], desk.Ledger.Select(entry => entry.Amount.Value));
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
