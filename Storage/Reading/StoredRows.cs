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

/// <summary>A row of one of several histories as the database has it.</summary>
internal sealed record StoredKeyedHistory(
    string GrainKey,
    long Seq,
    long At,
    string Kind,
    string Actor,
    string Body,
    string? Text
)
{
    public const string Columns = "grain_key AS GrainKey, " + StoredHistory.Columns;

    public KeyedHistoryRow ToRow() => new(GrainKey, new StoredHistory(Seq, At, Kind, Actor, Body, Text).ToRow());
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
internal sealed class BalanceRow
{
    public required string Account { get; init; }
    public required long Balance { get; init; }
    public required long Seq { get; init; }

    /// <summary>SQL that finds the newest balances of accounts; 0 for those without an entry.</summary>
    /// <param name="accounts">A query with the accounts in its column <c>account</c>, each once.</param>
    /// <remarks>
    /// Two look-ups by key for each account. A join lets PostgreSQL choose to read the whole ledger instead
    /// (DECISIONS.md, 63).
    /// </remarks>
    public static string NewestOf(string accounts) =>
        $"""
            SELECT chosen.account AS Account,
                COALESCE((
                    SELECT balance_after FROM entries WHERE account = chosen.account ORDER BY seq DESC LIMIT 1
                ), 0) AS Balance,
                COALESCE((SELECT max(seq) FROM entries WHERE account = chosen.account), 0) AS Seq
            FROM ({accounts}) AS chosen
            """;

    /// <summary>SQL that names the accounts of customers, for <see cref="NewestOf"/>. An account is named as its customer.</summary>
    /// <param name="chosen">Which customers' cards.</param>
    public static string AccountsOf(string chosen) =>
        $"""
            SELECT '{AccountId.Prefix}' || substr(grain_key, {CustomerId.Prefix.Length + 1}) AS account
            FROM cards WHERE {chosen}
            """;

    public AccountBalance ToBalance() => new(new AccountId(Account).Customer, new(Balance), Seq);
}
