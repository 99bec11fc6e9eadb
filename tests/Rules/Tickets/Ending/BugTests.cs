using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Xunit;
using static Tallydesk.Tests.Tickets.Outcomes;

namespace Tallydesk.Tests.Tickets;

/// <summary>Worked examples of tickets that turn out to be bugs, or not (Policy G1 to G3).</summary>
public sealed class BugTests
{
    [Theory]
    [InlineData(Category.SecurityBug, CoverageBasis.SecurityBug)]
    [InlineData(Category.ProductBug, CoverageBasis.ProductBug)]
    public void G1_G2_A_bug_costs_nothing_and_what_was_charged_goes_back(Category bug, CoverageBasis coverage)
    {
        var desk = Paid(Category.Investigation, out var ticket);
        desk.Assess(ticket, bug);
        Assert.Equal(
            (100, 0, coverage),
            (desk.Account.Balance.Value, desk[ticket].Charged.Value, desk[ticket].Agreed!.Coverage)
        );
    }

    [Fact]
    public void G1_A_security_bug_is_fixed_free_with_balance_0()
    {
        var desk = new PureDesk();
        var ticket = desk.Open();
        desk.Assess(ticket, Category.SecurityBug);
        Assert.Null(desk.Resolve(ticket, TicketOutcome.Solved));
        Assert.Equal((TicketStatus.Solved, 0), (desk[ticket].Status, desk.Account.Balance.Value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Category.Question)]
    [InlineData(Category.Investigation)]
    [InlineData(Category.ProductBug)]
    public void G2_Solved_by_the_release_with_its_fix_a_ticket_costs_nothing(Category? category)
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open(ceiling: 20);
        if (category is { } assessed)
        {
            desk.Assess(ticket, assessed);
        }

        Assert.Null(desk.Fix(ticket, "4.19.1", TicketOutcome.Solved));
        Assert.Equal(
            (TicketStatus.Solved, "4.19.1", 100),
            (desk[ticket].Status, desk[ticket].FixedIn, desk.Account.Balance.Value)
        );
        Assert.Equal(Category.ProductBug, desk[ticket].Agreed!.Category);
        desk.Post(ticket, PureDesk.Owner);
        Assert.Equal((TicketStatus.Open, null), (desk[ticket].Status, desk[ticket].FixedIn));
    }

    [Fact]
    public void G2_What_waited_for_credits_is_a_product_bug_from_then_on()
    {
        var desk = new PureDesk(5);
        var ticket = desk.Open(ceiling: 20);
        desk.Assess(ticket, Category.Investigation);
        desk.Fix(ticket, "4.19.1", TicketOutcome.Solved);
        Assert.Empty(desk.Account.Waiting);
        Assert.Equal((Category.ProductBug, 0), (desk[ticket].Agreed!.Category, desk[ticket].Charged.Value));
    }

    [Fact]
    public void G2_A_security_bug_stays_one_when_its_release_is_named()
    {
        var desk = new PureDesk();
        var ticket = desk.Open();
        desk.Assess(ticket, Category.SecurityBug);
        desk.Fix(ticket, "4.18.3.SP2", TicketOutcome.Solved);
        Assert.Equal((Category.SecurityBug, 1), (desk[ticket].Agreed!.Category, desk[ticket].LastRevision));
    }

    [Theory]
    [InlineData(null, TicketOutcome.Solved)]
    [InlineData("", TicketOutcome.Solved)]
    [InlineData("12345678901234567890123456789012345678901", TicketOutcome.Solved)]
    [InlineData("4.19.1", TicketOutcome.Duplicate)]
    [InlineData("4.19.1", TicketOutcome.CannotBeSolved)]
    [InlineData("4.19.1", TicketOutcome.ReferredToCustomDevelopment)]
    public void G2_A_product_bug_is_solved_by_naming_a_release_and_nothing_else_is(
        string? fixedIn,
        TicketOutcome outcome
    )
    {
        var desk = new PureDesk();
        var ticket = desk.Open();
        desk.Assess(ticket, Category.ProductBug);
        var refusal = desk.Fix(ticket, fixedIn, outcome)!;
        Assert.Equal(RefusalCode.InvalidField, refusal.Code);
        Assert.Contains(refusal.Facts, fact => fact is { Name: "field", Text: "fixedIn" });
    }

    [Fact]
    public void G2_Without_an_upgrade_subscription_the_customer_is_told_that_one_may_be_needed()
    {
        var desk = new PureDesk();
        var ticket = desk.Open();
        Assert.False(Told(UpgradeSubscription.None));
        desk.Fix(ticket, "4.19.1", TicketOutcome.Solved);
        Assert.True(Told(UpgradeSubscription.None));
        Assert.True(Told(UpgradeSubscription.ActiveUntil(PureDesk.Start)));
        Assert.False(Told(UpgradeSubscription.ActiveUntil(PureDesk.Start.AddTicks(1))));
        Assert.False(Told(UpgradeSubscription.Lifetime));

        bool Told(UpgradeSubscription subscription) =>
            TicketProjections.FixNeedsSubscription(desk[ticket], new([], subscription), PureDesk.Start);
    }

    [Fact]
    public void G3_What_others_changed_is_an_investigation_with_consent()
    {
        var desk = new PureDesk(100);
        var ticket = desk.Open();
        desk.Assess(ticket, Category.ProductBug);
        desk.Assess(ticket, Category.Investigation);
        Assert.Equal((TicketStatus.AwaitingConsent, 100), (desk[ticket].Status, desk.Account.Balance.Value));
        desk.Decide(ticket, ConsentDecision.Accept);
        Assert.Equal(80, desk.Account.Balance.Value);
    }
}
