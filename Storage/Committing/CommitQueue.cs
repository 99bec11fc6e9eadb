using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Tallydesk.Storage.Committing;

/// <summary>Commits that wait for one committer, and how groups are gathered from them: everything that waits, up to a bound.</summary>
internal sealed class CommitQueue(int groupSize)
{
    // A group of large states must not outgrow what one statement should carry.
    private const int GroupBytes = 8 << 20;

    private readonly Channel<PendingCommit> waiting = Channel.CreateUnbounded<PendingCommit>(
        new() { SingleReader = true }
    );
    private readonly HashSet<string> keys = new(StringComparer.Ordinal);

    /// <summary>Puts a commit at the end.</summary>
    /// <returns>Whether commits are still taken in.</returns>
    public bool TryAdd(PendingCommit commit) => waiting.Writer.TryWrite(commit);

    /// <summary>Takes no more commits in; those that wait are still gathered.</summary>
    public void Close() => waiting.Writer.TryComplete();

    /// <summary>Waits for commits and gathers them, sorted by grain key, each grain at most once, whether its commit is joined to another or not.</summary>
    /// <returns>Whether there are any; false once the queue is closed and empty.</returns>
    public async ValueTask<bool> GatherAsync(List<PendingCommit> group)
    {
        group.Clear();
        keys.Clear();
        if (!await waiting.Reader.WaitToReadAsync())
        {
            return false;
        }

        for (var bytes = 0; keys.Count < groupSize && bytes < GroupBytes && TryPeekNew(out var next); )
        {
            waiting.Reader.TryRead(out _);
            group.Add(next);
            bytes += next.Commit.Bytes;
        }

        // Writers lock rows in roughly the same order. Joined commits can break it; then the database reports a deadlock, and
        // the group is tried again.
        group.Sort(static (a, b) => string.CompareOrdinal(a.Commit.GrainKey, b.Commit.GrainKey));
        return true;
    }

    // A grain's next commit builds on its last one, so it waits for the next group.
    private bool TryPeekNew([NotNullWhen(true)] out PendingCommit? next)
    {
        if (!waiting.Reader.TryPeek(out next) || next.Commit.WithJoined.Any(commit => keys.Contains(commit.GrainKey)))
        {
            return false;
        }

        keys.UnionWith(next.Commit.WithJoined.Select(commit => commit.GrainKey));
        return true;
    }
}
