using System.Data.Common;
using Dapper;
using Tallydesk.Storage;

namespace Tallydesk.Audit;

/// <summary>
/// Reads the whole audit and finds every row that was changed, removed, added or put elsewhere: each row's link is made again,
/// each chain's end is compared with the state's, and each anchor with what it wrote down. Memory is bounded; the database is
/// seen as of the start, so that Tallydesk can continue to run.
/// </summary>
public sealed class AuditVerifier(Database database)
{
    /// <summary>Verifies all, telling each finding as it is found.</summary>
    /// <param name="found">Takes a finding.</param>
    /// <param name="anchor">The digest of an anchor that was kept elsewhere, in hexadecimal digits; null for none.</param>
    public async Task<AuditSummary> VerifyAsync(Action<AuditFinding> found, string? anchor = null)
    {
        await using var connection = await database.OpenReadAsync();
        await connection.ExecuteAsync(database.BeginSnapshot);
        try
        {
            return await VerifyAsync(connection, found, anchor);
        }
        finally
        {
            await connection.ExecuteAsync("ROLLBACK TRANSACTION");
        }
    }

    /// <summary>Verifies all as one connection sees it.</summary>
    internal async Task<AuditSummary> VerifyAsync(DbConnection connection, Action<AuditFinding> found, string? anchor)
    {
        var notCovered = new List<string>();
        var erasures = await Erasures.ReadAsync(connection);
        var history = await FollowAsync(
            "history",
            RowPages.ReadAsync<AuditedHistory>(
                connection,
                AuditedHistory.Columns,
                "history",
                "grain_key",
                row => (row.Grain, row.Seq)
            ),
            row => (row.Grain, row.Seq, row.Chain, before => erasures.LinkAfter(row, before)),
            chains => CompareAsync(connection, chains, head => (head.HistorySeq, head.Audit?.History), found),
            found
        );
        var ledger = await FollowAsync(
            "ledger",
            RowPages.ReadAsync<AuditedEntry>(
                connection,
                AuditedEntry.Columns,
                "entries",
                "account",
                row => (row.Grain, row.Seq)
            ),
            row => (row.Grain, row.Seq, row.Chain, row.LinkAfter),
            chains => CompareAsync(connection, chains, head => (head.EntrySeq, head.Audit?.Entries), found),
            found
        );
        await FindBereftAsync(connection, found);
        await new TextCheck(connection, erasures, found).VerifyAsync();
        if (erasures.Count > 0)
        {
            notCovered.Add($"what people wrote in {erasures.Count} rows: the text was erased");
        }

        var states = await new StateCheck(connection, found, notCovered.Add).VerifyAsync(database);
        await new OrderCheck(connection, database, found).VerifyAsync();
        await new NumberCheck(connection, found).VerifyAsync(database);
        var rights = await VerifyRightsAsync(connection, found);
        var rows = await VerifyTablesAsync(connection, found, notCovered);
        var (anchors, last) = await new AnchorCheck(connection, found).VerifyAsync(anchor);
        return new(history.Linked + ledger.Linked + rights, history.Unlinked + ledger.Unlinked, anchors, last)
        {
            States = states,
            TableRows = rows,
            NotCovered = [.. notCovered, .. NeverCovered.All.Select(one => one.What)],
        };
    }

    /// <summary>Compares the tables of people, tokens, sessions, webhooks and files with the trail of rights.</summary>
    private static async Task<long> VerifyTablesAsync(
        DbConnection connection,
        Action<AuditFinding> found,
        List<string> notCovered
    )
    {
        var check = new GuardedRows(connection, found);
        var all = 0L;
        foreach (var table in GuardedTable.All)
        {
            var (rows, undigested) = await check.VerifyAsync(table);
            all += rows;
            if (undigested > 0)
            {
                notCovered.Add(
                    $"{string.Join(", ", table.Hidden)} of {undigested} rows of {table.Name}: recorded before this was stored"
                );
            }
        }

        await new ChangeOrder(connection, found).VerifyAsync();
        await check.FindWrongUsageAsync();
        return all;
    }

    /// <summary>Follows the chains of a table in the order of their keys, and hands over each page's finished ones.</summary>
    private static async Task<(long Linked, long Unlinked)> FollowAsync<TRow>(
        string trail,
        IAsyncEnumerable<IReadOnlyList<TRow>> pages,
        Func<TRow, (string Subject, long Seq, byte[] Chain, Func<byte[], byte[]> LinkAfter)> partsOf,
        Func<IReadOnlyList<ChainCheck>, Task> compare,
        Action<AuditFinding> found
    )
    {
        var (linked, unlinked) = (0L, 0L);
        ChainCheck? current = null;
        async Task FinishAsync(List<ChainCheck> finished)
        {
            linked += finished.Sum(chain => chain.Linked);
            unlinked += finished.Sum(chain => chain.Count - chain.Linked);
            await compare(finished);
        }

        await foreach (var page in pages)
        {
            var finished = new List<ChainCheck>();
            foreach (var row in page)
            {
                var (subject, seq, stored, linkAfter) = partsOf(row);
                if (current?.Subject != subject)
                {
                    finished.AddRange(current is null ? [] : [current]);
                    current = new(trail, subject);
                }

                if (current.Next(seq, stored, linkAfter) is { } finding)
                {
                    found(finding);
                }
            }

            await FinishAsync(finished);
        }

        await FinishAsync(current is null ? [] : [current]);
        return (linked, unlinked);
    }

    private async Task CompareAsync(
        DbConnection connection,
        IReadOnlyList<ChainCheck> chains,
        Func<StateHead, (long Count, string? Last)> headOf,
        Action<AuditFinding> found
    )
    {
        // SQLite takes each key as a parameter of its own.
        foreach (var some in chains.Chunk(500))
        {
            var states = await connection.QueryAsync<State>(
                $"""
                SELECT grainidextensionstring AS Grain, payloadbinary AS Payload FROM orleansstorage
                WHERE {database.IsOneOf("grainidextensionstring", "keys")}
                """,
                new { keys = some.Select(chain => chain.Subject).ToArray() }
            );
            var heads = states.ToDictionary(state => state.Grain, state => StateHead.Of(state.Payload));
            foreach (var chain in some)
            {
                var (count, last) = headOf(heads.GetValueOrDefault(chain.Subject, StateHead.None));
                if (chain.End(count, last) is { } finding)
                {
                    found(finding);
                }
            }
        }
    }

    /// <summary>Finds grains whose state counts rows, and which have none.</summary>
    private static async Task FindBereftAsync(DbConnection connection, Action<AuditFinding> found)
    {
        foreach (
            var (trail, table, key) in (ReadOnlySpan<(string, string, string)>)
                [("history", "history", "grain_key"), ("ledger", "entries", "account")]
        )
        {
            foreach (var state in connection.Query<State>(Bereft(table, key), buffered: false))
            {
                var head = StateHead.Of(state.Payload);
                if ((trail == "history" ? head.HistorySeq : head.EntrySeq) > 0)
                {
                    found(new(trail, state.Grain, 0, "all rows are missing"));
                }
            }
        }

        await Task.CompletedTask;
    }

    private static string Bereft(string table, string key) =>
        $"""
            SELECT grainidextensionstring AS Grain, payloadbinary AS Payload FROM orleansstorage
            WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {key} = grainidextensionstring)
            """;

    private static async Task<long> VerifyRightsAsync(DbConnection connection, Action<AuditFinding> found)
    {
        var chain = new ChainCheck("rights", "");
        for (long after = 0; ; after = chain.Count)
        {
            var rows = await connection.QueryAsync<AuditedRight>(
                $"SELECT {AuditedRight.Columns} FROM rights_changes WHERE seq > @after ORDER BY seq LIMIT {RowPages.Size}",
                new { after }
            );
            foreach (var row in rows)
            {
                if (chain.Next(row.Seq, row.Chain, row.LinkAfter) is { } finding)
                {
                    found(finding);
                }
            }

            if (chain.Count == after)
            {
                break;
            }
        }

        var head = await connection.QuerySingleOrDefaultAsync<RightsHead>(
            "SELECT seq AS Seq, chain AS Chain FROM rights_head"
        );
        var last = head is null or { Chain.Length: 0 } ? null : Convert.ToBase64String(head.Chain);
        if (chain.End(head?.Seq ?? -1, last) is { } end)
        {
            found(end);
        }

        return chain.Linked;
    }

    private sealed class State
    {
        public required string Grain { get; init; }
        public byte[]? Payload { get; init; }
    }

    private sealed class RightsHead
    {
        public required long Seq { get; init; }
        public required byte[] Chain { get; init; }
    }
}
