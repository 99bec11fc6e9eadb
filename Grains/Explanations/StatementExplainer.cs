using System.Collections.Immutable;
using Tallydesk.Credits;
using Tallydesk.Journal;
using Tallydesk.Tickets;

namespace Tallydesk.Explanations;

/// <summary>
/// Reads statements with an explanation of each entry. The history behind a page's tickets is read in one query. The caller
/// has made sure that the reader may see the account.
/// </summary>
public sealed class StatementExplainer(IJournalReader journal, StatementQueries statements)
{
    private static readonly ImmutableArray<string> Kinds =
    [
        StoredNames.Of(typeof(TicketOpened)),
        StoredNames.Of(typeof(AssessmentProposed)),
        StoredNames.Of(typeof(AssessmentAgreed)),
        StoredNames.Of(typeof(AssessmentDeclined)),
        StoredNames.Of(typeof(ChargeSettled)),
    ];

    /// <summary>A page of a customer's statement, oldest first, with an explanation of each entry.</summary>
    /// <param name="customer">The customer's id.</param>
    /// <param name="after">Rows after this one; 0 from the start.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="clock">The reader's clock.</param>
    public async Task<ImmutableArray<StatementRow>> PageAsync(
        string customer,
        long after,
        int limit,
        ReaderClock clock
    ) => await ExplainAsync(customer, await statements.PageAsync(customer, after, limit), clock);

    /// <summary>A page of a customer's statement, newest first, with an explanation of each entry.</summary>
    /// <param name="customer">The customer's id.</param>
    /// <param name="filter">Which entries.</param>
    /// <param name="before">Rows before this one; null from the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="clock">The reader's clock.</param>
    public async Task<ImmutableArray<StatementRow>> NewestAsync(
        string customer,
        StatementFilter filter,
        long? before,
        int limit,
        ReaderClock clock
    ) => await ExplainAsync(customer, await statements.NewestAsync(customer, filter, before, limit), clock);

    private async Task<ImmutableArray<StatementRow>> ExplainAsync(
        string customer,
        ImmutableArray<StatementRow> rows,
        ReaderClock clock
    )
    {
        var keys = rows.Select(TicketKeyOf).OfType<string>().Distinct().ToImmutableArray();
        var histories = (await journal.ReadHistoriesAsync(keys, Kinds)).ToLookup(row => row.GrainKey, row => row.Row);
        var tickets = keys.ToDictionary(key => key, key => Told.Of(histories[key]));
        return
        [
            .. rows.Select(row =>
                TicketKeyOf(row) is { } key
                    ? Explain(row, tickets[key], clock)
                    : row with
                    {
                        Explanation = ChargeSentences.OfEntry(KindOf(row), row.Amount, SourceOf(row)),
                    }
            ),
        ];
    }

    private static StatementRow Explain(StatementRow row, Told ticket, ReaderClock clock)
    {
        if (row.Revision is not { } revision || ticket.Assessments.GetValueOrDefault(revision) is not { } made)
        {
            return row with
            {
                Subject = ticket.Subject,
                Explanation = ChargeSentences.OfEntry(KindOf(row), row.Amount, ""),
            };
        }

        var kind = KindOf(row);
        var isAfterEnd = kind == EntryKind.Refund && ticket.RefundedLate.Contains(revision);
        return row with
        {
            Subject = ticket.Subject,
            Category = made.Assessment.Category,
            Explanation = ChargeSentences.Of(
                new TicketMovement(kind, row.Amount, made.Assessment, made.Agreement, isAfterEnd),
                clock
            ),
        };
    }

    /// <summary>The ticket's grain, which the keys of its charges and refunds begin with; null for other entries.</summary>
    private static string? TicketKeyOf(StatementRow row) => row.Ticket is null ? null : row.Operation.Split('/')[0];

    private static EntryKind KindOf(StatementRow row) => StoredNames.Read<EntryKind>(row.Kind);

    private static string SourceOf(StatementRow row) => row.Reason ?? (row.Lots.IsEmpty ? "" : row.Lots[0].Source);

    /// <summary>What a ticket's history says about its prices.</summary>
    private sealed record Told(
        string? Subject,
        SortedDictionary<int, ExplainedAssessment> Assessments,
        ImmutableHashSet<int> RefundedLate
    )
    {
        public static Told Of(IEnumerable<HistoryRow> rows)
        {
            var events = rows.Select(ChargeHistory.EventOf).ToList();
            var opened = events.OfType<TicketOpened>().FirstOrDefault();
            return new(
                opened?.Subject,
                ExplanationRules.Assessments(
                    events,
                    new(opened?.CustomerName ?? "", opened?.AskedAt ?? default, opened?.PreAgreedUpTo)
                ),
                ExplanationRules.RefundedLate(events)
            );
        }
    }
}
