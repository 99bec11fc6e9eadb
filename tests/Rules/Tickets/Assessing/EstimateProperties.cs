using CsCheck;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>What staff are told before they assess is what assessing then does, whatever happened on the ticket before.</summary>
public sealed class EstimateProperties
{
    private static readonly UpgradePath Path = new("4.3.1", "4.3.4");

    private static readonly Gen<AssessTicket> Commands =
        from category in Gen.Enum<Category>()
        from credits in Gen.Long[10, 60]
        select new AssessTicket(
            category,
            category == Category.ComplexModification ? new CreditAmount(credits) : null,
            category == Category.Upgrade ? Path : null,
            MinorModification: false,
            Note: null
        );

    /// <summary>Desks where ticket 1 has a history, and where others may wait for credits before it or behind it.</summary>
    private static readonly Gen<PureDesk> Desks =
        from beginning in Gen.Int[0, TicketActs.Beginnings.Length - 1]
            .Select(index => TicketActs.Beginnings[index].Open)
        from isBehind in Gen.Bool
        from acts in Gen.Int[0, TicketActs.All.Length - 1].Select(index => TicketActs.All[index]).Array[0, 6]
        from isAhead in Gen.Bool
        select Played(beginning(), isBehind, acts, isAhead);

    [Fact]
    public void D5_An_estimate_says_what_assessing_does() =>
        Gen.Select(Desks, Commands)
            .Sample((desk, command) => Assert.Equal(Estimated(desk, command), Done(desk, command)), iter: 10_000);

    [Fact]
    public void D5_An_estimate_tells_a_charge_that_waits_behind_others()
    {
        var desk = new PureDesk(balance: 30);
        desk.Assess(desk.Open(ceiling: 1_000), Category.ComplexModification, credits: 1_000);
        var ticket = desk.Open();

        var told = Estimate(desk, ticket, new(Category.Question, null, null, false, null)).Value!;

        Assert.Equal(
            (AssessmentOutcome.AwaitingCredits, Shortage.Of(new(5), new(30), new(1_000))),
            (told.Outcome, told.Shortage)
        );
        Assert.Equal(975, told.Shortage!.Missing.Value);
    }

    private static PureDesk Played(PureDesk desk, bool isBehind, TicketAct[] acts, bool isAhead)
    {
        if (isBehind)
        {
            Wait(desk);
        }

        foreach (var act in acts)
        {
            act.Do(desk);
        }

        if (isAhead)
        {
            Wait(desk);
        }

        return desk;
    }

    private static void Wait(PureDesk desk) => desk.Assess(desk.Open(ceiling: 60), Category.ComplexModification, 60);

    private static Refusals.Answer<AssessmentEstimate> Estimate(PureDesk desk, long number, AssessTicket command) =>
        EstimateRules.Estimate(
            desk[number],
            $"tic-{number}",
            PureDesk.Engineer,
            command,
            desk.Policy,
            Receipts.View(desk.Account, version: 1),
            desk.Now,
            modification: null
        );

    private static string Estimated(PureDesk desk, AssessTicket command)
    {
        var told = Estimate(desk, 1, command);
        return told.Ok
            ? Said(told.Value.Outcome, told.Value.Assessment.Price.Value, told.Value.Shortage)
            : told.Refusal.Code.ToString();
    }

    private static string Done(PureDesk desk, AssessTicket command)
    {
        if (desk.Assess(1, command.Category, command.Credits?.Value, command.Upgrade) is { } refusal)
        {
            return refusal.Code.ToString();
        }

        var ticket = desk[1];
        var receipt = TicketProjections.Receipt(ticket, version: 1, Receipts.View(desk.Account, version: 1));
        return Said(OutcomeOf(ticket.Status), receipt.Assessment!.Price.Value, receipt.Shortage);
    }

    private static AssessmentOutcome OutcomeOf(TicketStatus status) =>
        status switch
        {
            TicketStatus.AwaitingConsent => AssessmentOutcome.AwaitingConsent,
            TicketStatus.AwaitingCredits => AssessmentOutcome.AwaitingCredits,
            _ => AssessmentOutcome.Charged,
        };

    private static string Said(AssessmentOutcome outcome, long price, Shortage? shortage) =>
        $"{outcome} {price}, {shortage}";
}
