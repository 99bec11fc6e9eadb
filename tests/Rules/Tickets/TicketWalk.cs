using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;

namespace Tallydesk.Tests.Tickets;

/// <summary>A well-formed command on a ticket.</summary>
/// <param name="Action">Its action in the table.</param>
/// <param name="Name">What happens, in the words of the document.</param>
/// <param name="Decide">The product's rule.</param>
internal sealed record WalkCommand(
    TicketAction Action,
    string Name,
    Func<PureDesk, Ticket, Origin, Answer<Decision<TicketEvent>>> Decide
);

/// <summary>
/// Every command of the ticket table, and tickets of every status to try it on. A new action needs a command here, a new
/// status a way to get there.
/// </summary>
internal static class TicketWalk
{
    private static readonly LicenseCoverage Care = Outcomes.CareFrom(PureDesk.Start);

    public static ImmutableArray<WalkCommand> Commands { get; } =
    [
        new(
            TicketAction.Post,
            "message",
            (desk, t, by) => ConversationRules.Post(t, by.Actor, new("b", false), desk.Now)
        ),
        new(
            TicketAction.Note,
            "internal note",
            (desk, t, by) => ConversationRules.Post(t, by.Actor, new("b", true), desk.Now)
        ),
        new(TicketAction.Claim, "claim", (_, t, by) => AssignmentRules.Claim(t, by.Actor)),
        new(TicketAction.Release, "release", (_, t, by) => AssignmentRules.Release(t, by.Actor)),
        new(TicketAction.Assign, "assignment", (_, t, by) => AssignmentRules.Assign(t, by.Actor, new("e", "E"))),
        new(
            TicketAction.ChangeUrgency,
            "urgency",
            (_, t, by) => AssignmentRules.ChangeUrgency(t, by.Actor, new(true, "r"))
        ),
        new(TicketAction.Assess, "assessment that needs no agreement", Assess(Category.Question)),
        new(TicketAction.Assess, "assessment that needs agreement", Assess(Category.ComplexModification)),
        new(TicketAction.Waive, "waiver", (desk, t, by) => ReliefRules.Waive(t, by, new("r"), desk.Now)),
        new(
            TicketAction.ApplyCoverage,
            "applied coverage",
            (desk, t, by) =>
                ReliefRules.ApplyCoverage(t, by, new("r"), Care, desk.Policy, desk.Account.Balance, desk.Now)
        ),
        new(TicketAction.Decide, "consent: accept", Decide(ConsentDecision.Accept)),
        new(TicketAction.Decide, "consent: decline", Decide(ConsentDecision.Decline)),
        new(
            TicketAction.Split,
            "split",
            (desk, t, by) => SplitRules.Split(t, "tic-1", by, new([1], "s"), [], Care, desk.Now)
        ),
        .. Enum.GetValues<TicketOutcome>()
            .Select(outcome => new WalkCommand(
                TicketAction.Resolve,
                $"resolution: {StoredNames.Of(outcome)}",
                (desk, t, by) => EndingRules.Resolve(t, by, new(outcome, null), desk.Policy, desk.Now)
            )),
        new(TicketAction.Withdraw, "withdrawal", (desk, t, by) => EndingRules.Withdraw(t, by, desk.Now)),
        new(TicketAction.Close, "closing", (desk, t, by) => EndingRules.Close(t, by.Actor, desk.Now)),
        new(
            TicketAction.ReplyToClosed,
            "reply to a closed ticket in time",
            (desk, t, by) => ReopeningRules.Reply(t, "tic-1", by, new("b", false), Care, desk.Policy, desk.Now)
        ),
        new(
            TicketAction.Reopen,
            "reopening",
            (desk, t, by) => ReopeningRules.Reopen(t, by.Actor, desk.Policy, desk.Now)
        ),
        new(
            TicketAction.Merge,
            "merge into another ticket",
            (desk, t, by) =>
                MergeRules.End(
                    t with
                    {
                        Merge = new(new("tic-2"), 2, desk.Now, by),
                    },
                    by,
                    new(new("tic-2"), 2),
                    refused: null,
                    desk.Now
                )
        ),
    ];

    /// <summary>Desks whose ticket 1 stands in a status: with credits for whatever comes, and with too few.</summary>
    public static IEnumerable<PureDesk> DesksAt(TicketStatus status)
    {
        foreach (var (balance, category) in new[] { (1_000, Category.Investigation), (5, Category.Question) })
        {
            var desk = new PureDesk(balance);
            if (TryReach(desk, category, status))
            {
                yield return desk;
            }
        }
    }

    /// <summary>Somebody of a role, who sees the ticket.</summary>
    public static Actor ActorOf(Role role) =>
        new(StoredNames.Of(role), "Name", role, role == Role.Customer ? PureDesk.Owner.Customer : null);

    private static bool TryReach(PureDesk desk, Category category, TicketStatus status)
    {
        var ticket = desk.Open(ceiling: status == TicketStatus.AwaitingCredits ? 20 : null);
        switch (status)
        {
            case TicketStatus.New:
                break;
            case TicketStatus.AwaitingConsent or TicketStatus.AwaitingCredits:
                desk.Assess(ticket, Category.Investigation);
                break;
            case TicketStatus.Withdrawn:
                desk.Withdraw(ticket);
                break;
            case TicketStatus.Merged:
                desk.Merge(ticket, desk.Open());
                break;
            default:
                desk.Assess(ticket, category);
                desk.Decide(ticket, ConsentDecision.Accept);
                Finish(desk, ticket, status);
                break;
        }

        return desk[ticket].Status == status;
    }

    private static void Finish(PureDesk desk, long ticket, TicketStatus status)
    {
        switch (status)
        {
            case TicketStatus.Pending:
                desk.Post(ticket, PureDesk.Engineer);
                break;
            case TicketStatus.Solved:
                desk.Resolve(ticket, TicketOutcome.Solved);
                break;
            case TicketStatus.Closed:
                desk.Resolve(ticket, TicketOutcome.CannotBeSolved);
                break;
            case TicketStatus.ReferredToCustomDevelopment:
                desk.Resolve(ticket, TicketOutcome.ReferredToCustomDevelopment);
                break;
            default:
                break;
        }
    }

    private static Func<PureDesk, Ticket, Origin, Answer<Decision<TicketEvent>>> Assess(Category category) =>
        (desk, ticket, by) =>
            AssessmentRules.Assess(
                ticket,
                by,
                new(
                    category,
                    category == Category.ComplexModification ? new CreditAmount(35) : null,
                    null,
                    false,
                    null
                ),
                desk.Policy,
                desk.Account.Balance,
                desk.Now
            );

    private static Func<PureDesk, Ticket, Origin, Answer<Decision<TicketEvent>>> Decide(ConsentDecision decision) =>
        (desk, ticket, by) =>
            AssessmentRules.Decide(ticket, by, new(Math.Max(1, ticket.LastRevision), decision, true), desk.Now);
}
