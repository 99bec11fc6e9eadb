using Tallydesk.Journal;

namespace Tallydesk.Storage.Committing;

/// <summary>
/// Commits one group after another. While one is on its way to the disk, the next one gathers. It knows nothing of grains:
/// clock, writer and task scheduler are given, so that tests decide in which order everything happens.
/// </summary>
internal sealed partial class Committer : IAsyncDisposable
{
    private const int Attempts = 4;
    private readonly CommitQueue queue;
    private readonly IGroupWriter writer;
    private readonly TimeProvider clock;
    private readonly TimeSpan queueTimeout;
    private readonly ILogger log;
    private readonly Task running;

    /// <summary>Starts a committer, which owns its writer.</summary>
    /// <param name="writer">Writes its groups.</param>
    /// <param name="options">The bounds of groups and waits.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">The log.</param>
    /// <param name="scheduler">Where it runs; the thread pool when absent.</param>
    public Committer(
        IGroupWriter writer,
        StorageOptions options,
        TimeProvider clock,
        ILogger log,
        TaskScheduler? scheduler = null
    )
    {
        queue = new(options.GroupSize);
        this.writer = writer;
        this.clock = clock;
        queueTimeout = options.QueueTimeout;
        this.log = log;
        running = Task
            .Factory.StartNew(
                RunAsync,
                CancellationToken.None,
                TaskCreationOptions.DenyChildAttach,
                scheduler ?? TaskScheduler.Default
            )
            .Unwrap();
    }

    /// <summary>Puts a commit into the next group.</summary>
    /// <returns>Completes once the commit is on disk; fails as <see cref="IJournal.CommitAsync"/> says.</returns>
    public Task CommitAsync(Commit commit)
    {
        var pending = new PendingCommit(commit, clock.GetTimestamp());
        if (!queue.TryAdd(pending))
        {
            pending.Fail(GroupOutcome.Unavailable, new ObjectDisposedException("The journal"));
        }

        return pending.Task;
    }

    /// <summary>Commits what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Close();
        await running;
        await writer.DisposeAsync();
    }

    private async Task RunAsync()
    {
        var group = new List<PendingCommit>();
        while (await queue.GatherAsync(group))
        {
            RefuseOverdue(group);
            await WriteAsync(group);
        }
    }

    // If the database hangs, nothing waits longer than the callers do.
    private void RefuseOverdue(List<PendingCommit> group) =>
        group.RemoveAll(pending =>
        {
            var overdue = clock.GetElapsedTime(pending.Since) > queueTimeout;
            if (overdue)
            {
                pending.Fail(
                    GroupOutcome.Unavailable,
                    new TimeoutException("The database is too slow to accept this commit.")
                );
            }

            return overdue;
        });

    private async Task WriteAsync(List<PendingCommit> group)
    {
        if (group.Count == 0)
        {
            return;
        }

        var failure = await TryWriteAsync(group);
        if (failure is null)
        {
            foreach (var pending in group)
            {
                pending.Settle();
            }
        }
        else if (failure.Outcome == GroupOutcome.JoinedStale && group.Exists(pending => pending.IsStale))
        {
            foreach (var pending in group.Where(pending => pending.IsStale))
            {
                pending.Settle();
            }

            await WriteAsync(group.FindAll(pending => !pending.IsStale));
        }
        else if (group.Count > 1 && failure.Outcome is GroupOutcome.DuplicateCommand or GroupOutcome.RowRefused)
        {
            // One of them is at fault; nothing is written, so each is judged by itself.
            LogRegrouped(group.Count, failure.Outcome);
            foreach (var pending in group)
            {
                await WriteAsync([pending]);
            }
        }
        else
        {
            LogFailed(failure.InnerException, group.Count, failure.Outcome);
            foreach (var pending in group)
            {
                pending.Fail(failure.Outcome, failure.InnerException ?? failure);
            }
        }
    }

    private async Task<GroupException?> TryWriteAsync(List<PendingCommit> group)
    {
        for (var attempt = 1; ; attempt++)
        {
            foreach (var pending in group)
            {
                pending.Reset();
            }

            try
            {
                var started = clock.GetTimestamp();
                await writer.WriteAsync(group);
                JournalMetrics.Written(group.Count, clock.GetElapsedTime(started));
                return null;
            }
            catch (GroupException failure) when (failure.Outcome == GroupOutcome.Conflict && attempt < Attempts)
            {
                LogConflict(group.Count, attempt);
            }
            catch (GroupException failure)
            {
                JournalMetrics.Failed(failure.Outcome, group.Count);
                return failure;
            }
#pragma warning disable CA1031 // Whatever it was, the grains that wait must be told, and the committer must go on.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                JournalMetrics.Failed(GroupOutcome.Unknown, group.Count);
                return new(GroupOutcome.Unknown, failure);
            }
        }
    }

    [LoggerMessage(2001, LogLevel.Information, "Retrying a group of {Count} commits one by one: {Outcome}.")]
    private partial void LogRegrouped(int count, GroupOutcome outcome);

    [LoggerMessage(2002, LogLevel.Information, "A group of {Count} commits had a conflict on attempt {Attempt}.")]
    private partial void LogConflict(int count, int attempt);

    [LoggerMessage(2003, LogLevel.Warning, "A group of {Count} commits failed: {Outcome}.")]
    private partial void LogFailed(Exception? cause, int count, GroupOutcome outcome);
}
