using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Search;
using Tallydesk.Storage;

namespace Tallydesk.Audit;

/// <summary>
/// Removes user text from a grain: from its rows, its state, its card, the search index and the events for webhooks. The
/// rows keep their links, and the trail of rights tells of it. All of it is one transaction, so an erasure that was cut off
/// can be repeated, and one that is repeated finds nothing left. Only the schema's owner may.
/// </summary>
public sealed class TextErasure(Database database, TimeProvider time)
{
    /// <summary>The grains with texts of a customer's: the customer and all that their cards name; of any other grain only itself.</summary>
    public async Task<ImmutableArray<string>> GrainsOfAsync(string key)
    {
        await using var connection = await database.OpenReadAsync();
        return
        [
            .. await connection.QueryAsync<string>(
                """
                SELECT grainidextensionstring FROM orleansstorage WHERE grainidextensionstring = @key
                UNION
                SELECT grain_key FROM cards WHERE customer = @key
                """,
                new { key }
            ),
        ];
    }

    /// <summary>Erases texts of one grain.</summary>
    /// <param name="actor">Who erases.</param>
    /// <param name="grain">The grain.</param>
    /// <param name="rows">Which rows of its history; empty for all.</param>
    /// <returns>How many rows lost their texts.</returns>
    public async Task<int> EraseAsync(Actor actor, string grain, ImmutableArray<long> rows)
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        // The history is locked before the state, as commits lock them.
        var hasOlder = await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM history WHERE grain_key = @grain AND chain_version = 1",
            new { grain },
            transaction
        );
        await ExecuteAsync(transaction, hasOlder > 0 ? database.AllowHistoryUpdates : "");
        var state = await connection.QuerySingleOrDefaultAsync<StoredState>(
            $"""
            SELECT grainidextensionstring AS Grain, graintypestring AS Kind, version AS Version,
                payloadbinary AS Payload
            FROM orleansstorage WHERE grainidextensionstring = @grain {database.Locked}
            """,
            new { grain },
            transaction
        );
        var history = await connection.QueryAsync<AuditedHistory>(
            $"SELECT {AuditedHistory.Columns} FROM history WHERE grain_key = @grain ORDER BY seq",
            new { grain },
            transaction
        );
        var trail = new ErasedTrail(history.AsList(), rows);
        if (trail.Erased.Count == 0)
        {
            return 0;
        }

        foreach (var row in trail.Erased)
        {
            await RemoveAsync(transaction, row);
        }

        if (state is not null)
        {
            await RewriteAsync(transaction, state, trail);
        }

        await ForgetEventsAsync(transaction, grain);
        await new SearchWriter(database).ReplaceAsync(transaction, grain);
        var erased = StateJson.Write(
            new Erased([.. trail.Erased.Select(row => new ErasedRow(row.Seq, trail.LinkOf(row)))])
        );
        await new RightsLog(database, time).AppendAsync(
            transaction,
            new RightsChange(actor, Erasures.Kind, grain, null, erased)
        );
        await ExecuteAsync(transaction, hasOlder > 0 ? database.ForbidHistoryUpdates : "");
        await transaction.CommitAsync();
        return trail.Erased.Count;
    }

    /// <summary>Clears what was erased out of the database's files, as far as the database can.</summary>
    public async Task ClearAsync()
    {
        await using var connection = await database.OpenWriteAsync();
        await connection.ExecuteAsync(database.ClearErased);
    }

    private static Task RemoveAsync(DbTransaction transaction, AuditedHistory row) =>
        ExecuteAsync(
            transaction,
            row.ChainVersion == 1
                ? """
                UPDATE history SET body = @Body, answer = @Answer, content_hash = @ContentHash
                WHERE grain_key = @Grain AND seq = @Seq
                """
                : "DELETE FROM texts WHERE grain_key = @Grain AND seq = @Seq",
            row
        );

    // A grain that is active loses at the fence with its next commit, and reads the state again.
    private async Task RewriteAsync(DbTransaction transaction, StoredState state, ErasedTrail trail)
    {
        if (trail.Fold(state.Kind) is not var (told, left) || state.Payload is null)
        {
            return;
        }

        var payload = left.Rewrite(state.Payload, told);
        var version = state.Version + 1;
        var card = left.CardOf(payload, state.Grain, version, version);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await ExecuteAsync(
            transaction,
            """
            UPDATE orleansstorage SET payloadbinary = @payload, version = @version, modifiedon = @now
            WHERE grainidextensionstring = @Grain AND graintypestring = @Kind;
            UPDATE cards SET body = @Body, version = @version, changed_at = @now
            WHERE grain_key = @Grain AND @Body IS NOT NULL
            """,
            new
            {
                state.Grain,
                state.Kind,
                payload,
                version,
                now,
                card?.Body,
            }
        );
    }

    private static Task ForgetEventsAsync(DbTransaction transaction, string grain) =>
        ExecuteAsync(
            transaction,
            """
            DELETE FROM webhook_deliveries
            WHERE event IN (SELECT id FROM webhook_events WHERE trail = 'history' AND subject = @grain);
            UPDATE webhook_events SET body = NULL WHERE trail = 'history' AND subject = @grain
            """,
            new { grain }
        );

    private static async Task ExecuteAsync(DbTransaction transaction, string sql, object? parameters = null)
    {
        if (sql.Length > 0)
        {
            await transaction.Connection!.ExecuteAsync(sql, parameters, transaction);
        }
    }
}
