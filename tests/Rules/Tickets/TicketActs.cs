using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Something done with ticket 1 of a desk, or with its customer's account.</summary>
internal sealed record TicketAct(string Name, Action<PureDesk> Do)
{
    public override string ToString() => Name;
}

/// <summary>Every act that can move credits, and what holds after each of them.</summary>
internal static class TicketActs
{
    private const long Ticket = 1;
    private static readonly LicenseCoverage Care = Outcomes.CareFrom(PureDesk.Start);

    /// <summary>The acts, each of them whole: what it moves has been settled.</summary>
    public static ImmutableArray<TicketAct> All { get; } =
    [
        .. Enum.GetValues<Category>()
            .Select(category => new TicketAct(
                $"assess {category}",
                desk =>
                    desk.Assess(
                        Ticket,
                        category,
                        category == Category.ComplexModification ? 35 : null,
                        category == Category.Upgrade ? new UpgradePath("4.3.1", "4.3.4") : null
                    )
            )),
        new("assess a minor modification", desk => desk.AssessMinor(Ticket)),
        new("accept", desk => desk.Decide(Ticket, ConsentDecision.Accept, acknowledged: true)),
        new("decline", desk => desk.Decide(Ticket, ConsentDecision.Decline)),
        new("waive", desk => desk.Waive(Ticket)),
        new("apply coverage", desk => desk.Cover(Ticket, Care)),
        .. Enum.GetValues<TicketOutcome>()
            .Select(outcome => new TicketAct($"resolve {outcome}", desk => desk.Resolve(Ticket, outcome))),
        new("solve with a fix", desk => desk.Fix(Ticket, "4.19.1", TicketOutcome.Solved)),
        new("withdraw", desk => desk.Withdraw(Ticket)),
        new("close", desk => desk.Close(Ticket)),
        new("reopen", desk => desk.Reopen(Ticket)),
        new("reply", desk => desk.Post(Ticket, PureDesk.Owner)),
        new("merge", desk => desk.Merge(Ticket, Ticket + 1)),
        new("purchase 10", desk => desk.Purchase(10)),
        new("purchase 30", desk => desk.Purchase(30)),
        new("take 10 away", desk => desk.Adjust(-10)),
    ];

    /// <summary>
    /// One act of each kind that moves credits in a way of its own. Left out are those that do what another act does: a
    /// reply reopens as a reopening does, one dear category waits as the other, and so on.
    /// </summary>
    public static ImmutableArray<TicketAct> OfEachKind { get; } =
    [
        .. All.Where(act =>
            act.Name
                is not (
                    "assess ComplexModification"
                    or "assess ProductBug"
                    or "resolve ReferredToCustomDevelopment"
                    or "reply"
                    or "take 10 away"
                )
        ),
    ];

    /// <summary>Desks to begin with: ticket 1 is played with, ticket 2 is there to be merged into.</summary>
    public static ImmutableArray<(string Name, Func<PureDesk> Open)> Beginnings { get; } =
    [
        ("no credits", () => Opened(0, null, null)),
        ("no credits, agreed in advance to 20", () => Opened(0, 20, null)),
        ("12 credits, agreed in advance to 20", () => Opened(12, 20, null)),
        ("no credits, under VIP care", () => Opened(0, null, Care)),
    ];

    /// <summary>What holds of a desk at rest (Policy D12, I1, I2, I4).</summary>
    public static void AssertAgrees(PureDesk desk)
    {
        var ticket = desk[Ticket];
        Assert.Equal((null, null, null), (ticket.Settlement, ticket.Modification, ticket.Return));
        var net = -desk.Ledger.Where(entry => entry.Ticket == Ticket).Sum(entry => entry.Amount);
        Assert.Equal(net, ticket.Charged);
        Assert.Equal(ticket.Charged, ticket.Spent.Sum(lot => lot.Credits));
        Assert.Equal(ticket.Waiting?.Charge, desk.Account.Waiting.SingleOrDefault()?.Operation);
        Assert.True(ticket.IsLive || ticket.Waiting is null, "A charge waits for a ticket that has ended.");
        if (!ticket.IsLive || ticket.Proposed is null)
        {
            Assert.Equal(
                ticket.Agreed?.Price ?? CreditAmount.Zero,
                ticket.Charged + (ticket.Waiting?.Required ?? CreditAmount.Zero)
            );
        }

        Assert.Equal(desk.Account.Balance, desk.Account.Lots.Sum(lot => lot.Remaining));
    }

    /// <summary>Whether an act changed anything that a later one depends on: the account, or what the ticket costs and may become.</summary>
    public static bool Differ(PureDesk before, PureDesk after) =>
        before.Account != after.Account || Essence(before[Ticket]) != Essence(after[Ticket]);

    private static Ticket Essence(Ticket ticket) =>
        ticket with
        {
            HistorySeq = 0,
            ShownSeq = 0,
            WaitingSince = null,
            Splits = [],
            FollowUps = [],
        };

    private static PureDesk Opened(long balance, long? ceiling, LicenseCoverage? coverage)
    {
        var desk = new PureDesk();
        if (balance > 0)
        {
            desk.Purchase(balance);
        }

        desk.Open(ceiling, coverage, acknowledged: true);
        desk.Open();
        return desk;
    }
}
