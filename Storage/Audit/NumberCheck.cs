using System.Data.Common;
using Dapper;
using Tallydesk.Storage;

namespace Tallydesk.Audit;

/// <summary>Checks the numbers that no link holds: the places of rows, and the ticket number that was drawn last.</summary>
internal sealed class NumberCheck(DbConnection connection, Action<AuditFinding> found)
{
    /// <summary>Checks all of them.</summary>
    public async Task VerifyAsync(Database database)
    {
        await FindMisplacedAsync("history", "history", "grain_key");
        await FindMisplacedAsync("ledger", "entries", "account");
        var drawn = await connection.QuerySingleOrDefaultAsync<long>(database.LastTicketNumber);
        var highest = await connection.ExecuteScalarAsync<long?>("SELECT max(rank) FROM cards WHERE kind = 'ticket'");
        if (drawn < highest)
        {
            found(new("ticket_numbers", "", 0, $"the last number assigned is {drawn}, but ticket {highest} exists"));
        }
    }

    /// <summary>
    /// Finds rows whose place is lower than that of the row before, lies in an epoch that there is not, or names an epoch
    /// without a transaction or the other way round.
    /// </summary>
    private async Task FindMisplacedAsync(string trail, string table, string key)
    {
        var misplaced = await connection.QueryAsync<Misplaced>(
            $"""
            SELECT subject AS Subject, seq AS Seq FROM (
                SELECT {key} AS subject, seq, epoch, xact, lag(epoch) OVER grain AS epoch_before,
                    lag(xact) OVER grain AS xact_before
                FROM {table} WINDOW grain AS (PARTITION BY {key} ORDER BY seq)
            ) AS placed
            WHERE (epoch, xact) < (epoch_before, xact_before) OR (epoch = 0) <> (xact = 0)
                OR (epoch > 0 AND epoch NOT IN (SELECT number FROM database_epochs))
            LIMIT 1000
            """
        );
        foreach (var row in misplaced)
        {
            found(new(trail, row.Subject, row.Seq, "has an impossible position"));
        }
    }

    private sealed class Misplaced
    {
        public required string Subject { get; init; }
        public required long Seq { get; init; }
    }
}
