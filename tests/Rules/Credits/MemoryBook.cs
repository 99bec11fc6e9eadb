using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Tests.Credits;

/// <summary>An account's ledger in memory, with the database's keys: no operation, command or order twice.</summary>
internal sealed class MemoryBook : IAccountBook
{
    private readonly List<EntryRow> entries = [];
    private readonly Dictionary<string, RecordedCommand> commands = new(StringComparer.Ordinal);
    private readonly List<ShopOrder> orders = [];
    private readonly List<Commit> joined = [];
    private TaskCompletionSource? held;

    public CreditAccount State { get; private set; } = new();

    public ImmutableArray<CreditAmount> LowBalance => [];

    /// <summary>How many commands each batch had that was to be written.</summary>
    public List<int> Batches { get; } = [];

    public IReadOnlyList<EntryRow> Entries => entries;

    /// <summary>The commits of other grains that were written with a batch.</summary>
    public IReadOnlyList<Commit> Joined => joined;

    /// <summary>The look into the book that fails; null for none.</summary>
    public string? Broken { get; set; }

    /// <summary>Lets the next write wait until <see cref="Release"/>, so that a batch gathers.</summary>
    public void Hold() => held = new();

    /// <summary>Lets the entries be as another release wrote them.</summary>
    public void Rewrite(Func<EntryRow, EntryRow> rewritten)
    {
        var rows = entries.ConvertAll(row => rewritten(row));
        entries.Clear();
        entries.AddRange(rows);
    }

    public void Release()
    {
        var released = held;
        held = null;
        released?.SetResult();
    }

    public async Task WriteAsync(AccountBatch batch)
    {
        Batches.Add(batch.Decided.Count);
        await (held?.Task ?? Task.CompletedTask);
        var commit = batch.Into(new("account", "acc-1", 0, default));
        if (commit.Joined.Any(joined => !IsFresh(joined)))
        {
            throw new JoinedStaleException([
                .. commit.Joined.Where(joined => !IsFresh(joined)).Select(joined => joined.GrainKey),
            ]);
        }

        var operations = commit.Entries.Select(entry => entry.Operation.Id).ToList();
        var noted = commit.History.Select(row => row.Command).OfType<RecordedCommand>().ToList();
        if (
            commit.Orders.Any(order => order.RefuseBeside(FindOrder(order.Name)) is not null)
            || entries.Any(entry => operations.Contains(entry.Operation.Id))
            || noted.Exists(command => commands.ContainsKey(command.Id))
            || operations.Distinct().Count() < operations.Count
        )
        {
            throw new DuplicateCommandException("acc-1");
        }

        joined.AddRange(commit.Joined);
        entries.AddRange(commit.Entries);
        orders.AddRange(commit.Orders);
        noted.ForEach(command => commands.Add(command.Id, command));
        State = batch.After;
    }

    public Task RecordUnchangedAsync(Actor actor, RecordedCommand command) =>
        LookAsync(() => commands.TryAdd(command.Id, command));

    public Task<bool> KnowsAnyAsync(ImmutableArray<string> operations) =>
        LookAsync(() => operations.Any(operation => Find(operation) is not null));

    public Task<RecordedCommand?> FindCommandAsync(string id) => LookAsync(() => Find(id));

    public Task<EntryRow?> FindEntryAsync(string operation) =>
        LookAsync(() => entries.Find(entry => entry.Operation.Id == operation));

    public Task<ImmutableArray<EntryRow>> ReadEntriesOfTicketAsync(long ticket) =>
        LookAsync(() => entries.Where(entry => entry.Ticket == ticket).ToImmutableArray());

    public Task<ShopOrder?> FindOrderAsync(string name) => LookAsync(() => FindOrder(name));

    // The first commit of a grain expects version 0, and every other one the next.
    private bool IsFresh(Commit other) =>
        other.ExpectedVersion == joined.Count(written => written.GrainKey == other.GrainKey);

    private Task<T> LookAsync<T>(Func<T> look, [CallerMemberName] string name = "") =>
        name == Broken
            ? Task.FromException<T>(new IOException($"{name} is planned to fail."))
            : Task.FromResult(look());

    private ShopOrder? FindOrder(string name) => orders.Find(order => order.Name == name);

    private RecordedCommand? Find(string id) =>
        entries.Find(entry => entry.Operation.Id == id)?.Operation ?? commands.GetValueOrDefault(id);
}
