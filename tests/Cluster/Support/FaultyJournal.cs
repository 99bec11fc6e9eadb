using System.Collections.Concurrent;
using Tallydesk.Journal;

namespace Tallydesk.Tests.Support;

/// <summary>What a journal does to the next commit of a grain.</summary>
public enum Fault
{
    /// <summary>Fails before anything is written.</summary>
    Before,

    /// <summary>Writes, and then loses the answer.</summary>
    After,

    /// <summary>Refuses, and writes nothing.</summary>
    Refused,

    /// <summary>Lets the account refuse the next charge because it is busy; no commit is asked for.</summary>
    Busy,
}

/// <summary>Faults that a test has planned, shared by all silos of a cluster.</summary>
public sealed class FaultPlan
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> planned = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> silent = new(StringComparer.Ordinal);

    /// <summary>The next commit of a grain goes wrong; several are taken in turn.</summary>
    public void Next(string grainKey, Fault fault) => planned.GetOrAdd(grainKey, _ => new()).Enqueue(fault);

    /// <summary>A grain's readings are answered only once it speaks again.</summary>
    public void Silence(string grainKey) => silent[grainKey] = new();

    /// <summary>Ends a silence.</summary>
    public void Speak(string grainKey)
    {
        if (silent.TryRemove(grainKey, out var silence))
        {
            silence.SetResult();
        }
    }

    internal Task WhileSilentAsync(string grainKey) =>
        silent.TryGetValue(grainKey, out var silence) ? silence.Task : Task.CompletedTask;

    internal Fault? Take(string grainKey) =>
        planned.TryGetValue(grainKey, out var faults)
        && faults.TryPeek(out var fault)
        && fault != Fault.Busy
        && faults.TryDequeue(out fault)
            ? fault
            : null;

    internal bool TakeBusy(string grainKey) =>
        planned.TryGetValue(grainKey, out var faults)
        && faults.TryPeek(out var fault)
        && fault == Fault.Busy
        && faults.TryDequeue(out _);
}

/// <summary>A journal that fails as planned.</summary>
internal sealed class FaultyJournal(IJournal journal, FaultPlan plan) : IJournal
{
    public async Task CommitAsync(Commit commit)
    {
        var fault = commit.WithJoined.Select(part => plan.Take(part.GrainKey)).FirstOrDefault(planned => planned is not null);
        if (fault == Fault.Before)
        {
            throw new UnknownOutcomeException(commit.GrainKey, new TimeoutException("Planned, before the commit."));
        }

        if (fault == Fault.Refused)
        {
            throw new JournalRejectedException(commit.GrainKey, new TimeoutException("Planned, nothing is written."));
        }

        await journal.CommitAsync(commit);
        if (fault == Fault.After)
        {
            throw new UnknownOutcomeException(commit.GrainKey, new TimeoutException("Planned, after the commit."));
        }
    }
}
