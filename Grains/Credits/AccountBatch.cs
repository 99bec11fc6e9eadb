using System.Collections.Immutable;
using Tallydesk.Flows;
using Tallydesk.Journal;
using Tallydesk.Refusals;
using Tallydesk.Tickets;

namespace Tallydesk.Credits;

/// <summary>Commands decided one after another on a working copy, to be written in one commit.</summary>
internal sealed class AccountBatch
{
    private readonly List<(AccountCommand Command, Answer<object> Answer)> decided = [];
    private readonly List<string> queued = [];
    private readonly ImmutableArray<EntryRow>.Builder entries = ImmutableArray.CreateBuilder<EntryRow>();
    private readonly ImmutableArray<HistoryRow>.Builder history = ImmutableArray.CreateBuilder<HistoryRow>();
    private readonly ImmutableArray<Notice>.Builder notices = ImmutableArray.CreateBuilder<Notice>();

    private AccountBatch(CreditAccount before) => After = before;

    /// <summary>The account after all commands.</summary>
    public CreditAccount After { get; private set; }

    /// <summary>Each command with its answer, or its refusal, in their order.</summary>
    public IReadOnlyList<(AccountCommand Command, Answer<object> Answer)> Decided => decided;

    /// <summary>Whether nothing is to be written: every command was refused.</summary>
    public bool IsEmpty => entries.Count == 0 && history.Count == 0;

    /// <summary>The batch's rows added to a commit.</summary>
    public Commit Into(Commit commit) =>
        commit with
        {
            Entries = entries.DrainToImmutable(),
            History = history.DrainToImmutable(),
            Notices = Notices,
        };

    /// <summary>Operation keys of the charges that go to the end of the line.</summary>
    public IReadOnlyList<string> Queued => queued;

    /// <summary>Tickets to be told of their charges.</summary>
    public ImmutableArray<Notice> Notices => notices.ToImmutable();

    /// <summary>
    /// Takes commands from the queue and decides them. Stops before a command id that the batch has already, and before a
    /// command that must first look into the ledger.
    /// </summary>
    public static AccountBatch Take(Queue<AccountCommand> queue, CreditAccount before, int most, DateTimeOffset now)
    {
        var batch = new AccountBatch(before);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        while (ids.Count < most && queue.TryPeek(out var command))
        {
            var looksBack = command.Supersedes is { } charge && !CreditRules.IsWaiting(batch.After, charge);
            if ((looksBack && ids.Count > 0) || !ids.Add(command.Id))
            {
                break;
            }

            batch.Decide(queue.Dequeue(), now);
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

    private void Decide(AccountCommand command, DateTimeOffset now)
    {
        var decision = command.Decide(After);
        if (!decision.Ok)
        {
            decided.Add((command, decision.Refusal));
            return;
        }

        var events = decision.Value.Events;
        var before = After;
        After = events.Aggregate(before, CreditAccount.Apply);
        queued.AddRange(events.OfType<ChargeQueued>().Select(happened => happened.Charge.Operation));
        var answer = command.AnswerOf(After, events);
        var recorded = new RecordedCommand(command.Id, command.Hash, command.Record(answer));
        var account = before;
        foreach (var happened in events)
        {
            if (happened is CreditEntry entry)
            {
                AddEntry(command, entry, account.EntrySeq + 1, recorded, now);
            }
            else
            {
                history.AddRange(HistoryRows.Of(command.Context.Actor, now, account.HistorySeq, [happened], recorded));
            }

            account = CreditAccount.Apply(account, happened);
        }

        decided.Add((command, new Answer<object>(answer, null)));
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
                HistoryRows.KindOf(entry.Kind),
                entry.Amount,
                entry.BalanceAfter,
                command.Context.Actor.Id,
                entry.Operation == command.Id ? recorded : Receipts.Recorded(entry, recorded),
                StateJson.Write(EntryBody.Of(entry))
            )
            {
                Ticket = entry.Ticket,
            }
        );
    }
}
