using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Credits;

/// <summary>The data of an account's loop: the committed account and its ledger.</summary>
internal interface IAccountBook
{
    /// <summary>The committed account.</summary>
    CreditAccount State { get; }

    /// <summary>The policy's low-balance thresholds (Policy D14).</summary>
    ImmutableArray<CreditAmount> LowBalance { get; }

    /// <summary>Commits a batch and publishes the result.</summary>
    Task WriteAsync(AccountBatch batch);

    /// <summary>Records an accepted command that changes nothing.</summary>
    Task RecordUnchangedAsync(Actor actor, RecordedCommand command);

    /// <inheritdoc cref="IJournalReader.KnowsAnyAsync"/>
    Task<bool> KnowsAnyAsync(ImmutableArray<string> operations);

    /// <inheritdoc cref="IJournalReader.FindCommandAsync"/>
    Task<RecordedCommand?> FindCommandAsync(string id);

    /// <inheritdoc cref="IJournalReader.FindEntryAsync"/>
    Task<EntryRow?> FindEntryAsync(string operation);

    /// <inheritdoc cref="IJournalReader.FindOrderAsync"/>
    Task<ShopOrder?> FindOrderAsync(string name);

    /// <inheritdoc cref="IJournalReader.ReadEntriesOfTicketAsync"/>
    Task<ImmutableArray<EntryRow>> ReadEntriesOfTicketAsync(long ticket);
}

/// <summary>
/// Processes an account's commands in order: dequeues the waiting commands, decides them on a working copy, commits once, and
/// replies. Each caller gets a result or an exception, whatever happens to the other commands. The loop has no thread of
/// its own: it runs on the caller's task scheduler, such as a grain's, one step at a time.
/// </summary>
/// <param name="book">The account.</param>
/// <param name="time">The clock.</param>
internal sealed class AccountLoop(IAccountBook book, TimeProvider time)
{
    private const int LargestBatch = 256;
    private const int MostWaiting = 10_000;
    private readonly Queue<AccountCommand> waiting = new();
    private readonly RecentAnswers recent = new();
    private bool running;

    /// <summary>Enqueues a command and waits for its result.</summary>
    public async Task<Answer<TAnswer>> SubmitAsync<TAnswer>(AccountCommand<TAnswer> command)
        where TAnswer : class
    {
        if (recent.Find<TAnswer>(command.Context.Id, command.Hash) is { } known)
        {
            return known;
        }

        return TryEnqueue(command)
            ? await command.Done
            : new Refusal(RefusalCode.Busy, "This account is busy. Try again shortly.");
    }

    /// <summary>Enqueues a joint charge and waits for its result.</summary>
    public Task<JointOutcome> SubmitAsync(JointCommand command) =>
        !recent.Knows(command.Context.Id) && TryEnqueue(command)
            ? command.Done
            : Task.FromResult(JointOutcome.NotWritten);

    private bool TryEnqueue(AccountCommand command)
    {
        if (waiting.Count >= MostWaiting)
        {
            return false;
        }

        waiting.Enqueue(command);
        if (!running)
        {
            running = true;
            _ = RunAsync();
        }

        return true;
    }

    private async Task RunAsync()
    {
        try
        {
            do
            {
                await CarryOutAllAsync(waiting, LargestBatch);
            }
            // Commands that arrived after the queue was found empty did not start a run.
            while (waiting.Count > 0);
        }
        finally
        {
            running = false;
        }
    }

    /// <summary>Drains a queue, one batch after another. No batch is larger than <paramref name="most"/>.</summary>
    private async Task CarryOutAllAsync(Queue<AccountCommand> queue, int most)
    {
        try
        {
            while (queue.TryPeek(out var next))
            {
                if (await TakenBeforeAsync(next) is { } taken)
                {
                    queue.Dequeue();
                    next.Settle(taken);
                    continue;
                }

                var spent = await SpentAsync(next);
                await CarryOutAsync(
                    AccountBatch.Take(queue, book.State, most, spent, book.LowBalance, CommandTime.Now(time))
                );
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The ledger could not be read or written: no caller may wait forever.
            FailAll(queue, e);
            FailAll(waiting, e);
        }
    }

    /// <summary>The entry of a charge that was paid before it could be replaced or withdrawn; null if there is none.</summary>
    private async Task<ChargeReceipt?> TakenBeforeAsync(AccountCommand command) =>
        command.Supersedes is { } charge && !CreditRules.IsWaiting(book.State, charge)
            ? await book.FindEntryAsync(charge) is { } entry
                ? Receipts.OfStored(entry)
                : null
            : null;

    /// <summary>What the ticket that a command refunds has spent; empty for all other commands.</summary>
    private async Task<ImmutableArray<LotSlice>> SpentAsync(AccountCommand command) =>
        command.GivesBackTo is { } ticket ? Receipts.SpentBy(await book.ReadEntriesOfTicketAsync(ticket)) : [];

    private async Task CarryOutAsync(AccountBatch batch)
    {
        try
        {
            if (!batch.IsEmpty)
            {
                await ThrowIfKnownAsync(batch);
                await book.WriteAsync(batch);
            }
        }
        catch (JoinedStaleException e)
        {
            await CarryOutWithoutStaleAsync(batch, e);
            return;
        }
        catch (Exception e) when (e is DuplicateCommandException or JournalRejectedException)
        {
            await CarryOutOneByOneAsync(batch, e);
            return;
        }
        catch (Exception e)
        {
            batch.Fail(e);
            throw;
        }

        await ReplyAsync(batch);
    }

    /// <summary>
    /// Prevents an existing charge from being paid or queued again (Policy D10). Database keys can't: a charge
    /// that waits is only in the history, one that was paid immediately only in the ledger.
    /// </summary>
    private async Task ThrowIfKnownAsync(AccountBatch batch)
    {
        if (batch.Charges.Count > 0 && await book.KnowsAnyAsync([.. batch.Charges]))
        {
            throw new DuplicateCommandException(batch.Charges[0]);
        }
    }

    /// <summary>Fails the commands with stale joined commits, and decides the others again.</summary>
    private async Task CarryOutWithoutStaleAsync(AccountBatch batch, JoinedStaleException stale)
    {
        var commands = batch.Decided.Select(decided => decided.Command).ToLookup(IsStale);
        foreach (var command in commands[true])
        {
            command.Fail(stale);
        }

        await CarryOutAllAsync(new(commands[false]), LargestBatch);

        bool IsStale(AccountCommand command) => command.Joined is { } other && stale.GrainKeys.Contains(other.GrainKey);
    }

    /// <summary>
    /// Isolates the command of a batch that was rejected, so that only it fails. The others are decided like new
    /// commands, because the account has changed since the batch was decided.
    /// </summary>
    private async Task CarryOutOneByOneAsync(AccountBatch batch, Exception refused)
    {
        if (batch.Decided.Count > 1)
        {
            await CarryOutAllAsync(new(batch.Decided.Select(decided => decided.Command)), most: 1);
            return;
        }

        var only = batch.Decided[0].Command;
        if (refused is not DuplicateCommandException || !await ReplyAgainAsync(only))
        {
            await RefuseOrFailAsync(only, refused);
        }
    }

    /// <summary>Refuses a command whose order belongs to another customer, and fails any other. The command is no longer queued, so its caller is completed here.</summary>
    private async Task RefuseOrFailAsync(AccountCommand command, Exception refused)
    {
        if (command.Order is not { } order)
        {
            command.Fail(refused);
            return;
        }

        try
        {
            if (order.RefuseBeside(await book.FindOrderAsync(order.Name)) is { } taken)
            {
                command.Refuse(taken);
                return;
            }

            command.Refuse(ShopOrder.UnderWay);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            command.Fail(e);
        }
    }

    private async Task ReplyAsync(AccountBatch batch)
    {
        foreach (var (command, decided) in batch.Decided)
        {
            if (decided.Ok)
            {
                recent.Keep(command.Id, command.Hash, decided.Value);
                command.Settle(decided.Value);
            }
            else if (!await ReplyAgainAsync(command))
            {
                command.Refuse(decided.Refusal);
            }
        }
    }

    /// <summary>Records a command whose operation was carried out under another id, such as a purchase that is reported again.</summary>
    private Task RecordUnchangedAsync(AccountCommand command, RecordedCommand? first) =>
        first is not null && first.IsOf(command.Hash)
            ? book.RecordUnchangedAsync(command.Context.Actor, first with { Id = command.Id })
            : Task.CompletedTask;

    /// <summary>Returns the first result of a command that was already carried out.</summary>
    private async Task<bool> ReplyAgainAsync(AccountCommand command)
    {
        try
        {
            var recorded = await book.FindCommandAsync(command.Id);
            if (recorded is null && command.Operation is { } operation)
            {
                recorded = await book.FindCommandAsync(operation);
                await RecordUnchangedAsync(command, recorded);
            }

            if (recorded is null)
            {
                return false;
            }

            command.SettleAgain(recorded);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            command.Fail(e);
        }

        return true;
    }

    private static void FailAll(Queue<AccountCommand> queue, Exception e)
    {
        while (queue.TryDequeue(out var command))
        {
            command.Fail(e);
        }
    }
}
