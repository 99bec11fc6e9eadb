using System.Collections.Immutable;
using Tallydesk.Queues;

namespace Tallydesk.Tickets;

/// <summary>What browsers and programs call at <c>/hubs/tickets</c>.</summary>
public interface ITicketHub
{
    /// <summary>
    /// Begins to tell this connection of a ticket, at most 100 of them. A change that the caller has read already may still be
    /// told. Null: there is no such ticket to see.
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
