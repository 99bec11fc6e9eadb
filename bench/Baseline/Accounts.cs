using Npgsql;

namespace Tallydesk.Bench.Baseline;

/// <summary>What became of an adjustment.</summary>
internal enum Outcome
{
    /// <summary>It was entered, now or by an earlier request of the same key.</summary>
    Entered,

    /// <summary>The balance does not cover it.</summary>
    Insufficient,

    /// <summary>The key named another adjustment before.</summary>
    KeyReused,

    /// <summary>Account not found.</summary>
    NoAccount,
}

/// <summary>
/// Balances in PostgreSQL, whose row lock puts the adjustments of one account in order. The whole transaction is one
/// statement and one round trip, so that the lock is held for as short as can be.
/// </summary>
internal sealed class Accounts(NpgsqlDataSource database)
{
    private const string AdjustSql = """
        WITH account AS (
            UPDATE accounts SET balance = balance + $3 WHERE id = $1 AND balance + $3 >= 0 RETURNING balance
        ), entry AS (
            INSERT INTO entries (account, operation_key, amount, balance_after, reason, author)
            SELECT $1, $2, $3, balance, $4, $5 FROM account
        )
        SELECT balance FROM account
        """;

    private const string FirstAnswerSql = """
        SELECT e.amount, e.reason, e.balance_after
        FROM accounts a LEFT JOIN entries e ON e.account = a.id AND e.operation_key = $2
        WHERE a.id = $1
        """;

    /// <summary>Enters an adjustment once, however often its key is sent.</summary>
    /// <returns>What became of it, and the balance right after it.</returns>
    public async Task<(Outcome Outcome, long Balance)> AdjustAsync(
        long account,
        string key,
        long credits,
        string reason,
        string author
    )
    {
        await using var connection = await database.OpenConnectionAsync();
        try
        {
            await using var adjust = new NpgsqlCommand(AdjustSql, connection)
            {
                Parameters = { Of(account), Of(key), Of(credits), Of(reason), Of(author) },
            };
            if (await adjust.ExecuteScalarAsync() is long balance)
            {
                return (Outcome.Entered, balance);
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Entered before: the first answer is read below.
        }

        return await FirstAnswerAsync(connection, account, key, credits, reason);
    }

    private static async Task<(Outcome Outcome, long Balance)> FirstAnswerAsync(
        NpgsqlConnection connection,
        long account,
        string key,
        long credits,
        string reason
    )
    {
        await using var find = new NpgsqlCommand(FirstAnswerSql, connection) { Parameters = { Of(account), Of(key) } };
        await using var row = await find.ExecuteReaderAsync();
        return !await row.ReadAsync() ? (Outcome.NoAccount, 0)
            : row.IsDBNull(0) ? (Outcome.Insufficient, 0)
            : row.GetInt64(0) == credits && row.GetString(1) == reason ? (Outcome.Entered, row.GetInt64(2))
            : (Outcome.KeyReused, 0);
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };
}
