using Microsoft.Extensions.Options;
using Tallydesk.Journal;

namespace Tallydesk.Storage.Committing;

/// <summary>The journal: a few committers, each grain bound to one of them by its key.</summary>
internal sealed class GroupJournal : IJournal, IAsyncDisposable
{
    private readonly Committer[] committers;

    /// <summary>Starts the committers.</summary>
    public GroupJournal(
        Database database,
        IOptions<StorageOptions> options,
        TimeProvider clock,
        ILogger<GroupJournal> log
    )
    {
        committers = new Committer[database.Committers];
        for (var i = 0; i < committers.Length; i++)
        {
            committers[i] = new(database.CreateGroupWriter(), options.Value, clock, log);
        }
    }

    /// <inheritdoc/>
    public Task CommitAsync(Commit commit) => committers[Index(commit.GrainKey)].CommitAsync(commit);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var committer in committers)
        {
            await committer.DisposeAsync();
        }
    }

    private int Index(string grainKey) =>
        (string.GetHashCode(grainKey, StringComparison.Ordinal) & int.MaxValue) % committers.Length;
}
