using Tallydesk.Journal;

namespace Tallydesk.Storage.Committing;

/// <summary>A commit that a grain waits for.</summary>
public sealed class PendingCommit(Commit commit, long since)
{
    // Grains go on in their own schedulers; the committer must not run them.
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is to be written.</summary>
    public Commit Commit { get; } = commit;

    /// <summary>The timestamp at which it began to wait.</summary>
    public long Since { get; } = since;

    /// <summary>Whether the stored version was found to be another than the expected one.</summary>
    public bool Stale { get; set; }

    /// <summary>Completes once the commit is on disk.</summary>
    public Task Task => done.Task;

    /// <summary>Ends the wait as the group's success left it: on disk, or stale.</summary>
    public void Settle()
    {
        if (Stale)
        {
            done.SetException(new StaleVersionException(Commit.GrainKey));
        }
        else
        {
            done.SetResult();
        }
    }

    /// <summary>Ends the wait with a failure of this commit.</summary>
    public void Fail(GroupOutcome outcome, Exception cause) =>
        done.SetException(
            outcome switch
            {
                GroupOutcome.DuplicateCommand => new DuplicateCommandException(Commit.GrainKey),
                GroupOutcome.Unknown => new UnknownOutcomeException(Commit.GrainKey, cause),
                GroupOutcome.RowRefused or GroupOutcome.Conflict or GroupOutcome.Unavailable =>
                    new JournalRejectedException(Commit.GrainKey, cause),
                _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Unknown outcome."),
            }
        );
}
