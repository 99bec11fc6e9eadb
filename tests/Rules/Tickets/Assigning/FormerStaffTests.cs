using Tallydesk.Identity;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>What becomes of the tickets of staff who have lost access.</summary>
public sealed class FormerStaffTests
{
    [Fact]
    public void An_open_ticket_returns_to_the_queue_with_a_note_and_only_once()
    {
        var claimed = Claimed();
        Assert.Empty(AssignmentRules.Return(claimed, "somebody-else"));

        var events = AssignmentRules.Return(claimed, PureDesk.Engineer.Id);
        var returned = events.Aggregate(claimed, TicketApply.Apply);

        Assert.Null(returned.Assignee);
        Assert.Equal(claimed.WaitingSince, returned.WaitingSince);
        var note = Assert.IsType<NoteAdded>(events[^1]);
        Assert.Equal(Author.Of(Actor.Desk), note.Author);
        Assert.Contains("Erin no longer has access", note.Body, StringComparison.Ordinal);
        Assert.Empty(AssignmentRules.Return(returned, PureDesk.Engineer.Id));
    }

    [Fact]
    public void A_ticket_that_is_over_keeps_who_worked_on_it() =>
        Assert.Empty(AssignmentRules.Return(Claimed() with { Status = TicketStatus.Solved }, PureDesk.Engineer.Id));

    [Fact]
    public void Nobody_without_access_takes_or_is_given_a_ticket()
    {
        var desk = new PureDesk();
        var ticket = desk[desk.Open()];
        var claim = AssignmentRules.Claim(ticket, PureDesk.Engineer, hasLeft: true);
        Assert.Equal(RefusalCode.Forbidden, claim.Refusal!.Code);
        var given = AssignmentRules.Assign(ticket, PureDesk.Lead, new("eng", "Erin"), hasLeft: true);
        Assert.Equal(RefusalCode.InvalidField, given.Refusal!.Code);
    }

    private static Ticket Claimed()
    {
        var desk = new PureDesk();
        var ticket = desk[desk.Open()];
        return AssignmentRules.Claim(ticket, PureDesk.Engineer).Value!.Events.Aggregate(ticket, TicketApply.Apply);
    }
}
