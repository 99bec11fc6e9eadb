using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Credits;

/// <content>The account's loop: takes what waits, decides it on a working copy, commits once, and replies.</content>
internal sealed partial class CreditAccountGrain
{
    private const int LargestBatch = 256;
    private const int MostWaiting = 10_000;
    private readonly Queue<AccountCommand> waiting = new();
    private readonly RecentAnswers recent = new();
    private bool running;

    private async Task<Answer<TAnswer>> SubmitAsync<TAnswer>(AccountCommand<TAnswer> command)
        where TAnswer : class
    {
        ThrowIfFailed();
        if (!command.Context.Actor.Sees(Owner))
        {
            return NotFound;
        }

        if (recent.TryFind(command.Id, out var hash, out var known))
        {
            return hash.AsSpan().SequenceEqual(command.Hash) ? (TAnswer)known : Repeats.KeyReused(command.Context.Id);
        }

        if (waiting.Count >= MostWaiting)
        {
            return new Refusal(RefusalCode.Busy, "Too many commands wait for this account; repeat shortly.");
        }

        waiting.Enqueue(command);
        if (!running)
        {
            running = true;
            _ = RunAsync();
        }

        return await command.Done;
    }

    private async Task RunAsync()
    {
        try
        {
            while (waiting.TryPeek(out var next))
            {
                if (await TakenBeforeAsync(next) is { } taken)
                {
                    waiting.Dequeue();
                    next.Settle(taken);
                    continue;
                }

                await CarryOutAsync(Take(waiting, LargestBatch));
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The ledger could not be read: nobody may wait for ever.
            FailWaiting(e);
        }
        finally
        {
            running = false;
        }
    }

    /// <summary>The entry of a charge that was taken before it could be replaced or withdrawn; null when it was not.</summary>
    private async Task<ChargeReceipt?> TakenBeforeAsync(AccountCommand command) =>
        command.Supersedes is { } charge && !CreditRules.IsWaiting(State, charge)
            ? await Services.Reader.FindEntryAsync(Key, charge) is { } entry
                ? Receipts.OfStored(entry)
                : null
            : null;

    private async Task CarryOutAsync(AccountBatch batch)
    {
        try
        {
            if (!batch.IsEmpty)
            {
                await ThrowIfKnownAsync(batch);
                await WriteAsync(batch.After, batch.Into);
                Services.Dispatcher.Tell(batch.Notices);
            }
        }
        catch (Exception e) when (e is DuplicateCommandException or JournalRejectedException)
        {
            await CarryOutOneByOneAsync(batch, e);
            return;
        }
        catch (Exception e)
        {
            batch.Fail(e);
            FailWaiting(e);
            return;
        }

        await ReplyAsync(batch);
    }

    private AccountBatch Take(Queue<AccountCommand> queue, int most) =>
        AccountBatch.Take(queue, State, most, policy.Current.LowBalance, Now);

    /// <summary>
    /// Keeps a charge that came before from being taken or queued again (Policy D10). The database's keys can't: a charge
    /// that waits stands in the history only, one that was taken at once in the ledger only.
    /// </summary>
    private async Task ThrowIfKnownAsync(AccountBatch batch)
    {
        if (batch.Charges.Count > 0 && await Services.Reader.KnowsAnyAsync(Key, [.. batch.Charges]))
        {
            throw new DuplicateCommandException(Key);
        }
    }

    /// <summary>Finds the one command of a batch that was refused, so that it fails alone.</summary>
    private async Task CarryOutOneByOneAsync(AccountBatch batch, Exception refused)
    {
        if (batch.Decided.Count > 1)
        {
            foreach (var (command, _) in batch.Decided)
            {
                await CarryOutAsync(Take(new Queue<AccountCommand>([command]), 1));
            }

            return;
        }

        var only = batch.Decided[0].Command;
        if (refused is not DuplicateCommandException || !await ReplyAgainAsync(only))
        {
            only.Fail(refused);
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

    /// <summary>Gives the first answer to a command that was carried out before.</summary>
    private async Task<bool> ReplyAgainAsync(AccountCommand command)
    {
        try
        {
            var recorded = await Services.Reader.FindCommandAsync(Key, command.Id);
            if (recorded is null && command.Operation is { } operation)
            {
                recorded = await Services.Reader.FindCommandAsync(Key, operation);
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

    /// <summary>Records a command whose operation was carried out under another id: a purchase that is reported again.</summary>
    private Task RecordUnchangedAsync(AccountCommand command, RecordedCommand? first) =>
        first is not null && first.ContentHash.Span.SequenceEqual(command.Hash)
            ? RecordUnchangedAsync(command.Context.Actor, first with { Id = command.Id })
            : Task.CompletedTask;

    private void FailWaiting(Exception e)
    {
        while (waiting.TryDequeue(out var command))
        {
            command.Fail(e);
        }
    }
}
