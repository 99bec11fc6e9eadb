namespace Tallydesk.Storage.Committing;

/// <summary>Writes groups of commits, one group at a time, each in one transaction.</summary>
public interface IGroupWriter : IAsyncDisposable
{
    /// <summary>Completes once the group is on disk: all of its commits but those it found to be stale (<see cref="PendingCommit.MarkStale"/>).</summary>
    /// <param name="group">Commits of different grains, those joined to them included, sorted by grain key.</param>
    /// <exception cref="GroupException">The group was not written, or perhaps not; the outcome says which.</exception>
    Task WriteAsync(IReadOnlyList<PendingCommit> group);
}

/// <summary>How the writing of a group ended when it did not succeed.</summary>
public enum GroupOutcome
{
    /// <summary>Not written: one of its command ids or operation keys is already in the database.</summary>
    DuplicateCommand,

    /// <summary>Not written: the database refuses one of its rows.</summary>
    RowRefused,

    /// <summary>Not written: joined commits are stale. Each is marked (<see cref="PendingCommit.IsStale"/>); the rest can be written without them.</summary>
    JoinedStale,

    /// <summary>Not written: another transaction was in the way, and a repeat may succeed.</summary>
    Conflict,

    /// <summary>Not written: the database can't be reached, or is not able to write.</summary>
    Unavailable,

    /// <summary>Written or not: the answer was lost.</summary>
    Unknown,
}

/// <summary>A group was not written, or its outcome is unknown.</summary>
internal sealed class GroupException(GroupOutcome outcome, Exception inner) : Exception(inner.Message, inner)
{
    /// <summary>What is known about the group.</summary>
    public GroupOutcome Outcome { get; } = outcome;
}
