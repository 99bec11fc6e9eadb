using Tallydesk.Journal;

namespace Tallydesk.Storage.Committing;

/// <summary>A commit that a grain waits for.</summary>
public sealed class PendingCommit(Commit commit, long since)
{
    // Grains go on in their own schedulers; the committer must not run them.
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly List<string> stale = [];

    /// <summary>What is to be written, with what is joined to it.</summary>
    public Commit Commit { get; } = commit;

    /// <summary>The timestamp at which it began to wait.</summary>
    public long Since { get; } = since;

    /// <summary>Whether the stored version of a grain was found to be another than the expected one: nothing of the commit is written then.</summary>
    public bool IsStale => stale.Count > 0;

    /// <summary>Completes once the commit is on disk.</summary>
    public Task Task => done.Task;

    /// <summary>Another try to write it begins.</summary>
    public void Reset() => stale.Clear();

    /// <summary>Notes that a grain's stored version is another than the expected one.</summary>
    public void MarkStale(string grainKey) => stale.Add(grainKey);

    /// <summary>Ends the wait as the group's success left it: on disk, or stale.</summary>
    public void Settle()
    {
        if (!IsStale)
        {
            done.SetResult();
        }
        else
        {
            done.SetException(
                stale.Contains(Commit.GrainKey)
                    ? new StaleVersionException(Commit.GrainKey)
                    : new JoinedStaleException([.. stale])
            );
        }
    }

    /// <summary>Ends the wait with a failure of this commit.</summary>
    public void Fail(GroupOutcome outcome, Exception cause) =>
        done.SetException(
            outcome switch
            {
                GroupOutcome.DuplicateCommand => new DuplicateCommandException(Commit.GrainKey),
                GroupOutcome.Unknown => new UnknownOutcomeException(Commit.GrainKey, cause),
                GroupOutcome.RowRefused
                or GroupOutcome.JoinedStale
                or GroupOutcome.Conflict
                or GroupOutcome.Unavailable =>
                    new JournalRejectedException(Commit.GrainKey, cause),
                _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Unknown outcome."),
            }
        );
}
