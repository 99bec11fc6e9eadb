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
}

/// <summary>Faults that a test has planned, shared by all silos of a cluster.</summary>
public sealed class FaultPlan
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> planned = new(StringComparer.Ordinal);

    /// <summary>The next commit of a grain goes wrong; several are taken in turn.</summary>
    public void Next(string grainKey, Fault fault) => planned.GetOrAdd(grainKey, _ => new()).Enqueue(fault);

    internal Fault? Take(string grainKey) =>
        planned.TryGetValue(grainKey, out var faults) && faults.TryDequeue(out var fault) ? fault : null;
}

/// <summary>A journal that fails as planned.</summary>
internal sealed class FaultyJournal(IJournal journal, FaultPlan plan) : IJournal
{
    public async Task CommitAsync(Commit commit)
    {
        var fault = plan.Take(commit.GrainKey);
        if (fault == Fault.Before)
        {
            throw new UnknownOutcomeException(commit.GrainKey, new TimeoutException("Planned, before the commit."));
        }

        await journal.CommitAsync(commit);
        if (fault == Fault.After)
        {
            throw new UnknownOutcomeException(commit.GrainKey, new TimeoutException("Planned, after the commit."));
        }
    }
}
