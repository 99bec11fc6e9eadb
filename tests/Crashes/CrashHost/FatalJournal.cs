using Tallydesk.Journal;

namespace Tallydesk.Tests.Crashes;

/// <summary>When a desk stops.</summary>
internal enum Moment
{
    /// <summary>Before the commit is written.</summary>
    Before,

    /// <summary>Once the commit is on disk, and before anybody knows.</summary>
    After,
}

/// <summary>Where a desk stops: before or after a commit, counted from 1 at a flow's beginning.</summary>
internal sealed record CrashPoint(int Commit, Moment Moment);

/// <summary>The product's journal up to a crash point. From there on nothing is written and nobody is answered.</summary>
internal sealed class FatalJournal(IJournal journal) : IJournal
{
    private CrashPoint? point;
    private Death? death;
    private int commits;
    private int stopped;

    /// <summary>Commits since the flow began.</summary>
    public int Commits => Volatile.Read(ref commits);

    /// <summary>A flow begins that goes on to its end.</summary>
    public void Begin() => Volatile.Write(ref commits, 0);

    /// <summary>A flow begins that stops at a point.</summary>
    public void Begin(CrashPoint point, Death death)
    {
        (this.point, this.death) = (point, death);
        Begin();
    }

    /// <inheritdoc/>
    public async Task CommitAsync(Commit commit)
    {
        var number = Interlocked.Increment(ref commits);
        await PassAsync(number, Moment.Before);
        await journal.CommitAsync(commit);
        await PassAsync(number, Moment.After);
    }

    private Task PassAsync(int commit, Moment moment)
    {
        if (point is null || (commit, moment).CompareTo((point.Commit, point.Moment)) < 0)
        {
            return Task.CompletedTask;
        }

        if (Interlocked.Exchange(ref stopped, 1) == 0)
        {
            death!.OneStopped();
        }

        return Task.Delay(Timeout.Infinite);
    }
}
