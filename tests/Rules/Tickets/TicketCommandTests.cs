using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Every command, at every status, by every role: the rule accepts and refuses as the table says.</summary>
public sealed class TicketCommandTests
{
    private static readonly RefusalCode[] TheTables =
    [
        RefusalCode.NotFound,
        RefusalCode.Forbidden,
        RefusalCode.NotInThisStatus,
        RefusalCode.AlreadyMerged,
    ];

    public static TheoryData<TicketStatus> Statuses => [.. Enum.GetValues<TicketStatus>()];

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Every_command_is_refused_exactly_where_the_table_refuses_it(TicketStatus status)
    {
        var desks = TicketWalk.DesksAt(status).ToList();
        Assert.NotEmpty(desks);
        var differing =
            from desk in desks
            from command in TicketWalk.Commands
            from role in Enum.GetValues<Role>()
            let actor = TicketWalk.ActorOf(role)
            let told = TicketTable.Refuse(desk[1], command.Action, actor)?.Code
            let refused = command.Decide(desk, desk[1], new Origin(actor, "command", "")).Refusal?.Code
            where told is null ? TheTables.Any(code => code == refused) : told != refused
            select $"{command.Name} by {role}: the table says {told}, the rule {refused}";
        Assert.Equal("", string.Join('\n', differing));
    }

    [Fact]
    public void Every_action_of_the_table_has_a_command() =>
        Assert.Equal(
            Enum.GetValues<TicketAction>(),
            TicketWalk.Commands.Select(command => command.Action).Distinct().Order()
        );

    [Fact]
    public void A_strangers_every_command_is_refused_as_if_there_were_no_ticket()
    {
        var stranger = new Actor("id", "Name", Role.Customer, new CustomerId("cus-2"));
        Assert.All(
            from status in Enum.GetValues<TicketStatus>()
            from desk in TicketWalk.DesksAt(status)
            from command in TicketWalk.Commands
            select command.Decide(desk, desk[1], new Origin(stranger, "command", "")),
            decided => Assert.Equal(TicketTable.NotFound, decided.Refusal)
        );
    }
}
