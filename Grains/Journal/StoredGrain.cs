using System.Globalization;
using Tallydesk.Identity;

namespace Tallydesk.Journal;

/// <summary>
/// A grain whose state is read by Orleans' grain storage and written by the journal. Its state in memory is always the
/// committed one: a new state is made aside, written, and only then published. After a failed or unknown write the
/// activation serves nothing more, reads neither, and the next call finds a fresh one that has read the truth.
/// </summary>
/// <typeparam name="TState">The feature's state, immutable; its parameterless instance is a grain never written. Its stored name is that in the state table.</typeparam>
internal abstract class StoredGrain<TState>(JournalServices services) : Grain
    where TState : JournaledState, new()
{
    private static readonly string StateName = StoredNames.Of(typeof(TState));

    private Exception? failure;

    // Another grain may still write the next state. The next write of this one settles it: only one of both can pass the fence.
    private bool isOpen;

    // The stored row's version, which every commit raises.
    private int fence;

    /// <summary>The committed state.</summary>
    protected TState State { get; private set; } = new();

    /// <summary>How often the state has been changed; 0 for never. Commits that changed nothing don't count.</summary>
    protected int Version => fence - State.Unchanged;

    /// <summary>What every journaled grain works with.</summary>
    protected JournalServices Services => services;

    /// <summary>The grain's key.</summary>
    protected string Key => this.GetPrimaryKeyString();

    /// <summary>The instant of a command.</summary>
    protected DateTimeOffset Now => CommandTime.Now(services.Time);

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var stored = new GrainState<TState>(new TState());
        await services.States.ReadStateAsync(StateName, this.GetGrainId(), stored);
        if (VersionOf(stored) is > 0 and var version)
        {
            (State, fence) = (stored.State!, version);
        }
    }

    /// <summary>Fails every call after a failed write, because the state in memory can't be trusted anymore.</summary>
    protected void ThrowIfFailed()
    {
        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>Writes the next state with its rows, and publishes it.</summary>
    /// <param name="next">The state that is to hold.</param>
    /// <param name="rows">Adds history, entries, card and notices to the commit.</param>
    /// <exception cref="DuplicateCommandException">A command of the rows was already processed. Nothing was written; the activation continues.</exception>
    /// <exception cref="JoinedStaleException">A joined commit is based on an old version. Nothing was written; the activation continues.</exception>
    /// <exception cref="JournalRejectedException">The database rejected the rows. Nothing was written; the activation continues.</exception>
    protected Task WriteAsync(TState next, Func<Commit, Commit> rows) => TryWriteAsync(next, rows, WriteToJournalAsync);

    /// <summary>Writes a commit to the journal, for those who have it written by another grain otherwise.</summary>
    /// <returns>True: a commit that is not on disk fails.</returns>
    protected async Task<bool> WriteToJournalAsync(Commit commit)
    {
        await services.Journal.CommitAsync(commit);
        return true;
    }

    /// <summary>Has the next state written with its rows, and publishes it if it was.</summary>
    /// <param name="next">The state that is to hold.</param>
    /// <param name="rows">Adds history, entries, card and notices to the commit.</param>
    /// <param name="write">Writes the commit, or lets another grain write it. Returns whether it is on disk; if it fails, the outcome is unknown.</param>
    /// <returns>Whether it is on disk.</returns>
    /// <inheritdoc cref="WriteAsync" path="/exception"/>
    protected async Task<bool> TryWriteAsync(TState next, Func<Commit, Commit> rows, Func<Commit, Task<bool>> write)
    {
        ThrowIfFailed();
        var made = rows(new Commit(StateName, Key, fence, ReadOnlyMemory<byte>.Empty));
        var (commit, audit) = AuditTrail.Chain(made, State.Audit);
        next = (TState)((JournaledState)next with { Audit = audit });
        try
        {
            if (!await write(commit with { State = StateJson.WriteBytes(next) }))
            {
                return false;
            }
        }
        catch (Exception e)
            when (isOpen
                || e is not DuplicateCommandException and not JournalRejectedException and not JoinedStaleException
            )
        {
            Fail(e);
            throw;
        }

        State = next;
        fence++;
        isOpen = false;
        return true;
    }

    /// <summary>
    /// To be called when another grain was asked to write the next state and did not answer. The next write of this grain
    /// decides: if it passes the fence, the other one never will; if it fails in any way, the activation ends.
    /// </summary>
    protected void LeaveOpen() => isOpen = true;

    /// <summary>Ends the activation when its row has another version than it knows of.</summary>
    /// <exception cref="StaleVersionException">It has.</exception>
    protected async Task ThrowIfStaleAsync()
    {
        var stored = new GrainState<TState>(new TState());
        await services.States.ReadStateAsync(StateName, this.GetGrainId(), stored);
        if (VersionOf(stored) != fence)
        {
            var stale = new StaleVersionException(Key);
            Fail(stale);
            throw stale;
        }
    }

    private void Fail(Exception e)
    {
        failure = e;
        DeactivateOnIdle();
    }

    private static int VersionOf(GrainState<TState> stored) =>
        stored is { RecordExists: true, ETag: { } version }
            ? int.Parse(version, NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;

    /// <summary>
    /// Records a command that was accepted and changed nothing, so that a late retry is not decided again. Its row is part
    /// of the history and the chain like any other; the visible version stays the same and nothing is published.
    /// </summary>
    /// <param name="actor">Who commanded.</param>
    /// <param name="command">The command with its answer.</param>
    /// <exception cref="DuplicateCommandException">The command was already processed. Nothing was written; the activation continues.</exception>
    /// <exception cref="JournalRejectedException">The database rejected the row. Nothing was written; the activation continues.</exception>
    protected Task RecordUnchangedAsync(Actor actor, RecordedCommand command)
    {
        var history = HistoryRows.Of<NothingChanged>(actor, Now, State.HistorySeq, [new()], command);
        var next = (JournaledState)State with { HistorySeq = State.HistorySeq + 1, Unchanged = State.Unchanged + 1 };
        return WriteAsync((TState)next, commit => commit with { History = history });
    }
}
