using System.Text;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>The table in <c>docs/tickets.md</c> is the code's: what a new action changes there is printed by the failing test.</summary>
public sealed class TicketDocumentTests
{
    private const string Beginning = "| action |";
    private const string MovesBeginning = "| what happens |";
    private static readonly CustomerId Owner = new("cus-1");

    /// <summary>How each action is asked for, below <c>/v1/tickets/{number}</c>.</summary>
    private static readonly Dictionary<TicketAction, string> Routes = new()
    {
        [TicketAction.Post] = "`POST messages`",
        [TicketAction.Note] = "`POST messages`, `internal`",
        [TicketAction.Claim] = "`POST claim`",
        [TicketAction.Release] = "`POST release`",
        [TicketAction.Assign] = "`POST assignee`",
        [TicketAction.ChangeUrgency] = "`POST urgency`",
        [TicketAction.Assess] = "`POST assessments`",
        [TicketAction.Waive] = "`POST waivers`",
        [TicketAction.ApplyCoverage] = "`POST coverage`",
        [TicketAction.Decide] = "`POST consents`",
        [TicketAction.Split] = "`POST splits`",
        [TicketAction.Resolve] = "`POST resolution`",
        [TicketAction.Withdraw] = "`POST withdrawal`",
        [TicketAction.Close] = "`POST closing`",
        [TicketAction.ReplyToClosed] = "`POST messages`",
        [TicketAction.Reopen] = "`POST reopening`",
        [TicketAction.Merge] = "`POST merges`, either of the two",
    };

    [Fact]
    public void The_document_shows_the_table_of_the_code()
    {
        var document = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "tickets.md"));
        var shown = document[document.IndexOf(Beginning, StringComparison.Ordinal)..];
        Assert.True(Table() == shown, $"docs/tickets.md is to end in:\n{Table()}");
    }

    [Fact]
    public void The_document_shows_what_leads_where()
    {
        var document = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "tickets.md"));
        Assert.True(
            document.Contains(Moves(), StringComparison.Ordinal),
            $"docs/tickets.md is to hold, in the place of the table before its last one:\n{Moves()}"
        );
    }

    /// <summary>Every change of status that a command brings about, found by trying all of them.</summary>
    private static string Moves()
    {
        var moves =
            from command in TicketWalk.Commands
            from role in Enum.GetValues<Role>()
            from status in Enum.GetValues<TicketStatus>()
            from desk in TicketWalk.DesksAt(status)
            let actor = TicketWalk.ActorOf(role)
            where desk.Do(1, actor, (ticket, origin) => command.Decide(desk, ticket, origin)) is null
            where desk[1].Status != status
            select (
                command.Name,
                Who: command.Action == TicketAction.Post ? WhoWrites(role) : "",
                status,
                desk[1].Status
            );
        var table = new StringBuilder($"{MovesBeginning} from | to |\n|---|---|---|\n");
        foreach (var move in moves.Distinct().GroupBy(move => (move.Name, move.Who, To: move.Item4)))
        {
            var from = move.Select(one => one.status).Order().Select(one => StoredNames.Of(one));
            table.Append(
                $"| {move.Key.Name}{move.Key.Who} | {string.Join(", ", from)} | {StoredNames.Of(move.Key.To)} |\n"
            );
        }

        return table.ToString();
    }

    private static string WhoWrites(Role role) => role == Role.Customer ? " by the customer" : " by staff";

    private static string Table()
    {
        var statuses = Enum.GetValues<TicketStatus>();
        var table = new StringBuilder()
            .Append(
                $"{Beginning} how | who | {string.Join(" | ", statuses.Select(status => StoredNames.Of(status)))} |\n"
            )
            .Append($"|---|---|---|{string.Concat(statuses.Select(_ => ":-:|"))}\n");
        foreach (var action in Enum.GetValues<TicketAction>())
        {
            var who = Enum.GetValues<Role>().Where(role => statuses.Any(status => May(role, action, status))).ToArray();
            var cells = statuses.Select(status => May(who[0], action, status) ? "●" : "");
            table.Append(
                $"| {StoredNames.Of(action)} | {Routes[action]} | {Names(who)} | {string.Join(" | ", cells)} |\n"
            );
        }

        return table.ToString();
    }

    private static string Names(Role[] roles) => string.Join(", ", roles.Select(role => StoredNames.Of(role)));

    private static bool May(Role role, TicketAction action, TicketStatus status)
    {
        var actor = new Actor("id", "Name", role, role == Role.Customer ? Owner : null);
        var ticket = new Ticket
        {
            Number = 1,
            Customer = Owner,
            Status = status,
        };
        return TicketTable.Refuse(ticket, action, actor) is null;
    }
}
