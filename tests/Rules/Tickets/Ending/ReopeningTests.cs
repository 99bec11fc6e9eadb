using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Worked examples of what becomes of tickets that are over (Policy F4).</summary>
public sealed class ReopeningTests
{
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData(0, false, true)]
    [InlineData(14, true, true)]
    [InlineData(14, false, false)]
    [InlineData(400, false, false)]
    public void F4_A_reply_within_the_days_of_grace_reopens_and_a_later_one_does_not(
        int days,
        bool justBefore,
        bool reopens
    )
    {
        var desk = Closed(out var ticket);
        desk.Now = After(days, justBefore);

        Assert.Null(desk.Post(ticket, PureDesk.Owner));

        Assert.Equal(reopens ? TicketStatus.Open : TicketStatus.Closed, desk[ticket].Status);
        Assert.Equal(reopens ? desk.Now : null, desk[ticket].WaitingSince);
        Assert.Equal(reopens ? 1 : 2, desk.Tickets.Count);
    }

    [Fact]
    public void F4_Reopened_it_costs_what_it_cost_and_what_was_agreed_stays()
    {
        var desk = Closed(out var ticket);
        var entries = desk.Ledger.Count;

        desk.Post(ticket, PureDesk.Owner);

        Assert.Equal((10, Category.Configuration), (desk[ticket].Charged.Value, desk[ticket].Agreed!.Category));
        Assert.Equal((90, entries), (desk.Account.Balance.Value, desk.Ledger.Count));
        Assert.Null(desk[ticket].EndedAt);
        Assert.Null(desk[ticket].Outcome);
    }

    [Theory]
    [InlineData(TicketOutcome.Duplicate, TicketStatus.New, 0)]
    [InlineData(TicketOutcome.CannotBeSolved, TicketStatus.Open, 10)]
    public void F4_Whatever_its_outcome_a_closed_ticket_is_reopened_at_no_new_charge(
        TicketOutcome outcome,
        TicketStatus status,
        long charged
    )
    {
        var desk = Paid(out var ticket);
        desk.Resolve(ticket, outcome);

        Assert.Null(desk.Post(ticket, PureDesk.Owner));

        Assert.Equal((status, charged), (desk[ticket].Status, desk[ticket].Charged.Value));
        Assert.Equal(charged, (desk[ticket].Agreed?.Price ?? CreditAmount.Zero).Value);
    }

    [Fact]
    public void F4_Never_assessed_it_is_new_again()
    {
        var desk = new PureDesk();
        var ticket = desk.Open();
        desk.Resolve(ticket, TicketOutcome.CannotBeSolved);
        desk.Post(ticket, PureDesk.Owner);
        Assert.Equal(TicketStatus.New, desk[ticket].Status);
    }

    [Fact]
    public void F4_A_late_reply_becomes_a_linked_ticket_asked_when_it_was_written()
    {
        var now = After(20);
        var covered = new LicenseCoverage([new(CoverageBasis.SupportPeriod, now.AddDays(-1), now.AddDays(1))]);
        var desk = Closed(out var ticket, ceiling: 100);
        (desk.Now, desk.License) = (now, covered);

        Assert.Null(desk.Post(ticket, PureDesk.Owner));

        var child = desk[2];
        Assert.Equal((TicketStatus.New, now, now), (child.Status, child.AskedAt, child.WaitingSince));
        Assert.Equal((desk[ticket].Customer, desk[ticket].License), (child.Customer, child.License));
        Assert.Equal((ticket, covered), (child.Parent, child.Coverage));
        Assert.Null(child.PreAgreedUpTo);
        Assert.Equal(new FollowUp(2, child.FirstMessage), Assert.Single(desk[ticket].FollowUps));
        Assert.Equal((TicketStatus.Closed, 10), (desk[ticket].Status, desk[ticket].Charged.Value));
        Assert.Null(desk[ticket].PendingSince);
    }

    [Fact]
    public void F4_A_late_reply_about_a_revoked_license_is_pointed_to_the_contact_form_and_one_in_time_is_not()
    {
        var desk = Closed(out var ticket);
        desk.License = new([], RevokedAt: PureDesk.Start);
        desk.Now = After(14);

        var refusal = desk.Post(ticket, PureDesk.Owner)!;

        Assert.Equal(RefusalCode.LicenseRevoked, refusal.Code);
        Assert.EndsWith(desk.Policy.Texts.WithoutLicense, refusal.Detail, StringComparison.Ordinal);
        desk.Now -= Instant;
        Assert.Null(desk.Post(ticket, PureDesk.Owner));
    }

    [Theory]
    [InlineData(Role.Customer, 13, true)]
    [InlineData(Role.Customer, 14, false)]
    [InlineData(Role.Engineer, 14, true)]
    [InlineData(Role.Engineer, 400, true)]
    public void F4_Without_a_message_its_customer_reopens_within_the_days_of_grace_and_staff_at_any_time(
        Role role,
        int days,
        bool allowed
    )
    {
        var desk = Closed(out var ticket);
        desk.Now = After(days);

        var refusal = desk.Reopen(ticket, role == Role.Customer ? PureDesk.Owner : PureDesk.Engineer);

        Assert.Equal(allowed ? null : RefusalCode.ReopeningTooLate, refusal?.Code);
        Assert.Equal(allowed ? TicketStatus.Open : TicketStatus.Closed, desk[ticket].Status);
        Assert.Equal(allowed && role == Role.Customer ? desk.Now : null, desk[ticket].WaitingSince);
    }

    [Fact]
    public void F4_The_days_of_grace_begin_anew_with_every_closing()
    {
        var desk = Closed(out var ticket);
        desk.Now = After(13);
        desk.Post(ticket, PureDesk.Owner);
        desk.Resolve(ticket, TicketOutcome.Solved);
        desk.Close(ticket);
        desk.Now = After(26);
        Assert.Null(desk.Post(ticket, PureDesk.Owner));
        Assert.Equal(TicketStatus.Open, desk[ticket].Status);
    }

    [Theory]
    [InlineData(7, true, TicketStatus.Solved)]
    [InlineData(7, false, TicketStatus.Closed)]
    [InlineData(30, false, TicketStatus.Closed)]
    public void F4_A_solved_ticket_closes_by_itself_once_the_days_have_passed(
        int days,
        bool justBefore,
        TicketStatus status
    )
    {
        var desk = Paid(out var ticket);
        desk.Resolve(ticket, TicketOutcome.Solved);
        desk.Now = After(days, justBefore);

        desk.CloseDue();

        Assert.Equal((status, 10), (desk[ticket].Status, desk[ticket].Charged.Value));
    }

    [Fact]
    public void F4_A_reply_to_a_solved_ticket_begins_the_days_anew()
    {
        var desk = Paid(out var ticket);
        desk.Resolve(ticket, TicketOutcome.Solved);
        desk.Now = After(6);
        desk.Post(ticket, PureDesk.Owner);
        desk.Resolve(ticket, TicketOutcome.Solved);
        desk.Now = After(8);
        desk.CloseDue();
        Assert.Equal(TicketStatus.Solved, desk[ticket].Status);
        desk.Now = After(13);
        desk.CloseDue();
        Assert.Equal(TicketStatus.Closed, desk[ticket].Status);
    }

    [Fact]
    public void F4_Only_a_solved_ticket_is_listed_by_when_it_was_solved()
    {
        var desk = Paid(out var ticket);
        Assert.Null(SolvedSince());
        desk.Resolve(ticket, TicketOutcome.Solved);
        Assert.Equal(PureDesk.Start, SolvedSince());
        desk.Close(ticket);
        Assert.Null(SolvedSince());

        DateTimeOffset? SolvedSince() =>
            TicketProjections.StoredCardOf(desk[ticket], new("tic-1"), version: 1).SolvedSince;
    }

    [Fact]
    public void D12_A_duplicate_that_paid_for_less_than_it_waited_for_costs_nothing_also_when_it_is_reopened()
    {
        var desk = new PureDesk(15);
        var ticket = desk.Open(ceiling: 20);
        desk.Assess(ticket, Category.Configuration);
        desk.Assess(ticket, Category.Investigation);
        Assert.Equal(TicketStatus.AwaitingCredits, desk[ticket].Status);
        desk.Resolve(ticket, TicketOutcome.Duplicate);
        desk.Post(ticket, PureDesk.Owner);
        Assert.Equal((15, 0), (desk.Account.Balance.Value, desk[ticket].Charged.Value));
        Assert.Null(desk[ticket].Agreed);
    }

    private static DateTimeOffset After(int days, bool justBefore = false) =>
        PureDesk.Start.AddDays(days) - (justBefore ? Instant : TimeSpan.Zero);

    /// <summary>A ticket that cost 10 and was closed at <see cref="PureDesk.Start"/>.</summary>
    private static PureDesk Closed(out long ticket, long? ceiling = null)
    {
        var desk = Paid(out ticket, ceiling);
        desk.Resolve(ticket, TicketOutcome.Solved);
        desk.Close(ticket);
        return desk;
    }

    private static PureDesk Paid(out long ticket, long? ceiling = null)
    {
        var desk = new PureDesk(100);
        ticket = desk.Open(ceiling);
        desk.Assess(ticket, Category.Configuration);
        desk.Decide(ticket, ConsentDecision.Accept);
        return desk;
    }
}
