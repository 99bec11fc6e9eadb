using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Worked examples of coverage, price and waiting over a ticket's life (Policy B2, B7, C5, E1).</summary>
public sealed class TicketExamples
{
    [Fact]
    public void C5_A_ticket_costs_the_same_with_40_replies()
    {
        var desk = Paid(Category.Configuration, out var ticket);
        for (var reply = 0; reply < 40; reply++)
        {
            desk.Post(ticket, reply % 2 == 0 ? PureDesk.Engineer : PureDesk.Owner);
        }

        Assert.Equal((10, 90), (desk[ticket].Charged.Value, desk.Account.Balance.Value));
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
            (desk[ticket].Status, desk[ticket].Charged.Value, desk[ticket].Agreed!.Coverage)
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
        Assert.Equal((TicketStatus.AwaitingConsent, 20), (desk[ticket].Status, desk.Account.Balance.Value));
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Equal(0, desk.Account.Balance.Value);
        desk.Assess(ticket, Category.Configuration);
        Assert.Equal((20, 0), (desk.Account.Balance.Value, desk[ticket].Charged.Value));
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
