using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Credits;

/// <summary>A row of a customer's statement (Policy D11): what moved, and which lots it filled or spent.</summary>
/// <param name="Seq">1, 2, 3, … within the account.</param>
/// <param name="At">When.</param>
/// <param name="Kind">grant, purchase, charge, refund, adjustment.</param>
/// <param name="Amount">Signed credits.</param>
/// <param name="BalanceAfter">The balance after it.</param>
/// <param name="Ticket">The ticket's number, or null.</param>
/// <param name="Revision">The assessment's revision, or null.</param>
/// <param name="Lots">The lots.</param>
/// <param name="Reason">Why, for adjustments.</param>
public sealed record StatementRow(
    long Seq,
    DateTimeOffset At,
    string Kind,
    long Amount,
    long BalanceAfter,
    long? Ticket,
    int? Revision,
    ImmutableArray<LotSlice> Lots,
    string? Reason
);

/// <summary>Reads statements out of the ledger. The caller has made sure that the actor sees the account.</summary>
public static class Statement
{
    /// <summary>A page of an account's statement, oldest first; each row names its lots (Policy D11).</summary>
    /// <param name="reader">The journal.</param>
    /// <param name="account">The account.</param>
    /// <param name="afterSeq">Rows after this one; 0 from the start.</param>
    /// <param name="limit">At most so many.</param>
    public static async Task<ImmutableArray<StatementRow>> ReadAsync(
        IJournalReader reader,
        AccountId account,
        long afterSeq,
        int limit
    )
    {
        var rows = await reader.ReadEntriesAsync(account.Value, afterSeq, limit);
        return [.. rows.Select(RowOf)];
    }

    private static StatementRow RowOf(EntryRow row)
    {
        var body = StateJson.Read<EntryBody>(row.Body);
        return new(
            row.Seq,
            row.At,
            row.Kind,
            row.Amount,
            row.BalanceAfter,
            row.Ticket,
            body.Revision,
            body.Lots,
            body.Reason
        );
    }
}
