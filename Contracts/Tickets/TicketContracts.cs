using System.Collections.Immutable;
using Tallydesk.Queues;

namespace Tallydesk.Tickets;

/// <summary>What browsers and programs call at <c>/hubs/tickets</c>.</summary>
public interface ITicketHub
{
    /// <summary>
    /// Starts sending changes of a ticket to this connection, for up to 100 tickets. A change that the caller has already read may still be
    /// sent. Null if the ticket doesn't exist or can't be seen.
    /// </summary>
    Task<TicketFollowing?> Follow(long number);

    /// <summary>A staff member is writing a reply, or no longer is. Repeat within 15 seconds while writing.</summary>
    Task<ActAnswer> Reply(long number, bool replying);
}

/// <summary>The messages to followers of <c>/hubs/tickets</c>.</summary>
public interface ITicketClient
{
    /// <summary>Something about the ticket has changed that the follower may see: read it again.</summary>
    Task Touched(long number);

    /// <summary>Everyone who is replying, for staff; empty for no one.</summary>
    Task Replying(long number, ImmutableArray<BoardAssignee> who);
}

/// <summary>The current state of a ticket that is followed from now on.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Replying">Who writes an answer; empty to its customer.</param>
public sealed record TicketFollowing(long Version, ImmutableArray<BoardAssignee> Replying);
