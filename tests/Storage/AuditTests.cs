using Dapper;
using Tallydesk.Audit;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>The audit on both databases: what was altered, removed or put elsewhere is found.</summary>
public sealed class AuditTests
{
    private const string Text = "'altered'";
    private const string Number = "8888";
    private const string Bytes = "'\\x0102030405'";

    /// <summary>Every column of every audited table, with another value of its type.</summary>
    private static readonly (string Table, string Column, string Value)[] Columns =
    [
        .. Of("history", Text, "grain_key", "kind", "actor", "body", "command_id", "answer", "source"),
        .. Of("history", Number, "seq", "at"),
        .. Of("history", Bytes, "content_hash", "chain"),
        .. Of("entries", Text, "account", "kind", "actor", "operation_key", "answer", "body", "source"),
        .. Of("entries", Number, "seq", "at", "amount", "balance_after", "ticket"),
        .. Of("entries", Bytes, "content_hash", "chain"),
        .. Of("rights_changes", Text, "kind", "subject", "actor", "source", "before", "after", "command_id"),
        .. Of("rights_changes", Number, "seq", "at"),
        .. Of("rights_changes", Bytes, "content_hash", "chain"),
        .. Of("rights_head", Number, "seq"),
        .. Of("rights_head", Bytes, "chain"),
        .. Of("audit_anchors", Number, "seq", "at", "heads"),
        .. Of("audit_anchors", Bytes, "digest"),
        .. Of("audit_anchored_heads", Text, "trail", "subject"),
        .. Of("audit_anchored_heads", Number, "anchor", "seq"),
        .. Of("audit_anchored_heads", Bytes, "link"),
    ];

    /// <summary>What is done to whole rows.</summary>
    private static readonly string[] Acts =
    [
        "DELETE FROM history WHERE grain_key = 'acc-a' AND seq = 1",
        "DELETE FROM history WHERE grain_key = 'acc-a' AND seq = 2",
        "DELETE FROM history WHERE grain_key = 'acc-a' AND seq = 3",
        "DELETE FROM history WHERE grain_key = 'acc-a'",
        "DELETE FROM entries WHERE account = 'acc-a' AND seq = 3",
        "DELETE FROM entries WHERE account = 'acc-a'",
        "DELETE FROM rights_changes WHERE seq = 1",
        "DELETE FROM rights_changes WHERE seq = 3",
        "DELETE FROM rights_changes",
        "DELETE FROM audit_anchored_heads WHERE subject = 'acc-a' AND trail = 'history'",
        "DELETE FROM orleansstorage WHERE grainidextensionstring = 'acc-a'",
        """
            DELETE FROM history WHERE grain_key = 'acc-a';
            DELETE FROM entries WHERE account = 'acc-a';
            DELETE FROM orleansstorage WHERE grainidextensionstring = 'acc-a'
            """,
        """
            UPDATE history SET seq = 99 WHERE grain_key = 'acc-a' AND seq = 1;
            UPDATE history SET seq = 1 WHERE grain_key = 'acc-a' AND seq = 2;
            UPDATE history SET seq = 2 WHERE grain_key = 'acc-a' AND seq = 99
            """,
        """
            UPDATE rights_head SET seq = 2, chain = (SELECT chain FROM rights_changes WHERE seq = 2);
            DELETE FROM rights_changes WHERE seq = 3
            """,
        """
            INSERT INTO history (grain_key, seq, at, kind, actor, body, chain)
            SELECT grain_key, seq + 3, at, kind, actor, body, chain FROM history WHERE grain_key = 'acc-a' AND seq = 1
            """,
    ];

    [Theory, OnBoth]
    public async Task What_was_written_is_found_as_it_was(Engine engine)
    {
        await using var store = await AuditedAsync(engine);
        var findings = new List<AuditFinding>();
        var verifier = new AuditVerifier(store.Database);
        var summary = await verifier.VerifyAsync(findings.Add);
        Assert.Empty(findings);
        Assert.Equal((11, 2, 2), (summary.Rows, summary.Unlinked, summary.Anchors));

        await verifier.VerifyAsync(findings.Add, summary.LastAnchor);
        Assert.Empty(findings);
        await verifier.VerifyAsync(findings.Add, "00");
        Assert.Single(findings);
    }

    [Theory, OnBoth]
    public async Task Every_column_of_every_audited_table_is_watched(Engine engine)
    {
        await using var store = await AuditedAsync(engine);
        var missed = new List<string>();
        foreach (var (table, column, value) in Columns)
        {
            var row = engine == Engine.Postgres ? "ctid" : "rowid";
            var altered = engine == Engine.Postgres ? value : value.Replace("'\\x", "x'", StringComparison.Ordinal);
            var change =
                $"UPDATE {table} SET {column} = {altered} "
                + $"WHERE {row} = (SELECT {row} FROM {table} WHERE {column} IS NOT NULL AND {Linked(table)} LIMIT 1)";
            if (await CountFindingsAsync(store, engine, change) == 0)
            {
                missed.Add($"{table}.{column}");
            }
        }

        Assert.Empty(missed);
    }

    [Theory, OnBoth]
    public async Task No_column_of_an_audited_table_is_forgotten_here(Engine engine)
    {
        await using var store = await AuditedAsync(engine);
        foreach (var table in Columns.GroupBy(column => column.Table))
        {
            await using var connection = await store.Database.OpenReadAsync();
            await using var reader = await connection.ExecuteReaderAsync($"SELECT * FROM {table.Key}");
            var there = Enumerable
                .Range(0, reader.FieldCount)
                .Select(reader.GetName)
                .Where(name => name is not ("only_row" or "epoch" or "xact"));
            Assert.Equal(there.Order(), table.Select(column => column.Column).Order());
        }
    }

    [Theory, OnBoth]
    public async Task Rows_that_were_removed_swapped_or_added_are_found(Engine engine)
    {
        await using var store = await AuditedAsync(engine);
        foreach (var act in Acts)
        {
            Assert.True(await CountFindingsAsync(store, engine, act) > 0, act);
        }
    }

    /// <summary>Two grains, one of them an account, with rows from before the chain and rights, anchored twice.</summary>
    private static async Task<Store> AuditedAsync(Engine engine)
    {
        var store = await Store.OpenAsync(engine);
        await store.Journal.CommitAsync(
            Commits.State("tic-old", 0, """{"historySeq":2}""").WithHistory(1).WithHistory(2)
        );
        await CommitAsync(
            store,
            Commits.State("acc-a", 0).WithHistory(1, "c-1").WithEntry(1, 5, 5).WithEntry(2, 6, 11)
        );
        await CommitAsync(store, Commits.State("tic-b", 0).WithHistory(1, "c-1").WithHistory(2));
        var log = new RightsLog(store.Database, TimeProvider.System);
        await AppendAsync(store, log, 3);
        await new Anchors(store.Database, TimeProvider.System).WriteAsync(TimeSpan.FromHours(1));
        await CommitAsync(store, Commits.State("acc-a", 1).WithHistory(2).WithHistory(3).WithEntry(3, -1, 10));
        await new Anchors(store.Database, TimeProvider.System).WriteAsync(TimeSpan.Zero);
        return store;
    }

    private static readonly Dictionary<(Store, string), AuditLinks?> Kept = [];

    private static async Task CommitAsync(Store store, Commit commit)
    {
        var sourced = commit with
        {
            History = [.. commit.History.Select(row => row with { Source = "203.0.113.7 token t" })],
            Entries = [.. commit.Entries.Select(row => row with { Source = "203.0.113.7 token t" })],
        };
        var (chained, audit) = AuditTrail.Chain(sourced, Kept.GetValueOrDefault((store, commit.GrainKey)));
        Kept[(store, commit.GrainKey)] = audit;
        var head = new StateHead(
            chained.History is [.., var row] ? row.Seq : 0,
            chained.Entries is [.., var entry] ? entry.Seq : 0,
            audit
        );
        await store.Journal.CommitAsync(chained with { State = StateJson.WriteBytes(head) });
    }

    private static async Task AppendAsync(Store store, RightsLog log, int count)
    {
        for (var n = 0; n < count; n++)
        {
            await using var connection = await store.Database.OpenWriteAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var actor = new Actor("admin", "Ada", Role.Admin, From: "203.0.113.7 token t");
            await log.AppendAsync(
                transaction,
                new(actor, "tokenMade", $"t{n}", """{"n":0}""", $$"""{"n":{{n}}}""")
                {
                    Command = new($"cmd-{n}", new byte[] { 7 }, null),
                }
            );
            await transaction.CommitAsync();
        }
    }

    /// <summary>What the verifier finds once something was changed, which is taken back again.</summary>
    private static async Task<int> CountFindingsAsync(Store store, Engine engine, string change)
    {
        await using var connection = await store.Database.OpenWriteAsync();
        await connection.ExecuteAsync("BEGIN TRANSACTION");
        try
        {
            await connection.ExecuteAsync(
                engine == Engine.Postgres ? "SET LOCAL session_replication_role = replica" : DropTriggers
            );
            Assert.True(await connection.ExecuteAsync(change) > 0, change);
            var findings = 0;
            await new AuditVerifier(store.Database).VerifyAsync(connection, _ => findings++, anchor: null);
            return findings;
        }
        finally
        {
            await connection.ExecuteAsync("ROLLBACK TRANSACTION");
        }
    }

    private static string DropTriggers =>
        "PRAGMA defer_foreign_keys = ON;"
        + string.Join(
            ';',
            Columns
                .Select(column => column.Table)
                .Distinct()
                .Where(table => table != "rights_head")
                .Select(table => $"DROP TRIGGER {table}_not_updated; DROP TRIGGER {table}_not_deleted")
        );

    private static string Linked(string table) =>
        table is "history" or "entries" or "rights_changes" ? "length(chain) > 0" : "1 = 1";

    private static IEnumerable<(string, string, string)> Of(string table, string value, params string[] columns) =>
        columns.Select(column => (table, column, value));
}
