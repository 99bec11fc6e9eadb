using System.Collections.Frozen;
using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>The actions on a ticket.</summary>
[Stored("ticketAction")]
public enum TicketAction
{
    /// <summary>Write a public message.</summary>
    Post,

    /// <summary>Write an internal note.</summary>
    Note,

    /// <summary>Claim the ticket.</summary>
    Claim,

    /// <summary>Release it.</summary>
    Release,

    /// <summary>Assign it.</summary>
    Assign,

    /// <summary>Set or remove the urgent flag.</summary>
    ChangeUrgency,

    /// <summary>Assess it.</summary>
    Assess,

    /// <summary>Waive its price (Policy D6).</summary>
    Waive,

    /// <summary>Apply its license's current coverage (Policy B9).</summary>
    ApplyCoverage,

    /// <summary>Accept or decline an assessment.</summary>
    Decide,

    /// <summary>Split messages.</summary>
    Split,

    /// <summary>Resolve it.</summary>
    Resolve,

    /// <summary>Withdraw it.</summary>
    Withdraw,

    /// <summary>Close it.</summary>
    Close,

    /// <summary>Write to it although it is closed: within the grace period that reopens it, later it opens a follow-up ticket (Policy F4).</summary>
    ReplyToClosed,

    /// <summary>Reopen it without a message (Policy F4).</summary>
    Reopen,

    /// <summary>Merge it into another one, or another one into it (Policy F5).</summary>
    Merge,
}

/// <summary>Status × action × role: the single source of what can be done, when and by whom. The effects of an action are defined in its rule.</summary>
public static class TicketTable
{
    private static readonly ImmutableArray<TicketStatus> Live =
    [
        TicketStatus.New,
        TicketStatus.AwaitingConsent,
        TicketStatus.AwaitingCredits,
        TicketStatus.Open,
        TicketStatus.Pending,
    ];

    private static readonly ImmutableArray<TicketStatus> LiveOrSolved = [.. Live, TicketStatus.Solved];

    /// <summary>Statuses in which there can be a charge to waive; a merged ticket has none (Policy F5).</summary>
    private static readonly ImmutableArray<TicketStatus> Chargeable =
    [
        .. LiveOrSolved,
        TicketStatus.Closed,
        TicketStatus.Withdrawn,
        TicketStatus.ReferredToCustomDevelopment,
    ];

    private static readonly ImmutableArray<Role> Staff = [Role.Engineer, Role.Lead, Role.Admin];
    private static readonly ImmutableArray<Role> Leads = [Role.Lead, Role.Admin];
    private static readonly ImmutableArray<Role> Customers = [Role.Customer];
    private static readonly ImmutableArray<Role> Everyone = [Role.Customer, Role.Engineer, Role.Lead, Role.Admin];

    private static readonly FrozenDictionary<TicketAction, Row> Rows = new Dictionary<TicketAction, Row>
    {
        [TicketAction.Post] = new(Everyone, LiveOrSolved),
        [TicketAction.Note] = new(Staff, [.. Enum.GetValues<TicketStatus>()]),
        [TicketAction.Claim] = new(Staff, Live),
        [TicketAction.Release] = new(Staff, LiveOrSolved),
        [TicketAction.Assign] = new(Leads, Live),
        [TicketAction.ChangeUrgency] = new(Staff, Live),
        [TicketAction.Assess] = new(Staff, Live),
        [TicketAction.Waive] = new(Staff, Chargeable),
        [TicketAction.ApplyCoverage] = new(Staff, Live),
        [TicketAction.Decide] = new(Customers, Live),
        [TicketAction.Split] = new(Staff, LiveOrSolved),
        [TicketAction.Resolve] = new(Staff, Live),
        [TicketAction.Withdraw] = new(Customers, Live),
        [TicketAction.Close] = new(Everyone, [TicketStatus.Solved]),
        [TicketAction.ReplyToClosed] = new(Customers, [TicketStatus.Closed]),
        [TicketAction.Reopen] = new(Everyone, [TicketStatus.Solved, TicketStatus.Closed]),
        [TicketAction.Merge] = new(Staff, Live),
    }.ToFrozenDictionary();

    /// <summary>Whether work on a ticket continues.</summary>
    public static bool IsLive(TicketStatus status) => Live.Contains(status);

    /// <summary>Whether a role can do something with a ticket in a status; the rule of the action can still refuse.</summary>
    public static bool Allows(TicketAction action, TicketStatus status, Role role) =>
        Rows[action] is var row && row.Roles.Contains(role) && row.Statuses.Contains(status);

    /// <summary>Why an actor can't do something with a ticket in its current state; null if they can.</summary>
    /// <remarks>In this order: <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.Forbidden"/>, <see cref="RefusalCode.NotInThisStatus"/> or, of a merged ticket, <see cref="RefusalCode.AlreadyMerged"/> with the number of the surviving ticket.</remarks>
    public static Refusal? Refuse(Ticket ticket, TicketAction action, Actor actor)
    {
        if (!ticket.Exists || !actor.Sees(ticket.Customer))
        {
            return NotFound;
        }

        var row = Rows[action];
        if (!row.Roles.Contains(actor.Role))
        {
            return new(RefusalCode.Forbidden, $"The role {Name(actor.Role)} is not allowed to do this.");
        }

        if (row.Statuses.Contains(ticket.Status))
        {
            return null;
        }

        return ticket.MergedInto is { } survivor
            ? new Refusal(
                RefusalCode.AlreadyMerged,
                $"Ticket {ticket.Number} was merged into ticket {survivor}. Continue there."
            ).With("ticket", survivor)
            : new Refusal(
                RefusalCode.NotInThisStatus,
                $"Ticket {ticket.Number} has the status {Name(ticket.Status)}, so this is not possible."
            ).With("ticketStatus", Name(ticket.Status));
    }

    /// <summary>The refusal for a ticket that doesn't exist or that the actor can't see: the same for both.</summary>
    public static Refusal NotFound { get; } = new(RefusalCode.NotFound, "Ticket not found.");

    private static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => Journal.StoredNames.Of(value);

    private sealed record Row(ImmutableArray<Role> Roles, ImmutableArray<TicketStatus> Statuses);
}
