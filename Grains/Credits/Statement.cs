using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;

namespace Tallydesk.Credits;

/// <summary>A row of a customer's statement (Policy D11): the entry and the lots it filled or spent.</summary>
/// <param name="Seq">1, 2, 3, … within the account.</param>
/// <param name="At">When.</param>
/// <param name="Kind">grant, purchase, charge, refund, void or adjustment.</param>
/// <param name="Amount">Signed credits.</param>
/// <param name="BalanceAfter">The balance after it.</param>
/// <param name="Ticket">The number of the ticket that was charged or refunded; null for other kinds.</param>
/// <param name="Revision">The revision of its assessment; null for other kinds.</param>
/// <param name="Lots">The lots that were filled or spent.</param>
/// <param name="Reason">Why, for an adjustment.</param>
public sealed record StatementRow(
    long Seq,
    DateTimeOffset At,
    string Kind,
    CreditAmount Amount,
    CreditAmount BalanceAfter,
    long? Ticket,
    int? Revision,
    ImmutableArray<StatementLot> Lots,
    string? Reason
)
{
    /// <summary>The subject of the ticket that was charged or refunded; null for all else.</summary>
    public string? Subject { get; init; }

    /// <summary>The category that the ticket was charged or refunded for; null for all else.</summary>
    public Category? Category { get; init; }

    /// <summary>Why, in a sentence to the customer. Instants in it are UTC.</summary>
    public string? Explanation { get; init; }

    /// <summary>The operation key (Policy D10).</summary>
    [JsonIgnore]
    public string Operation { get; init; } = "";
}

/// <summary>A part of a lot; one of the three sources is set.</summary>
/// <param name="License">The license whose credits these are.</param>
/// <param name="Purchase">The order in which they were bought.</param>
/// <param name="Adjustment">The reason of the adjustment that added them.</param>
/// <param name="Amount">Whole credits.</param>
public sealed record StatementLot(string? License, string? Purchase, string? Adjustment, CreditAmount Amount)
{
    /// <summary>The source, whichever is set.</summary>
    [JsonIgnore]
    public string Source => License ?? Purchase ?? Adjustment ?? "";

    /// <summary>A slice of a lot as statements show it.</summary>
    public static StatementLot Of(LotSlice slice)
    {
        ArgumentNullException.ThrowIfNull(slice);
        return new(
            slice.Source == LotSource.License ? slice.Reference : null,
            slice.Source == LotSource.Purchase ? slice.Reference : null,
            slice.Source == LotSource.Adjustment ? slice.Reference : null,
            slice.Credits
        );
    }
}

/// <summary>Reads statements from the ledger. The caller has checked that the actor can see the account.</summary>
public static class Statement
{
    /// <summary>A page of an account's statement, oldest first; each row includes its lots (Policy D11).</summary>
    /// <param name="reader">The journal.</param>
    /// <param name="account">The account.</param>
    /// <param name="afterSeq">Return rows after this one; 0 for the beginning.</param>
    /// <param name="limit">The maximum number.</param>
    public static async Task<ImmutableArray<StatementRow>> ReadAsync(
        IJournalReader reader,
        AccountId account,
        long afterSeq,
        int limit
    )
    {
        var rows = await reader.ReadEntriesAsync(account.Value, afterSeq, limit);
        return RowsOf(rows);
    }

    /// <summary>Entries as a statement shows them, in their order.</summary>
    internal static ImmutableArray<StatementRow> RowsOf(ImmutableArray<EntryRow> rows) => [.. rows.Select(RowOf)];

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
            [.. body.Lots.Select(StatementLot.Of)],
            body.Reason
        )
        {
            Operation = row.Operation.Id,
        };
    }
}
