using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;
using Tallydesk.Storage.Committing;

namespace Tallydesk.Tests.Credits.Simulation;

/// <summary>An account's grain without Orleans: its loop on what was on disk when it began, until a write fails.</summary>
internal sealed class SimulatedActivation : IAccountBook
{
    private readonly string key;
    private readonly SimulatedStore store;
    private readonly Committer committer;
    private readonly AccountLoop loop;
    private int version;

    public SimulatedActivation(string key, SimulatedStore store, Committer committer, TimeProvider time)
    {
        (this.key, this.store, this.committer) = (key, store, committer);
        (State, version) = (store[key].State, store[key].Version);
        loop = new(this, time);
    }

    public CreditAccount State { get; private set; }

    public ImmutableArray<CreditAmount> LowBalance => [];

    /// <summary>Whether a write failed, so that memory can't be trusted any more.</summary>
    public bool HasFailed { get; private set; }

    public Task<Answer<ChargeReceipt>> ChargeAsync(CommandContext context, long credits)
    {
        var command = new ChargeTicket(new("tic-1"), 1, 1, new(credits));
        return loop.SubmitAsync(
            AccountCommand.Of(
                context,
                command,
                account => CreditRules.Charge(account, context.Id, command),
                Receipts.OfCharge(context.Id)
            )
        );
    }

    public Task<Answer<CreditReceipt>> AdjustAsync(CommandContext context, long credits)
    {
        var command = new AdjustCredits(new(credits), "reason");
        return loop.SubmitAsync(
            AccountCommand.Of(
                context,
                command,
                account => CreditRules.Adjust(account, context, command),
                Receipts.OfEntry
            )
        );
    }

    public async Task WriteAsync(AccountBatch batch)
    {
        try
        {
            await committer.CommitAsync(store.Prepare(key, version, batch));
        }
        catch (Exception e) when (e is not DuplicateCommandException and not JournalRejectedException)
        {
            HasFailed = true;
            throw;
        }

        (State, version) = (batch.After, version + 1);
    }

    public Task RecordUnchangedAsync(Actor actor, RecordedCommand command) => throw new NotSupportedException();

    public Task<bool> KnowsAnyAsync(ImmutableArray<string> operations) =>
        LookAsync(stored => operations.Any(operation => stored.Find(operation) is not null));

    public Task<RecordedCommand?> FindCommandAsync(string id) => LookAsync(stored => stored.Find(id));

    public Task<EntryRow?> FindEntryAsync(string operation) =>
        LookAsync(stored => stored.Entries.Find(entry => entry.Operation.Id == operation));

    public Task<ShopOrder?> FindOrderAsync(string name) => throw new NotSupportedException();

    public Task<ImmutableArray<EntryRow>> ReadEntriesOfTicketAsync(long ticket) => throw new NotSupportedException();

    private async Task<T> LookAsync<T>(Func<StoredAccount, T> look)
    {
        await store.DelayAsync();
        return look(store[key]);
    }
}
