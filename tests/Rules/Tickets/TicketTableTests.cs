using Tallydesk.Identity;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>
/// Every cell of status × action × role. The expectation is written here a second time: by action, the roles by their
/// first letters (c e l a s) and the statuses in the order of <see cref="TicketStatus"/>, + for allowed, . for not in this
/// status, which for merged is told as already merged.
/// </summary>
public sealed class TicketTableTests
{
    private static readonly CustomerId Owner = new("cus-1");

    private static readonly Dictionary<TicketAction, (string Roles, string Statuses)> Expected = new()
    {
        [TicketAction.Post] = ("cela", "++++++...."),
        [TicketAction.Note] = ("ela", "++++++++++"),
        [TicketAction.Claim] = ("ela", "+++++....."),
        [TicketAction.Release] = ("ela", "++++++...."),
        [TicketAction.Assign] = ("la", "+++++....."),
        [TicketAction.ChangeUrgency] = ("ela", "+++++....."),
        [TicketAction.Assess] = ("ela", "+++++....."),
        [TicketAction.Waive] = ("ela", "++++++++.+"),
        [TicketAction.ApplyCoverage] = ("ela", "+++++....."),
        [TicketAction.Decide] = ("c", "+++++....."),
        [TicketAction.Split] = ("ela", "++++++...."),
        [TicketAction.Resolve] = ("ela", "+++++....."),
        [TicketAction.Withdraw] = ("c", "+++++....."),
        [TicketAction.Close] = ("cela", ".....+...."),
        [TicketAction.ReplyToClosed] = ("c", "......+..."),
        [TicketAction.Reopen] = ("cela", ".....++..."),
        [TicketAction.Merge] = ("ela", "+++++....."),
    };

    [Fact]
    public void Every_cell_is_a_transition_or_a_named_refusal() =>
        Assert.All(
            from action in Enum.GetValues<TicketAction>()
            from status in Enum.GetValues<TicketStatus>()
            from role in Enum.GetValues<Role>()
            select (action, status, role),
            cell =>
            {
                var actor = new Actor("id", "Name", cell.role, cell.role == Role.Customer ? Owner : null);
                var ticket = new Ticket
                {
                    Number = 1,
                    Customer = Owner,
                    Status = cell.status,
                    MergedInto = cell.status == TicketStatus.Merged ? 2 : null,
                };
                Assert.Equal(
                    ExpectedOf(cell.action, cell.status, cell.role),
                    TicketTable.Refuse(ticket, cell.action, actor)?.Code
                );
            }
        );

    [Fact]
    public void Anothers_ticket_and_an_absent_one_are_refused_alike() =>
        Assert.All(
            Enum.GetValues<TicketAction>(),
            action =>
            {
                var stranger = new Actor("id", "Name", Role.Customer, new CustomerId("cus-2"));
                var refusal = TicketTable.Refuse(new() { Number = 1, Customer = Owner }, action, stranger);
                Assert.Equal(RefusalCode.NotFound, refusal!.Code);
                Assert.Equal(refusal, TicketTable.Refuse(new(), action, stranger));
            }
        );

    private static RefusalCode? ExpectedOf(TicketAction action, TicketStatus status, Role role)
    {
        var (roles, statuses) = Expected[action];
        if (!roles.Contains(Letter(role), StringComparison.Ordinal))
        {
            return RefusalCode.Forbidden;
        }

        return statuses[(int)status] switch
        {
            '+' => null,
            _ when status == TicketStatus.Merged => RefusalCode.AlreadyMerged,
            _ => RefusalCode.NotInThisStatus,
        };
    }

    private static char Letter(Role role) => char.ToLowerInvariant(role.ToString()[0]);
}
