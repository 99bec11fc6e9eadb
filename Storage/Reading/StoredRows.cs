using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Storage.Reading;

/// <summary>An order of the vendor's shop.</summary>
internal sealed record StoredOrder(string Id, string Customer);

/// <summary>A row of history as the database has it.</summary>
internal sealed record StoredHistory(long Seq, long At, string Kind, string Actor, string Body, string? Text)
{
    public const string Columns =
        "seq AS Seq, at AS At, kind AS Kind, actor AS Actor, body AS Body, " + StoredText.Column;

    public HistoryRow ToRow() =>
        new(Seq, DateTimeOffset.FromUnixTimeMilliseconds(At), Kind, Actor, PeoplesText.Join(Body, Text));
}

/// <summary>What people wrote in a row of history.</summary>
internal static class StoredText
{
    /// <summary>The column <c>Text</c> of a query over <c>history</c>: the row's texts, or null.</summary>
    public const string Column =
        "(SELECT t.text FROM texts AS t WHERE t.grain_key = history.grain_key AND t.seq = history.seq) AS Text";
}

/// <summary>A ledger entry as the database has it.</summary>
internal sealed record StoredEntry(
    long Seq,
    long At,
    string Kind,
    long Amount,
    long BalanceAfter,
    string Actor,
    long? Ticket,
    string OperationKey,
    byte[] ContentHash,
    string? Answer,
    string Body
)
{
    public const string Columns = """
        seq AS Seq, at AS At, kind AS Kind, amount AS Amount, balance_after AS BalanceAfter, actor AS Actor,
        ticket AS Ticket, operation_key AS OperationKey, content_hash AS ContentHash, answer AS Answer, body AS Body
        """;

    public EntryRow ToRow() =>
        new(
            Seq,
            DateTimeOffset.FromUnixTimeMilliseconds(At),
            Kind,
            new(Amount),
            new(BalanceAfter),
            Actor,
            new(OperationKey, ContentHash, Answer),
            Body
        )
        {
            Ticket = Ticket,
        };
}

/// <summary>A card as the database has it.</summary>
internal sealed record CardRow(
    string GrainKey,
    string Kind,
    long Rank,
    long Version,
    string? Customer,
    string? Desk,
    string? Status,
    string? Assignee,
    long? PendingSince,
    long? SolvedSince,
    string Body
)
{
    public const string Columns = """
        grain_key AS GrainKey, kind AS Kind, rank AS Rank, version AS Version, customer AS Customer, desk AS Desk,
        status AS Status, assignee AS Assignee, pending_since AS PendingSince,
        solved_since AS SolvedSince, body AS Body
        """;

    public StoredCard ToCard() =>
        new(
            GrainKey,
            (int)Version,
            new(Kind, Rank, Body)
            {
                Customer = Customer,
                Desk = Desk,
                Status = Status,
                Assignee = Assignee,
                PendingSince = PendingSince.ToInstant(),
                SolvedSince = SolvedSince.ToInstant(),
            }
        );
}

/// <summary>A recorded command as the database has it.</summary>
internal sealed class StoredCommand
{
    public required string Id { get; init; }
    public required byte[] ContentHash { get; init; }
    public string? Answer { get; init; }
    public string? Text { get; init; }

    public RecordedCommand ToCommand() => PeoplesText.Join(new RecordedCommand(Id, ContentHash, Answer), Text);
}

/// <summary>An account's newest balance.</summary>
internal sealed record BalanceRow(string Account, long Balance, long Seq)
{
    /// <summary>SQL that finds the balances of customers: 0 where there is no entry. An account is named as its customer.</summary>
    /// <param name="chosen">Which customers' cards.</param>
    public static string OfCustomers(string chosen) =>
        $"""
            SELECT newest.account AS Account, COALESCE(e.balance_after, 0) AS Balance, COALESCE(e.seq, 0) AS Seq
            FROM (
                SELECT known.account, (SELECT max(seq) FROM entries WHERE account = known.account) AS seq
                FROM (
                    SELECT '{AccountId.Prefix}' || substr(grain_key, {CustomerId.Prefix.Length + 1}) AS account
                    FROM cards WHERE {chosen}
                ) AS known
            ) AS newest
            LEFT JOIN entries AS e ON e.account = newest.account AND e.seq = newest.seq
            """;

    public AccountBalance ToBalance() => new(new AccountId(Account).Customer, new(Balance), Seq);
}
