using Tallydesk.Credits;
using Tallydesk.Policy;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Worked examples of charges that wait for credits (Policy D5).</summary>
public sealed class WaitingForCreditsTests
{
    private static readonly UpgradePath Costs50 = new("4.3.1", "4.3.9");

    [Fact]
    public void E1_A_question_from_before_the_consent_goes_on_waiting_for_its_answer()
    {
        var desk = new PureDesk();
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Investigation);
        desk.Now += TimeSpan.FromHours(1);
        desk.Post(ticket, PureDesk.Owner);
        var asked = desk.Now;
        desk.Now += TimeSpan.FromMinutes(5);
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Equal((TicketStatus.AwaitingCredits, asked), (desk[ticket].Status, desk[ticket].WaitingSince));
    }

    [Fact]
    public void E1_The_payment_that_a_ticket_waited_for_makes_it_staffs_turn_also_by_a_lower_price()
    {
        var desk = new PureDesk(12);
        var ticket = desk.Open(ceiling: 20);
        desk.Assess(ticket, Category.Investigation);
        desk.Now += TimeSpan.FromHours(1);
        desk.Assess(ticket, Category.Configuration);
        Assert.Equal((TicketStatus.Open, 10), (desk[ticket].Status, desk[ticket].Charged.Value));
        Assert.Equal(desk.Now, desk[ticket].WaitingSince);
    }

    [Fact]
    public void D5_With_too_little_the_agreement_stands_and_the_ticket_goes_on_after_a_purchase()
    {
        var desk = new PureDesk(5);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Equal((5, TicketStatus.AwaitingCredits), (desk.Account.Balance.Value, desk[ticket].Status));
        Assert.Equal(new Shortage(new(20), new(5), new(15)), desk.ReceiptOf(ticket).Shortage);
        desk.Purchase(15);
        Assert.Equal(
            (0, TicketStatus.Open, 20),
            (desk.Account.Balance.Value, desk[ticket].Status, desk[ticket].Charged.Value)
        );
    }

    [Fact]
    public void D5_A_50_that_waits_is_not_overtaken_by_a_question_assessed_later()
    {
        var desk = new PureDesk(10);
        var upgrade = desk.Open(ceiling: 50, acknowledged: true);
        desk.Assess(upgrade, Category.Upgrade, upgrade: Costs50);
        var question = desk.Open();
        desk.Assess(question, Category.Question);
        Assert.Equal((10, TicketStatus.AwaitingCredits), (desk.Account.Balance.Value, desk[question].Status));
        desk.Withdraw(upgrade);
        Assert.Equal((5, TicketStatus.Open), (desk.Account.Balance.Value, desk[question].Status));
    }

    [Fact]
    public void D5_Agreement_to_a_waiting_20_covers_a_lowered_10()
    {
        var desk = new PureDesk(10);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.Investigation);
        desk.Decide(ticket, ConsentDecision.Accept);
        desk.Assess(ticket, Category.Configuration);
        Assert.Equal(
            (0, TicketStatus.Open, 10),
            (desk.Account.Balance.Value, desk[ticket].Status, desk[ticket].Charged.Value)
        );
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
        Assert.Equal(10, Assert.Single(desk.Account.Waiting).Credits.Value);
        desk.Purchase(5);
        Assert.Equal(
            (0, TicketStatus.Open, 10),
            (desk.Account.Balance.Value, desk[ticket].Status, desk[ticket].Charged.Value)
        );
    }

    [Fact]
    public void D5_Behind_another_what_is_missing_is_what_has_to_arrive_for_this_ticket_to_go_on()
    {
        var desk = new PureDesk(10);
        desk.Assess(desk.Open(ceiling: 20), Category.Investigation);
        var ticket = desk.Open(ceiling: 10);
        desk.Assess(ticket, Category.Configuration);
        var asked = desk.Open();
        desk.Assess(asked, Category.Configuration);

        Assert.Equal((10, 10, 20), FiguresOf(desk.ReceiptOf(ticket)));
        Assert.Equal(20, Assert.Single(desk.EventsOf(ticket).OfType<ChargeWaits>()).Missing?.Value);
        Assert.Equal((10, 10, 30), FiguresOf(desk.ReceiptOf(asked)));
        desk.Purchase(19);
        Assert.Equal((10, 9, 1), FiguresOf(desk.ReceiptOf(ticket)));
        desk.Purchase(1);
        Assert.Equal((TicketStatus.Open, 10), (desk[ticket].Status, desk[ticket].Charged.Value));
        Assert.Equal((10, 0, 10), FiguresOf(desk.ReceiptOf(asked)));
    }

    [Theory]
    [InlineData(Category.Question)]
    [InlineData(Category.Upgrade)]
    public void D5_D12_What_was_never_paid_ends_with_the_ticket(Category second)
    {
        var desk = new PureDesk(3);
        var ticket = desk.Open(ceiling: 10);
        desk.Assess(ticket, Category.Configuration);
        desk.Assess(desk.Open(), Category.Question);
        desk.Assess(ticket, second, upgrade: new("4.3.1", "4.3.9"));
        desk.Resolve(ticket, TicketOutcome.Solved);
        desk.Post(ticket, PureDesk.Owner);

        Assert.Equal(
            (TicketStatus.New, null, 0),
            (desk[ticket].Status, desk[ticket].Agreed, desk[ticket].Charged.Value)
        );
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
        Assert.Equal(new Shortage(new(10), new(2), new(8)), desk.ReceiptOf(ticket).Shortage);
    }

    private static (long Required, long Available, long Missing) FiguresOf(TicketReceipt receipt) =>
        (receipt.Shortage!.Required.Value, receipt.Shortage.Available.Value, receipt.Shortage.Missing.Value);
}
