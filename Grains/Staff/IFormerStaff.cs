using System.Collections.Immutable;

namespace Tallydesk.Staff;

/// <summary>
/// Knows who no longer works here: people who are disabled or no longer have a staff role, and tokens that were revoked or
/// have expired. Read from the database each time, so nothing has to be remembered about who left.
/// </summary>
public interface IFormerStaff
{
    /// <summary>Whether an actor has left; false for one that is unknown.</summary>
    Task<bool> IncludesAsync(string actorId);

    /// <summary>Tickets in the queue and chats that are still assigned to former staff.</summary>
    /// <param name="limit">The maximum number.</param>
    Task<ImmutableArray<HeldWork>> ReadHeldAsync(int limit);
}

/// <summary>A ticket or chat that is still assigned to a former member of staff.</summary>
/// <param name="GrainKey">The ticket's or chat's grain.</param>
/// <param name="Assignee">The former assignee's actor id.</param>
public sealed record HeldWork(string GrainKey, string Assignee);
