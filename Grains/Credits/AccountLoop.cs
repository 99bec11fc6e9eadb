using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Credits;

/// <summary>What an account's loop works on: the committed account, and its ledger.</summary>
internal interface IAccountBook
{
    /// <summary>The committed account.</summary>
    CreditAccount State { get; }

    /// <summary>The policy's thresholds of a low balance (Policy D14).</summary>
    ImmutableArray<CreditAmount> LowBalance { get; }

    /// <summary>Commits a batch, and tells what it brought about.</summary>
    Task WriteAsync(AccountBatch batch);

    /// <summary>Records a command that was accepted and changed nothing.</summary>
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
/// Carries out an account's commands in their order: takes what waits, decides it on a working copy, commits once, and
/// replies. Whoever submits a command gets an answer or a failure, whatever happens to the others. The loop has no thread of
/// its own: it runs on the task scheduler of whoever submits, such as a grain's, one step at a time.
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

    /// <summary>Puts a command into the queue and waits for its answer.</summary>
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

    /// <summary>Puts a joint charge into the queue and waits for what becomes of it.</summary>
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
            // What came after the queue was found empty started no run of its own.
            while (waiting.Count > 0);
        }
        finally
        {
            running = false;
        }
    }

    /// <summary>Empties a queue, a batch after the other. No batch is larger than <paramref name="most"/>.</summary>
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
            // The ledger could not be read or written: no caller may wait for ever.
            FailAll(queue, e);
            FailAll(waiting, e);
        }
    }

    /// <summary>The entry of a charge that was taken before it could be replaced or withdrawn; null when it was not.</summary>
    private async Task<ChargeReceipt?> TakenBeforeAsync(AccountCommand command) =>
        command.Supersedes is { } charge && !CreditRules.IsWaiting(book.State, charge)
            ? await book.FindEntryAsync(charge) is { } entry
                ? Receipts.OfStored(entry)
                : null
            : null;

    /// <summary>What the ticket to which a command gives credits back has spent; empty for all other commands.</summary>
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
    /// Keeps a charge that came before from being taken or queued again (Policy D10). The database's keys can't: a charge
    /// that waits stands in the history only, one that was taken at once in the ledger only.
    /// </summary>
    private async Task ThrowIfKnownAsync(AccountBatch batch)
    {
        if (batch.Charges.Count > 0 && await book.KnowsAnyAsync([.. batch.Charges]))
        {
            throw new DuplicateCommandException(batch.Charges[0]);
        }
    }

    /// <summary>Fails the commands whose joined commits are stale, and decides the others again.</summary>
    private async Task CarryOutWithoutStaleAsync(AccountBatch batch, JoinedStaleException stale)
    {
        var commands = batch.Decided.Select(decided => decided.Command).ToLookup(IsStale);
        foreach (var command in commands[true])
        {
            command.Fail(stale);
        }

        await CarryOutAllAsync(new(commands[false]), LargestBatch);

        bool IsStale(AccountCommand command) =>
            command.Joined is { } other && stale.GrainKeys.Contains(other.GrainKey);
    }

    /// <summary>
    /// Finds the one command of a batch that was refused, so that it fails alone. The others are decided like commands that
    /// have just come, since the account no longer stands as it did when the batch was decided.
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

    /// <summary>Refuses a command whose order is another's, and fails any other. It is in no queue any more: its caller gets an answer here.</summary>
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

    /// <summary>Records a command whose operation was carried out under another id: a purchase that is reported again.</summary>
    private Task RecordUnchangedAsync(AccountCommand command, RecordedCommand? first) =>
        first is not null && first.IsOf(command.Hash)
            ? book.RecordUnchangedAsync(command.Context.Actor, first with { Id = command.Id })
            : Task.CompletedTask;

    /// <summary>Gives the first answer to a command that was carried out before.</summary>
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
