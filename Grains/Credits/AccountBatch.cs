using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Journal;
using Tallydesk.Refusals;

namespace Tallydesk.Credits;

/// <summary>A batch of commands, decided one by one on a working copy and written in one commit.</summary>
internal sealed class AccountBatch
{
    // Limits the joined commits of a batch, so that its group stays small.
    private const int MostJoinedBytes = 4 << 20;

    private readonly List<(AccountCommand Command, Answer<object> Answer)> decided = [];
    private readonly List<string> charges = [];
    private readonly ImmutableArray<Commit>.Builder joined = ImmutableArray.CreateBuilder<Commit>();
    private readonly ImmutableArray<EntryRow>.Builder entries = ImmutableArray.CreateBuilder<EntryRow>();
    private readonly ImmutableArray<HistoryRow>.Builder history = ImmutableArray.CreateBuilder<HistoryRow>();
    private readonly ImmutableArray<ShopOrder>.Builder orders = ImmutableArray.CreateBuilder<ShopOrder>();
    private readonly ImmutableArray<Notice>.Builder notices = ImmutableArray.CreateBuilder<Notice>();

    private readonly ImmutableArray<CreditAmount> thresholds;

    private AccountBatch(CreditAccount before, ImmutableArray<CreditAmount> thresholds) =>
        (After, this.thresholds) = (before, thresholds);

    /// <summary>The account after all commands.</summary>
    public CreditAccount After { get; private set; }

    /// <summary>Each command with its result or refusal, in order.</summary>
    public IReadOnlyList<(AccountCommand Command, Answer<object> Answer)> Decided => decided;

    /// <summary>Whether there is nothing to write because every command was refused.</summary>
    public bool IsEmpty => entries.Count == 0 && history.Count == 0;

    /// <summary>The batch's rows added to a commit.</summary>
    public Commit Into(Commit commit) =>
        commit with
        {
            Entries = entries.DrainToImmutable(),
            History = history.DrainToImmutable(),
            Orders = orders.DrainToImmutable(),
            Notices = Notices,
            Joined = joined.DrainToImmutable(),
        };

    /// <summary>
    /// Operation keys of the charges to look up, paid or queued. Joint charges are not included, because the ticket's fence ensures that they are
    /// written only once.
    /// </summary>
    public IReadOnlyList<string> Charges => charges;

    /// <summary>Tickets to notify about their charges.</summary>
    public ImmutableArray<Notice> Notices => notices.ToImmutable();

    /// <summary>
    /// Dequeues commands and decides them. Stops before a command id or joined grain that is already in the batch,
    /// and before a command that needs to read the ledger first.
    /// </summary>
    /// <param name="queue">The commands, in order.</param>
    /// <param name="before">The committed account.</param>
    /// <param name="most">The maximum number.</param>
    /// <param name="spent">What the ledger contains about the first command's ticket (<see cref="AccountRule"/>).</param>
    /// <param name="thresholds">The policy's low-balance thresholds (Policy D14).</param>
    /// <param name="now">The current time.</param>
    public static AccountBatch Take(
        Queue<AccountCommand> queue,
        CreditAccount before,
        int most,
        ImmutableArray<LotSlice> spent,
        ImmutableArray<CreditAmount> thresholds,
        DateTimeOffset now
    )
    {
        var batch = new AccountBatch(before, thresholds);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var grains = new HashSet<string>(StringComparer.Ordinal);
        var bytes = 0;
        while (ids.Count < most && bytes < MostJoinedBytes && queue.TryPeek(out var command))
        {
            if (
                (ids.Count > 0 && command.LooksBack(batch.After))
                || !ids.Add(command.Id)
                || (command.Joined is { } other && !grains.Add(other.GrainKey))
            )
            {
                break;
            }

            bytes += command.Joined?.Bytes ?? 0;
            batch.DecideOrFail(queue.Dequeue(), spent, now);
        }

        return batch;
    }

    /// <summary>Fails every caller of the batch.</summary>
    public void Fail(Exception e)
    {
        foreach (var (command, _) in decided)
        {
            command.Fail(e);
        }
    }

    /// <summary>Decides a command. If a rule throws, only its own caller fails.</summary>
    private void DecideOrFail(AccountCommand command, ImmutableArray<LotSlice> spent, DateTimeOffset now)
    {
        var before = (entries.Count, history.Count, notices.Count, joined.Count);
        try
        {
            Decide(command, spent, now);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            (entries.Count, history.Count, notices.Count, joined.Count) = before;
            command.Fail(e);
        }
    }

    private void Decide(AccountCommand command, ImmutableArray<LotSlice> spent, DateTimeOffset now)
    {
        var decision = command.Decide(After, spent);
        if (!decision.Ok)
        {
            decided.Add((command, decision.Refusal));
            return;
        }

        var events = LowBalanceRules.WithFalls(After.Balance, decision.Value.Events, thresholds, now);
        var after = LowBalanceRules.After(After, events);
        var answer = command.AnswerOf(after, events);
        if (!command.Accepts(answer))
        {
            return;
        }

        var recorded = new RecordedCommand(command.Id, command.Hash.Bytes, command.Record(answer));
        var isCharge = events[0] is ChargeQueued or CreditEntry { Kind: EntryKind.Charge };
        AddRows(command, events, recorded, now);
        if (command.Joined is { } other)
        {
            joined.Add(other);
        }
        else if (isCharge)
        {
            charges.Add(command.Id);
        }

        if (command.Order is { } order)
        {
            orders.Add(order);
        }

        After = after;
        decided.Add((command, new Answer<object>(answer, null)));
    }

    private void AddRows(
        AccountCommand command,
        ImmutableArray<CreditEvent> events,
        RecordedCommand recorded,
        DateTimeOffset now
    )
    {
        var account = After;
        foreach (var happened in events)
        {
            if (happened is CreditEntry entry)
            {
                AddEntry(command, entry, account.EntrySeq + 1, recorded, now);
            }
            else
            {
                // A low balance is reported together with the row that records the command.
                var cause = happened is BalanceFell ? null : recorded;
                history.AddRange(HistoryRows.Of(command.Context.Actor, now, account.HistorySeq, [happened], cause));
            }

            account = CreditAccount.Apply(account, happened);
        }
    }

    private void AddEntry(
        AccountCommand command,
        CreditEntry entry,
        long seq,
        RecordedCommand recorded,
        DateTimeOffset now
    )
    {
        if (entry.WaitedFor is { } ticket && entry.Operation != command.Id)
        {
            var paid = new ChargePaid(entry.Operation, entry.Lots);
            notices.Add(
                new Notice(entry.Operation + "/paid", NoticeKinds.ChargePaid, ticket.Value, StateJson.Write(paid))
            );
        }

        entries.Add(
            new EntryRow(
                seq,
                now,
                StoredNames.Of(entry.Kind),
                entry.Amount,
                entry.BalanceAfter,
                command.Context.Actor.Id,
                entry.Operation == command.Id ? recorded : Receipts.Recorded(entry, recorded),
                StateJson.Write(EntryBody.Of(entry))
            )
            {
                Ticket = entry.Ticket,
                Source = command.Context.Actor.From,
            }
        );
    }
}
