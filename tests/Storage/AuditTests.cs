using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Tallydesk.Audit;
using Tallydesk.Journal;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>The audit on both databases: what was altered, removed or put elsewhere is found.</summary>
public sealed class AuditTests
{
    private const string Text = "'altered'";
    private const string Number = "8888";

    // A table in SQLite, a sequence in PostgreSQL.
    private const string TicketNumbers = "ticket_numbers";
    private const string Bytes = "'\\x0102030405'";

    /// <summary>Every column of every audited table, with another value of its type.</summary>
    private static readonly (string Table, string Column, string Value)[] Columns =
    [
        .. Of("history", Text, "grain_key", "kind", "actor", "body", "command_id", "answer", "source"),
        .. Of("history", Number, "seq", "at"),
        .. Of("history", Bytes, "content_hash", "chain", "text_hash"),
        .. Of("history", "1", "chain_version"),
        .. Of("texts", Text, "grain_key", "text"),
        .. Of("texts", Number, "seq"),
        .. Of("texts", "'\\x000102030405060708090a0b0c0d0e0f'", "salt"),
        .. Of("entries", Text, "account", "kind", "actor", "operation_key", "answer", "body", "source"),
        .. Of("entries", Number, "seq", "at", "amount", "balance_after", "ticket"),
        .. Of("entries", Bytes, "content_hash", "chain"),
        .. Of("rights_changes", Text, "kind", "subject", "actor", "source", "before", "after", "command_id"),
        .. Of("rights_changes", Text, "kept_in", "kept_id", "kept"),
        .. Of("rights_changes", Number, "seq", "at"),
        .. Of("rights_changes", Bytes, "content_hash", "chain"),
        .. Of("rights_head", Number, "seq"),
        .. Of("rights_head", Bytes, "chain"),
        .. Of("audit_anchors", Number, "seq", "at", "heads"),
        .. Of("audit_anchors", Bytes, "digest"),
        .. Of("audit_anchored_heads", Text, "trail", "subject"),
        .. Of("audit_anchored_heads", Number, "anchor", "seq"),
        .. Of("audit_anchored_heads", Bytes, "link"),
        .. Of("orleansstorage", Text, "grainidextensionstring", "graintypestring"),
        .. Of("orleansstorage", Bytes, "payloadbinary"),
        .. Of("cards", Text, "grain_key", "kind", "customer", "desk", "status", "assignee"),
        .. Of("cards", "'{}'", "body"),
        .. Of("cards", Number, "rank", "version", "pending_since", "solved_since"),
        .. Of("tokens", Text, "id", "name", "role", "customer_id", "scopes", "owner", "maker"),
        .. Of("tokens", Number, "created_at", "revoked_at", "expires_at"),
        .. Of("tokens", Bytes, "hash"),
        .. Of("people", Text, "id", "email", "name", "role", "customer_id", "body", "maker"),
        .. Of("people", Number, "created_at", "disabled_at"),
        .. Of("person_keys", Text, "kind", "key", "person_id"),
        .. Of("sessions", Text, "id", "person_id", "token_id", "address", "agent"),
        .. Of("sessions", Number, "created_at"),
        .. Of("sessions", "NOT is_strong", "is_strong"),
        .. Of("webhooks", Text, "id", "name", "url", "events", "secret", "maker"),
        .. Of("webhooks", Number, "created_at", "since", "paused_at", "expires_at", "start_epoch", "start_xact"),
        .. Of("attachments", Text, "id", "ticket", "license", "actor", "place", "name", "type", "sha256"),
        .. Of("attachments", Number, "size", "created_at"),
        .. Of("attachment_usage", Text, "license"),
        .. Of("attachment_usage", Number, "bytes"),
        .. Of("history", Number, "epoch"),
        .. Of("history", "0", "xact"),
        .. Of("entries", Number, "epoch"),
        .. Of("entries", "0", "xact"),
        .. Of("orders", Text, "name", "order_id", "customer"),
        .. Of("orders", "1 - later", "later"),
        .. Of(TicketNumbers, "0", "last"),
    ];

    /// <summary>What is done to whole rows.</summary>
    private static readonly string[] Acts =
    [
        "DELETE FROM texts WHERE grain_key = 'tic-b' AND seq = 2",
        "DELETE FROM texts",
        "UPDATE texts SET text = replace(text, 'Hello', 'Howdy') WHERE grain_key = 'tic-b'",
        "INSERT INTO texts SELECT grain_key, seq + 90, salt, text FROM texts WHERE grain_key = 'tic-b' AND seq = 2",
        """
            DELETE FROM texts WHERE grain_key = 'tic-b' AND seq = 2;
            UPDATE history SET text_hash = NULL WHERE grain_key = 'tic-b' AND seq = 2
            """,
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

    /// <summary>What leaves every row of the audit as it was, and where it must be found.</summary>
    private static readonly (string Act, string Kind)[] Deeds =
    [
        ("UPDATE people SET role = 'admin'", "people"),
        ("UPDATE people SET disabled_at = NULL", "people"),
        ("INSERT INTO person_keys (kind, key, person_id) VALUES ('login', 'mine', 'usr-1')", "people"),
        (
            "INSERT INTO tokens (id, hash, name, role, created_at) SELECT 't2', hash, 'Mine', 'admin', 0 FROM tokens",
            "tokens"
        ),
        ("DELETE FROM tokens", "tokens"),
        (
            """
            INSERT INTO sessions (id, token_id, created_at, seen_at, ends_at, address, agent, is_strong)
            SELECT 'ses-3', token_id, created_at, seen_at, ends_at, address, agent, is_strong FROM sessions
            WHERE id = 'ses-2'
            """,
            "sessions"
        ),
        ("UPDATE webhooks SET url = 'https://elsewhere.example/'", "webhooks"),
        ("DELETE FROM webhooks", "webhooks"),
        ("DELETE FROM attachments", "attachments"),
        ("UPDATE attachment_usage SET bytes = 0", "attachment_usage"),
        ("DELETE FROM cards WHERE grain_key = 'tic-b'", "cards"),
        (
            "INSERT INTO cards (grain_key, kind, rank, version, changed_at, body) VALUES ('x', 'ticket', 9, 1, 0, '{}')",
            "cards"
        ),
        ("DELETE FROM orders", "orders"),
        ("DELETE FROM orders WHERE order_id = 'ORD-1'", "orders"),
        ("DELETE FROM orders WHERE order_id = 'ORD-2'", "orders"),
        ("UPDATE orders SET customer = 'cus-b' WHERE order_id = 'ORD-1'", "orders"),
        ("UPDATE orders SET customer = 'cus-b' WHERE order_id = 'ORD-2'", "orders"),
        ("UPDATE orders SET order_id = 'Ord-2' WHERE order_id = 'ORD-2'", "orders"),
        ("INSERT INTO orders VALUES ('ord-9', 'ORD-9', 'cus-a', 0)", "orders"),
        ("INSERT INTO orders VALUES ('ord-1', 'ORD-1', 'cus-b', 1)", "orders"),
        ("UPDATE history SET epoch = 0, xact = 0 WHERE grain_key = 'acc-a' AND seq = 3", "history"),
        ("UPDATE entries SET xact = xact + 1000 WHERE account = 'acc-a' AND seq = 1", "ledger"),
    ];

    [Theory, OnBoth]
    public async Task What_was_written_is_found_as_it_was(Engine engine)
    {
        await using var store = await AuditedDesk.OpenAsync(engine);
        var findings = new List<AuditFinding>();
        var verifier = new AuditVerifier(store.Database);
        var summary = await verifier.VerifyAsync(findings.Add);
        Assert.Empty(findings);
        Assert.Equal((29, 2, 2), (summary.Rows, summary.Unlinked, summary.Anchors));

        await verifier.VerifyAsync(findings.Add, summary.LastAnchor);
        Assert.Empty(findings);
        await verifier.VerifyAsync(findings.Add, "00");
        Assert.Single(findings);
    }

    [Theory, OnBoth]
    public async Task Every_column_of_every_audited_table_is_watched(Engine engine)
    {
        await using var store = await AuditedDesk.OpenAsync(engine);
        var missed = new List<string>();
        foreach (var (table, column, value) in Columns)
        {
            if (engine == Engine.Postgres && table == TicketNumbers)
            {
                continue;
            }

            var row = engine == Engine.Postgres ? "ctid" : "rowid";
            var altered = engine == Engine.Postgres ? value : value.Replace("'\\x", "x'", StringComparison.Ordinal);
            var change =
                $"UPDATE {table} SET {column} = {altered} "
                + $"WHERE {row} = (SELECT {row} FROM {table} WHERE {column} IS NOT NULL AND {Linked(table)} LIMIT 1)";
            if ((await AlteredAudit.FindAsync(store, engine, change)).Count == 0)
            {
                missed.Add($"{table}.{column}");
            }
        }

        Assert.Empty(missed);
    }

    [Theory, OnBoth]
    public async Task Every_column_of_every_table_is_watched_or_said_not_to_be(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var watched = Columns.Select(column => $"{column.Table}.{column.Column}").ToHashSet();
        var told = Told.ToHashSet();
        var there = await ColumnsAsync(store, engine);
        Assert.DoesNotContain(
            there,
            name => watched.Contains(name) == (told.Contains(name) || told.Contains(name.Split('.')[0]))
        );
    }

    [Fact]
    public async Task Nothing_is_said_of_columns_that_no_database_has()
    {
        await using var postgres = await Store.OpenAsync(Engine.Postgres);
        await using var sqlite = await Store.OpenAsync(Engine.Sqlite);
        var there = (await ColumnsAsync(postgres, Engine.Postgres))
            .Concat(await ColumnsAsync(sqlite, Engine.Sqlite))
            .ToHashSet();
        var names = there.Concat(there.Select(name => name.Split('.')[0])).ToHashSet();
        Assert.Empty(Told.Concat(Columns.Select(column => $"{column.Table}.{column.Column}")).Except(names));
    }

    [Theory, OnBoth]
    public async Task A_ticket_number_that_would_be_given_again_is_found(Engine engine)
    {
        await using var store = await AuditedDesk.OpenAsync(engine);
        var findings = await AlteredAudit.FindAsync(
            store,
            engine,
            engine == Engine.Postgres
                ? "UPDATE rights_head SET seq = seq; ALTER SEQUENCE ticket_numbers RESTART"
                : "UPDATE ticket_numbers SET last = 7"
        );
        Assert.Equal("ticket_numbers", Assert.Single(findings).Trail);
    }

    [Theory, OnBoth]
    public async Task Rows_that_were_removed_swapped_or_added_are_found(Engine engine)
    {
        await using var store = await AuditedDesk.OpenAsync(engine);
        foreach (var act in Acts)
        {
            Assert.True((await AlteredAudit.FindAsync(store, engine, act)).Count > 0, act);
        }
    }

    [Theory, OnBoth]
    public async Task What_rows_and_trail_do_not_lead_to_is_found_by_its_kind(Engine engine)
    {
        await using var store = await AuditedDesk.OpenAsync(engine);
        foreach (var (act, kind) in Deeds)
        {
            var findings = await AlteredAudit.FindAsync(store, engine, act);
            Assert.True(findings.Any(finding => finding.Trail == kind), $"{act}: {string.Join("; ", findings)}");
        }
    }

    [Theory, OnBoth]
    public async Task Every_field_of_every_state_is_watched(Engine engine)
    {
        await using var store = await AuditedDesk.OpenAsync(engine);
        var missed = new List<string>();
        foreach (var (grain, payload) in await StatesAsync(store))
        {
            foreach (var field in JsonNode.Parse(payload)!.AsObject().Select(field => field.Key).ToList())
            {
                var altered = JsonNode.Parse(payload)!.AsObject();
                altered[field] = Another(altered[field]);
                var findings = await AlteredAudit.FindAsync(
                    store,
                    engine,
                    "UPDATE orleansstorage SET payloadbinary = @state WHERE grainidextensionstring = @grain",
                    new { grain, state = Encoding.UTF8.GetBytes(altered.ToJsonString()) }
                );
                if (findings.Count == 0)
                {
                    missed.Add($"{grain} {field}");
                }
            }
        }

        // Low balances that an account no longer names are said not to be covered.
        Assert.Equal(["acc-a low"], missed);
    }

    [Theory, OnBoth]
    public async Task A_row_that_was_altered_is_found_also_when_the_desk_has_changed_it_since(Engine engine)
    {
        await using var store = await AuditedDesk.OpenAsync(engine);
        await store.ExecuteAsync("UPDATE people SET role = 'admin' WHERE id = 'usr-1'");
        var last = await store.ScalarAsync<string>("SELECT after FROM rights_changes WHERE kept_in = 'people'");
        var found = last!.Replace("engineer", "admin", StringComparison.Ordinal);
        await AuditedDesk.ChangeAsync(
            store,
            AuditedDesk.Change("signInFailed", "usr-1", found, found) with
            {
                In = GuardedTable.People,
            },
            "UPDATE people SET version = version + 1 WHERE id = 'usr-1'"
        );

        var findings = new List<AuditFinding>();
        await new AuditVerifier(store.Database).VerifyAsync(findings.Add);
        Assert.Contains("differs from the one the previous change left", Assert.Single(findings).What);
    }

    [Theory, OnBoth]
    public async Task What_was_recorded_before_it_was_kept_is_said_and_not_failed(Engine engine)
    {
        await using var store = await AuditedDesk.OpenAsync(engine);
        await AuditedDesk.ChangeAsync(
            store,
            AuditedDesk.Change(
                "tokenMade",
                "t-old",
                null,
                $$"""{"id":"t-old","name":"Old","role":"admin","createdAt":{{StateJson.Write(Commits.Noon)}}}"""
            ),
            $"""
            INSERT INTO tokens (id, hash, name, role, created_at)
            SELECT 't-old', hash, 'Old', 'admin', {Commits.Noon.ToUnixTimeMilliseconds()} FROM tokens
            """
        );
        var findings = new List<AuditFinding>();
        var summary = await new AuditVerifier(store.Database).VerifyAsync(findings.Add);
        Assert.Empty(findings);
        Assert.Contains("hash, maker of 1 rows of tokens: recorded before this was stored", summary.NotCovered);
        Assert.Contains(
            summary.NotCovered,
            line => line.StartsWith("canned-replies rep-old: row 1", StringComparison.Ordinal)
        );

        var altered = await AlteredAudit.FindAsync(store, engine, "UPDATE tokens SET role = 'lead' WHERE id = 't-old'");
        Assert.Equal(("tokens", "t-old"), (altered.Single().Trail, altered.Single().Subject));
    }

    private static JsonNode? Another(JsonNode? value) =>
        value switch
        {
            JsonArray { Count: 0 } => new JsonArray(new JsonObject()),
            JsonArray => new JsonArray(),
            JsonValue text when text.TryGetValue<DateTimeOffset>(out var at) => at.AddHours(1),
            JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>() + "x",
            JsonValue number when number.GetValueKind() == JsonValueKind.Number => number.GetValue<long>() + 1,
            JsonValue flag => flag.GetValueKind() != JsonValueKind.True,
            _ => null,
        };

    private static async Task<IEnumerable<(string Grain, byte[] Payload)>> StatesAsync(Store store)
    {
        await using var connection = await store.Database.OpenReadAsync();
        return await connection.QueryAsync<(string, byte[])>(
            "SELECT grainidextensionstring, payloadbinary FROM orleansstorage"
        );
    }

    /// <summary>Columns and tables that are said not to be covered.</summary>
    private static IEnumerable<string> Told => NeverCovered.All.SelectMany(one => one.Columns);

    /// <summary>All columns of the schema, but for those that can hold one value only.</summary>
    private static async Task<IReadOnlyList<string>> ColumnsAsync(Store store, Engine engine)
    {
        await using var connection = await store.Database.OpenReadAsync();
        var names = await connection.QueryAsync<string>(
            engine == Engine.Postgres
                ? """
                SELECT (table_name || '.' || column_name)::text FROM information_schema.columns
                WHERE table_schema = current_schema() AND column_name <> 'only_row'
                """
                : """
                SELECT t.name || '.' || c.name FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c
                WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND c.name <> 'only_row'
                """
        );
        return names.AsList();
    }

    private static string Linked(string table) =>
        table is "history" or "entries" or "rights_changes" ? "length(chain) > 0" : "1 = 1";

    private static IEnumerable<(string, string, string)> Of(string table, string value, params string[] columns) =>
        columns.Select(column => (table, column, value));
}
