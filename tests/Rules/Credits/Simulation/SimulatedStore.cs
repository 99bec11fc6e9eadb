using Tallydesk.Credits;
using Tallydesk.Journal;
using Tallydesk.Storage.Committing;

namespace Tallydesk.Tests.Credits.Simulation;

/// <summary>What is on disk of one account.</summary>
internal sealed class StoredAccount
{
    public CreditAccount State { get; set; } = new();

    public int Version { get; set; }

    public List<EntryRow> Entries { get; } = [];

    public Dictionary<string, RecordedCommand> Commands { get; } = new(StringComparer.Ordinal);

    /// <summary>The commands that took effect, in their order.</summary>
    public List<string> Log { get; } = [];

    /// <summary>What a command may be answered: that it waits, and that it was paid.</summary>
    public IEnumerable<string?> AnswersTo(string id) =>
        [
            Commands.GetValueOrDefault(id)?.Answer,
            .. Entries.Where(entry => entry.Operation.Id == id).Select(entry => entry.Operation.Answer),
        ];

    public RecordedCommand? Find(string id) =>
        Entries.Find(entry => entry.Operation.Id == id)?.Operation ?? Commands.GetValueOrDefault(id);
}

/// <summary>
/// A database in memory, with the fence and the unique keys of the real ones. It fails at random: before a group is written,
/// or after it, when the answer is lost.
/// </summary>
internal sealed class SimulatedStore(Random choice) : IGroupWriter
{
    private const int PercentOfAll = 100;

    /// <summary>How many percent of the groups go wrong before they are written, and after.</summary>
    private const int Trouble = 12;

    private readonly Dictionary<string, StoredAccount> accounts = new(StringComparer.Ordinal);
    private readonly List<(CreditAccount After, string[] Log)> prepared = [];

    public StoredAccount this[string key] =>
        accounts.TryGetValue(key, out var account) ? account : accounts[key] = new();

    /// <summary>A commit that stands for a batch.</summary>
    public Commit Prepare(string key, int version, AccountBatch batch)
    {
        var log = batch.Decided.Where(decided => decided.Answer.Ok).Select(decided => decided.Command.Id);
        prepared.Add((batch.After, [.. log]));
        return batch.Into(new("account", key, version, BitConverter.GetBytes(prepared.Count - 1)));
    }

    public async Task WriteAsync(IReadOnlyList<PendingCommit> group)
    {
        await DelayAsync();
        Fail(GroupOutcome.Conflict, GroupOutcome.Unavailable, GroupOutcome.Unknown);
        var valid = group.Where(pending => pending.Commit.ExpectedVersion == this[pending.Commit.GrainKey].Version);
        if (valid.Any(pending => IsKnown(pending.Commit)))
        {
            throw new GroupException(GroupOutcome.DuplicateCommand, new InvalidOperationException("A key is taken."));
        }

        foreach (var pending in group)
        {
            Write(pending);
        }

        await DelayAsync();
        Fail(GroupOutcome.Unknown);
    }

    /// <summary>Lets others go first, or not.</summary>
    public async Task DelayAsync()
    {
        for (var steps = choice.Next(3); steps > 0; steps--)
        {
            await Task.Yield();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Fail(params GroupOutcome[] outcomes)
    {
        if (choice.Next(PercentOfAll) < Trouble)
        {
            throw new GroupException(outcomes[choice.Next(outcomes.Length)], new IOException("Planned."));
        }
    }

    // As the databases' keys: an operation once in the ledger, a command once in the history.
    private bool IsKnown(Commit commit)
    {
        var stored = this[commit.GrainKey];
        return commit.Entries.Any(row => stored.Entries.Exists(entry => entry.Operation.Id == row.Operation.Id))
            || commit.History.Any(row => row.Command is { } command && stored.Commands.ContainsKey(command.Id));
    }

    private void Write(PendingCommit pending)
    {
        var commit = pending.Commit;
        var stored = this[commit.GrainKey];
        if (commit.ExpectedVersion != stored.Version)
        {
            pending.MarkStale(commit.GrainKey);
            return;
        }

        var (after, log) = prepared[BitConverter.ToInt32(commit.State.Span)];
        (stored.State, stored.Version) = (after, stored.Version + 1);
        stored.Entries.AddRange(commit.Entries);
        stored.Log.AddRange(log);
        foreach (var command in commit.History.Select(row => row.Command).OfType<RecordedCommand>())
        {
            stored.Commands.Add(command.Id, command);
        }
    }
}
