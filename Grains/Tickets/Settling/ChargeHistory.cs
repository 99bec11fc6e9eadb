using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Tickets;

/// <summary>Reads a ticket's charges from history and ledger. The caller has checked that the actor can see the ticket.</summary>
public static class ChargeHistory
{
    private const int PageSize = 500;

    private static readonly ImmutableDictionary<string, Func<string, TicketEvent>> Read = new Dictionary<
        string,
        Func<string, TicketEvent>
    >
    {
        [StoredNames.Of(typeof(AssessmentProposed))] = StateJson.Read<AssessmentProposed>,
        [StoredNames.Of(typeof(AssessmentAgreed))] = StateJson.Read<AssessmentAgreed>,
        [StoredNames.Of(typeof(AssessmentDeclined))] = StateJson.Read<AssessmentDeclined>,
        [StoredNames.Of(typeof(ChargeSettled))] = StateJson.Read<ChargeSettled>,
    }.ToImmutableDictionary();

    /// <summary>The opening of a ticket, an assessment, what was decided on one, or its charge, from its row.</summary>
    internal static TicketEvent EventOf(HistoryRow row) =>
        Read.TryGetValue(row.Kind, out var read) ? read(row.Body) : StateJson.Read<TicketOpened>(row.Body);

    /// <summary>The explanation of a ticket's charges.</summary>
    public static async Task<ChargeExplanation> ReadAsync(IJournalReader reader, TicketView ticket)
    {
        // Read entries first: the history row was always written before its entry.
        var account = ticket.Customer.Account.Value;
        var rows = await reader.ReadEntriesOfTicketAsync(account, ticket.Number);
        var entries = ImmutableArray.CreateBuilder<TicketEntry>(rows.Length);
        foreach (var row in rows)
        {
            var body = StateJson.Read<EntryBody>(row.Body);
            var voided =
                row.Amount > CreditAmount.Zero
                    ? await ReadVoidedAsync(reader, account, row.Operation.Id, body.Lots)
                    : CreditAmount.Zero;
            entries.Add(
                new(
                    row.Seq,
                    row.At,
                    StoredNames.Read<EntryKind>(row.Kind),
                    row.Amount,
                    row.Operation.Id,
                    body.Revision ?? 0,
                    body.Lots,
                    voided
                )
            );
        }

        var opened = await reader.ReadHistoryAsync(ticket.Id.Value, 0, 1, [StoredNames.Of(typeof(MessagePosted))]);
        var openedBy = opened.IsEmpty ? ticket.CustomerName : StateJson.Read<MessagePosted>(opened[0].Body).Author.Name;
        return ExplanationRules.Explain(
            new(ticket, openedBy, await ReadEventsAsync(reader, ticket.Id), entries.MoveToImmutable())
        );
    }

    private static async Task<ImmutableArray<TicketEvent>> ReadEventsAsync(IJournalReader reader, TicketId ticket)
    {
        var events = ImmutableArray.CreateBuilder<TicketEvent>();
        ImmutableArray<string> kinds = [.. Read.Keys];
        ImmutableArray<HistoryRow> page = [];
        do
        {
            page = await reader.ReadHistoryAsync(ticket.Value, page.IsEmpty ? 0 : page[^1].Seq, PageSize, kinds);
            events.AddRange(page.Select(row => Read[row.Kind](row.Body)));
        } while (page.Length == PageSize);
        return events.DrainToImmutable();
    }

    /// <summary>The part of a refund that went to lots of revoked licenses and was voided immediately (Policy A8).</summary>
    private static async Task<CreditAmount> ReadVoidedAsync(
        IJournalReader reader,
        string account,
        string refund,
        ImmutableArray<LotSlice> lots
    )
    {
        var voided = CreditAmount.Zero;
        foreach (
            var license in lots.Where(lot => lot.Source == LotSource.License).Select(lot => lot.Reference).Distinct()
        )
        {
            var entry = await reader.FindEntryAsync(account, OperationKeys.OfVoid(refund, license));
            voided -= entry?.Amount ?? CreditAmount.Zero;
        }

        return voided;
    }
}
