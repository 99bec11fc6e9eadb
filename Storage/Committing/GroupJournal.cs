using Microsoft.Extensions.Options;
using Tallydesk.Journal;

namespace Tallydesk.Storage.Committing;

/// <summary>The journal: a few committers, each grain bound to one of them by its key.</summary>
internal sealed class GroupJournal : IJournal, IAsyncDisposable
{
    private readonly Committer[] _committers;

    /// <summary>Starts the committers.</summary>
    public GroupJournal(
        Database database,
        IOptions<StorageOptions> options,
        TimeProvider clock,
        ILogger<GroupJournal> log
    )
    {
        _committers = new Committer[database.Committers];
        for (var i = 0; i < _committers.Length; i++)
        {
            _committers[i] = new(database.CreateGroupWriter(), options.Value, clock, log);
        }
    }

    /// <inheritdoc/>
    public Task CommitAsync(Commit commit) => _committers[Index(commit.GrainKey)].CommitAsync(commit);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var committer in _committers)
        {
            await committer.DisposeAsync();
        }
    }

    private int Index(string grainKey) =>
        (string.GetHashCode(grainKey, StringComparison.Ordinal) & int.MaxValue) % _committers.Length;
}
