using System.Data.Common;
using Dapper;
using Tallydesk.Journal;
using Tallydesk.Storage;

namespace Tallydesk.Search;

/// <summary>What a step of indexing did.</summary>
public enum Indexing
{
    /// <summary>Nothing is left to index.</summary>
    Done,

    /// <summary>Something was indexed; there may be more.</summary>
    More,

    /// <summary>Another process is indexing.</summary>
    Busy,
}

/// <summary>
/// Keeps the search index up to date with what is committed. It reads the history by the places of its rows, up to the oldest
/// transaction that is still open, and people by the trail of rights. A new index first reads all cards. Each step is one
/// transaction that also stores how far it read, and writes the same passages when it is repeated.
/// </summary>
public sealed partial class SearchIndex(Database database, ILogger<SearchIndex> log)
{
    private const int RowsAtOnce = 50;
    private const int CardsAtOnce = 5;
    private const int ChangesAtOnce = 200;

    private const string Reading =
        "epoch AS Epoch, xact AS Xact, grain_key AS GrainKey, seq AS Seq, walked AS Walked, rights_seq AS RightsSeq";

    private readonly SearchWriter writer = new(
        database,
        (failure, grain, seq) => LogUnreadable(log, failure, seq, grain)
    );

    /// <summary>Indexes some of what was committed since the last time.</summary>
    public async Task<Indexing> AdvanceAsync()
    {
        var horizon = await database.FindHorizonAsync();
        if (await IsCompleteAsync(horizon))
        {
            return Indexing.Done;
        }

        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var read = await connection.QuerySingleOrDefaultAsync<SearchPlace>(
            $"SELECT {Reading} FROM search_reading WHERE only_row = 1 {database.SkipLocked}",
            transaction: transaction
        );
        if (read is null)
        {
            return Indexing.Busy;
        }

        // What is committed while cards are read is read again afterwards.
        read = read.Epoch == 0 ? read with { Epoch = horizon.Epoch, Xact = horizon.Xact } : read;
        read = read.Walked is not null
            ? await WalkAsync(transaction, read)
            : await FollowPeopleAsync(transaction, await FollowAsync(transaction, read, horizon));
        await connection.ExecuteAsync(
            """
            UPDATE search_reading SET epoch = @Epoch, xact = @Xact, grain_key = @GrainKey, seq = @Seq, walked = @Walked,
                rights_seq = @RightsSeq
            WHERE only_row = 1
            """,
            read,
            transaction
        );
        await transaction.CommitAsync();
        return Indexing.More;
    }

    /// <summary>Lets the next steps build the index from the beginning. Passages stay until they are replaced.</summary>
    public async Task ResetAsync()
    {
        await using var connection = await database.OpenWriteAsync();
        await connection.ExecuteAsync(
            "UPDATE search_reading SET epoch = 0, xact = 0, grain_key = '', seq = 0, walked = '', rights_seq = 0"
        );
    }

    /// <summary>How many passages the index has.</summary>
    public async Task<long> CountAsync()
    {
        await using var connection = await database.OpenReadAsync();
        return await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM search_passages");
    }

    private async Task<bool> IsCompleteAsync(TransactionPlace horizon)
    {
        await using var connection = await database.OpenReadAsync();
        var read = await connection.QuerySingleAsync<SearchPlace>($"SELECT {Reading} FROM search_reading");
        return read is { Walked: null, Epoch: > 0 }
            && await connection.ExecuteScalarAsync<long>(
                "SELECT count(*) FROM (SELECT 1 FROM rights_changes WHERE seq > @RightsSeq LIMIT 1) AS changed",
                read
            ) == 0
            && (await ReadAsync(connection, null, read, horizon, limit: 1)).Count == 0;
    }

    private async Task<SearchPlace> WalkAsync(DbTransaction transaction, SearchPlace read)
    {
        var keys = (
            await transaction.Connection!.QueryAsync<string>(
                $"""
                SELECT grain_key FROM cards WHERE grain_key > @Walked AND {database.IsOneOf("kind", "kinds")}
                ORDER BY grain_key LIMIT @limit
                """,
                new
                {
                    read.Walked,
                    kinds = SearchWriter.Kinds.ToArray(),
                    limit = CardsAtOnce,
                },
                transaction
            )
        ).ToArray();
        var next = keys.Length < CardsAtOnce ? null : keys[^1];
        // What lies between the cards belongs to none and goes as well.
        await transaction.Connection!.ExecuteAsync(
            $"""
            DELETE FROM search_passages WHERE kind <> '{SearchReader.Person}' AND grain_key > @Walked
                {(next is null ? "" : "AND grain_key <= @next")}
            """,
            new { read.Walked, next },
            transaction
        );
        await writer.WriteAllAsync(transaction, await writer.ReadCardsAsync(transaction, keys));
        return read with { Walked = next };
    }

    private async Task<SearchPlace> FollowAsync(DbTransaction transaction, SearchPlace read, TransactionPlace horizon)
    {
        var rows = await ReadAsync(transaction.Connection!, transaction, read, horizon, RowsAtOnce);
        if (rows.Count == 0)
        {
            return read;
        }

        var cards = (
            await writer.ReadCardsAsync(transaction, [.. rows.Select(row => row.GrainKey).Distinct()])
        ).ToDictionary(card => card.GrainKey);
        foreach (var row in rows)
        {
            if (
                cards.TryGetValue(row.GrainKey, out var card)
                && card.Card.Kind == CardKinds.Ticket
                && SearchPassage.Kinds.Contains(row.Kind)
            )
            {
                await writer.WriteRowAsync(transaction, card, row);
            }
        }

        // A ticket's subject and number stay as they were when it was opened.
        var opened = rows.Where(row => row.Seq == 1).Select(row => row.GrainKey).ToHashSet();
        foreach (
            var card in cards.Values.Where(card => card.Card.Kind != CardKinds.Ticket || opened.Contains(card.GrainKey))
        )
        {
            await writer.WriteCardAsync(transaction, card);
        }

        var last = rows[^1];
        return read with { Epoch = last.Epoch, Xact = last.Xact, GrainKey = last.GrainKey, Seq = last.Seq };
    }

    private async Task<SearchPlace> FollowPeopleAsync(DbTransaction transaction, SearchPlace read)
    {
        var changes = (
            await transaction.Connection!.QueryAsync<Change>(
                """
                SELECT seq AS Seq, subject AS Subject FROM rights_changes WHERE seq > @RightsSeq
                ORDER BY seq LIMIT @limit
                """,
                new { read.RightsSeq, limit = ChangesAtOnce },
                transaction
            )
        ).AsList();
        if (changes.Count == 0)
        {
            return read;
        }

        await writer.WritePeopleAsync(transaction, [.. changes.Select(change => change.Subject).Distinct()]);
        return read with { RightsSeq = changes[^1].Seq };
    }

    /// <summary>Rows of the history behind a place and before the horizon, in the order of their places.</summary>
    private static async Task<List<IndexedRow>> ReadAsync(
        DbConnection connection,
        DbTransaction? transaction,
        SearchPlace read,
        TransactionPlace horizon,
        int limit
    )
    {
        for (var epoch = read.Epoch; epoch <= horizon.Epoch; epoch++)
        {
            var isFirst = epoch == read.Epoch;
            // One epoch and a range of transactions, which lets the planner see that few index rows match.
            var rows = await connection.QueryAsync<IndexedRow>(
                $"""
                SELECT {IndexedRow.Columns} FROM history
                WHERE epoch > 0 AND epoch = @epoch AND xact >= @xact AND xact < @until
                    AND (xact, grain_key, seq) > (@xact, @key, @seq)
                ORDER BY xact, grain_key, seq LIMIT @limit
                """,
                new
                {
                    epoch,
                    xact = isFirst ? read.Xact : 0,
                    key = isFirst ? read.GrainKey : "",
                    seq = isFirst ? read.Seq : 0,
                    until = epoch == horizon.Epoch ? horizon.Xact : long.MaxValue,
                    limit,
                },
                transaction
            );
            if (rows.AsList() is { Count: > 0 } found)
            {
                return found;
            }
        }

        return [];
    }

    [LoggerMessage(
        9001,
        LogLevel.Error,
        "Row {Seq} of {Grain} can't be read, so its text can't be found by searching."
    )]
    private static partial void LogUnreadable(ILogger log, Exception failure, long seq, string grain);

    private sealed class Change
    {
        public required long Seq { get; init; }
        public required string Subject { get; init; }
    }
}

/// <summary>How far the search index has read.</summary>
internal sealed record SearchPlace
{
    /// <summary>The epoch of the last row; 0 before the first step.</summary>
    public required long Epoch { get; init; }

    /// <summary>The transaction of the last row.</summary>
    public required long Xact { get; init; }

    /// <summary>The grain of the last row.</summary>
    public required string GrainKey { get; init; }

    /// <summary>The number of the last row.</summary>
    public required long Seq { get; init; }

    /// <summary>The last card that was read while the index is built; null once it is.</summary>
    public string? Walked { get; init; }

    /// <summary>The last change of rights.</summary>
    public required long RightsSeq { get; init; }
}
