using System.Data.Common;
using Dapper;
using Tallydesk.Storage;

namespace Tallydesk.Audit;

/// <summary>
/// Compares each grain's stored state with what its rows come to, and its card with the state. What the rows don't tell is
/// noted instead.
/// </summary>
/// <param name="connection">Sees the database.</param>
/// <param name="found">Takes a finding.</param>
/// <param name="noted">Takes what could not be compared.</param>
internal sealed class StateCheck(DbConnection connection, Action<AuditFinding> found, Action<string> noted)
{
    private const int PageSize = 200;

    // How many states lack a field that an earlier release did not keep, and the first of them.
    private readonly Dictionary<(string Field, string Kind), (long States, string First)> unkept = [];

    /// <summary>Compares all states.</summary>
    /// <returns>How many were compared with their rows.</returns>
    public async Task<long> VerifyAsync(Database database)
    {
        await using var history = new RowCursor<AuditedHistory>(
            RowPages.ReadAsync<AuditedHistory>(
                connection,
                AuditedHistory.Columns,
                "history",
                "grain_key",
                row => (row.Grain, row.Seq)
            ),
            row => row.Grain
        );
        await using var entries = new RowCursor<AuditedEntry>(
            RowPages.ReadAsync<AuditedEntry>(
                connection,
                AuditedEntry.Columns,
                "entries",
                "account",
                row => (row.Grain, row.Seq)
            ),
            row => row.Grain
        );
        var cards = new CardCheck(connection, found);
        var compared = 0L;
        for (var after = new StoredState { Grain = "", Kind = "" }; ; )
        {
            var page = await PageAsync(after);
            if (page is not [.., var last])
            {
                break;
            }

            var stored = await cards.ReadAsync(database, page.Select(state => state.Grain));
            foreach (var state in page)
            {
                var fold = StateFolds.Of(state.Kind);
                if (fold is null || state.Payload is null)
                {
                    found(new("state", state.Grain, 0, $"has the unknown kind {state.Kind}, or is empty"));
                    continue;
                }

                compared += await CompareAsync(state, fold, history.OfAsync(state.Grain), entries.OfAsync(state.Grain));
                cards.Compare(state, fold, stored.GetValueOrDefault(state.Grain));
            }

            after = last;
        }

        await cards.FindStrayAsync();
        foreach (var (of, (states, first)) in unkept.OrderBy(one => one.Key.Field, StringComparer.Ordinal))
        {
            noted($"{of.Field} of {states} states of kind {of.Kind}, such as {first}: recorded before this was stored");
        }

        return compared;
    }

    /// <summary>1 when a state was compared, 0 when something of its rows is missing that is needed for it.</summary>
    private async Task<int> CompareAsync(
        StoredState state,
        IStateFold fold,
        IAsyncEnumerable<AuditedHistory> history,
        IAsyncEnumerable<AuditedEntry> entries
    )
    {
        string? missing = null;
        await foreach (var row in history)
        {
            if (fold.Add(row.ToWholeRow(), row.IsEarlier) is not { } wrong)
            {
                continue;
            }

            // A body that was erased, or is older than the chain, does not indicate tampering.
            var isOld = row.Chain.Length == 0;
            missing ??= row.Body.Length == 0 ? $"the body of row {row.Seq} was erased" : $"row {row.Seq} {wrong}";
            if (row.Body.Length > 0 && !isOld)
            {
                found(new("history", state.Grain, row.Seq, wrong));
            }
        }

        await foreach (var entry in entries)
        {
            if (fold.Add(entry.ToRow()) is { } wrong)
            {
                found(new("ledger", state.Grain, entry.Seq, wrong));
            }
        }

        if (missing is not null)
        {
            noted($"{state.Kind} {state.Grain}: {missing}");
            return 0;
        }

        return Compare(state, fold);
    }

    private int Compare(StoredState state, IStateFold fold)
    {
        try
        {
            var comparison = fold.Compare(state.Payload);
            if (comparison.Differing.Count > 0)
            {
                var differing = string.Join(", ", comparison.Differing);
                found(new("state", state.Grain, 0, $"differs from its rows in {differing}"));
            }

            foreach (var what in comparison.Unknown)
            {
                noted($"{state.Kind} {state.Grain}: the content of {what} was not stored in its row");
            }

            foreach (var field in comparison.Unkept)
            {
                var (states, first) = unkept.GetValueOrDefault((field, state.Kind), (0, state.Grain));
                unkept[(field, state.Kind)] = (states + 1, first);
            }
        }
        // An altered state may lack what every state has.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            found(new("state", state.Grain, 0, "can't be read"));
        }

        return 1;
    }

    private async Task<IReadOnlyList<StoredState>> PageAsync(StoredState after) =>
        (
            await connection.QueryAsync<StoredState>(
                $"""
                SELECT grainidextensionstring AS Grain, graintypestring AS Kind, version AS Version,
                    payloadbinary AS Payload
                FROM orleansstorage WHERE (grainidextensionstring, graintypestring) > (@Grain, @Kind)
                ORDER BY grainidextensionstring, graintypestring LIMIT {PageSize}
                """,
                new { after.Grain, after.Kind }
            )
        ).AsList();
}

/// <summary>A grain's state as it is stored.</summary>
internal sealed class StoredState
{
    public required string Grain { get; init; }
    public required string Kind { get; init; }
    public int Version { get; init; }
    public byte[]? Payload { get; init; }
}
