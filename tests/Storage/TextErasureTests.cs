using System.Text;
using Dapper;
using Tallydesk.Audit;
using Tallydesk.Enquiries;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>What people wrote can be removed: no trace of it is left, and the audit still tells that nothing else changed.</summary>
public sealed class TextErasureTests
{
    private static readonly Actor Admin = new("admin", "Ada", Role.Admin);

    /// <summary>What people wrote on the audited desk, and who they are.</summary>
    private static readonly string[] Written =
    [
        "Cora",
        "cora@example.com",
        "\"Help\"",
        "Hello",
        "\"Lea\"",
        "Done",
        "eve@example.com",
        "\"Hi\"",
    ];

    [Theory, OnBoth]
    public async Task Of_what_was_erased_no_word_is_left(Engine engine)
    {
        await using var store = await AuditedDesk.OpenAsync(engine);
        await AddOlderAsync(store);
        await AddWebhookEventAsync(store);
        string[] words = [.. Written, "Otto", "otto@example.com", "Old words"];
        Assert.All(words, word => Assert.NotEmpty(WhereIs(store, word)));

        var erasure = new TextErasure(store.Database, TimeProvider.System);
        foreach (var grain in (string[])[.. await erasure.GrainsOfAsync("cus-a"), "enq-a", "enq-old"])
        {
            await erasure.EraseAsync(Admin, grain, []);
        }

        await erasure.ClearAsync();
        Assert.All(words, word => Assert.Equal([], WhereIs(store, word)));
        var (findings, summary) = await VerifyAsync(store);
        Assert.Empty(findings);
        Assert.Contains(summary.NotCovered, line => line.StartsWith("what people wrote in ", StringComparison.Ordinal));
        Assert.All(
            await store.Reader.ReadHistoryAsync("tic-b", 0, 10, ["messagePosted"]),
            row => Assert.Contains("\"body\":\"\"", row.Body, StringComparison.Ordinal)
        );
    }

    [Theory, OnBoth]
    public async Task One_row_can_be_erased_and_the_others_stay(Engine engine)
    {
        await using var store = await AuditedDesk.OpenAsync(engine);
        var erasure = new TextErasure(store.Database, TimeProvider.System);

        Assert.Equal(1, await erasure.EraseAsync(Admin, "tic-b", [2]));

        Assert.Equal([], WhereIs(store, "Hello", exceptFiles: true));
        Assert.NotEmpty(WhereIs(store, "Help"));
        Assert.Empty((await VerifyAsync(store)).Findings);
    }

    [Theory, OnBoth]
    public async Task A_repeated_erasure_finds_nothing_left(Engine engine)
    {
        await using var store = await AuditedDesk.OpenAsync(engine);
        await AddOlderAsync(store);
        var erasure = new TextErasure(store.Database, TimeProvider.System);
        foreach (var grain in (string[])["tic-b", "enq-old"])
        {
            Assert.True(await erasure.EraseAsync(Admin, grain, []) > 0);
            var changes = await store.ScalarAsync<long>("SELECT count(*) FROM rights_changes");
            Assert.Equal(0, await erasure.EraseAsync(Admin, grain, []));
            Assert.Equal(changes, await store.ScalarAsync<long>("SELECT count(*) FROM rights_changes"));
        }

        Assert.Empty((await VerifyAsync(store)).Findings);
    }

    [Theory, OnBoth]
    public async Task An_erasure_that_is_cut_off_leaves_everything_and_can_be_repeated(Engine engine)
    {
        await using var store = await AuditedDesk.OpenAsync(engine);
        await AddOlderAsync(store);
        foreach (var (grain, word) in ((string, string)[])[("tic-b", "Hello"), ("enq-old", "Old words")])
        {
            for (var reading = 1; reading <= 2; reading++)
            {
                var cut = new TextErasure(store.Database, new StoppingClock(reading));
                await Assert.ThrowsAsync<IOException>(() => cut.EraseAsync(Admin, grain, []));
                Assert.NotEmpty(WhereIs(store, word));
                Assert.Empty((await VerifyAsync(store)).Findings);
            }

            await new TextErasure(store.Database, TimeProvider.System).EraseAsync(Admin, grain, []);
            Assert.Equal([], WhereIs(store, word, exceptFiles: true));
        }

        Assert.Empty((await VerifyAsync(store)).Findings);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            store.ExecuteAsync("UPDATE history SET body = '' WHERE grain_key = 'enq-old'")
        );
    }

    [Theory, OnBoth]
    public async Task What_is_altered_after_an_erasure_is_found(Engine engine)
    {
        await using var store = await AuditedDesk.OpenAsync(engine);
        await AddOlderAsync(store);
        var erasure = new TextErasure(store.Database, TimeProvider.System);
        await erasure.EraseAsync(Admin, "enq-old", []);
        await erasure.EraseAsync(Admin, "tic-b", [2]);
        (string Act, string Trail)[] acts =
        [
            ("UPDATE history SET body = replace(body, 'ownsLicense', 'owns') WHERE grain_key = 'enq-old'", "history"),
            ("UPDATE history SET body = '' WHERE grain_key = 'enq-old'", "history"),
            ("UPDATE history SET actor = 'another' WHERE grain_key = 'enq-old'", "history"),
            ("UPDATE history SET chain_version = 2 WHERE grain_key = 'enq-old' AND seq = 1", "history"),
            ("DELETE FROM rights_changes WHERE kind = 'textsErased'", "texts"),
            ("UPDATE rights_changes SET subject = 'tic-c' WHERE kind = 'textsErased'", "texts"),
            ("UPDATE rights_changes SET after = '[' WHERE kind = 'textsErased'", "history"),
            (
                "INSERT INTO texts SELECT 'tic-b', 2, salt, text FROM texts WHERE grain_key = 'tic-c' AND seq = 1",
                "texts"
            ),
            ("DELETE FROM texts WHERE grain_key = 'tic-b' AND seq = 1", "texts"),
        ];
        foreach (var (act, trail) in acts)
        {
            var findings = await AlteredAudit.FindAsync(store, engine, act);
            Assert.True(findings.Any(one => one.Trail == trail), $"{act}: {string.Join("; ", findings)}");
        }
    }

    [Theory, OnBoth]
    public async Task The_same_words_have_another_hash_each_time(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        foreach (var grain in (string[])["enq-1", "enq-2"])
        {
            await CommitAsync(store, grain, version: AuditTrail.Version);
        }

        await using var connection = await store.Database.OpenReadAsync();
        var rows = (
            await connection.QueryAsync<(byte[] Text, byte[] Content, byte[] Salt)>(
                """
                SELECT h.text_hash, h.content_hash, t.salt FROM history AS h
                JOIN texts AS t ON t.grain_key = h.grain_key AND t.seq = h.seq
                """
            )
        ).AsList();
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.True(row.Salt.Length >= 16));
        Assert.NotEqual(rows[0].Text, rows[1].Text);
        Assert.NotEqual(rows[0].Salt, rows[1].Salt);
        // The hash of what was commanded would tell the words to whoever guesses them.
        Assert.NotEqual(rows[0].Content, rows[1].Content);
    }

    [Theory, OnBoth]
    public async Task A_command_is_found_as_it_was_recorded_until_its_words_are_erased(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await CommitAsync(store, "enq-1", version: AuditTrail.Version);
        var recorded = await store.Reader.FindCommandAsync("enq-1", "c-1");
        Assert.Equal((byte[])[1, 2, 3], recorded!.ContentHash.ToArray());
        Assert.Equal("""{"email":"otto@example.com"}""", recorded.Answer);

        await new TextErasure(store.Database, TimeProvider.System).EraseAsync(Admin, "enq-1", []);

        recorded = await store.Reader.FindCommandAsync("enq-1", "c-1");
        Assert.NotEqual((byte[])[1, 2, 3], recorded!.ContentHash.ToArray());
        Assert.Equal("""{"email":""}""", recorded.Answer);
    }

    [Theory, OnBoth]
    public async Task Rows_from_before_an_upgrade_stay_as_they_are_and_their_chain_goes_on(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var enquiry = await CommitAsync(store, "enq-old", version: 1);
        var before = await store.Reader.FindCommandAsync("enq-old", "c-1");
        await store.ExecuteAsync(
            """
            DROP TABLE texts;
            ALTER TABLE history DROP COLUMN chain_version;
            ALTER TABLE history DROP COLUMN text_hash;
            CREATE INDEX cards_changed ON cards (kind, changed_at);
            DROP INDEX history_prices;
            DELETE FROM schema_versions WHERE version >= 29
            """
        );
        await store.Database.PrepareAsync(alone: false, default);

        var command = Commits.Command("c-2") with { Answer = """{"email":"otto@example.com"}""" };
        var commit = new Commit("enquiry", "enq-old", 1, default)
        {
            History = HistoryRows.Of<NothingChanged>(Admin, Commits.Noon, 2, [new()], command),
        };
        var (chained, audit) = AuditTrail.Chain(commit, enquiry.Audit);
        var state = StateJson.WriteBytes(enquiry with { HistorySeq = 3, Unchanged = 1, Audit = audit });
        await store.Journal.CommitAsync(chained with { State = state });

        Assert.Equal(
            [1, 1, 2],
            await QueryAsync<long>(store, "SELECT CAST(chain_version AS bigint) FROM history ORDER BY seq")
        );
        Assert.Equal([3], await QueryAsync<long>(store, "SELECT seq FROM texts"));
        Assert.Contains(
            "Old words",
            (await store.Reader.ReadHistoryRowsAsync("enq-old", [1]))[0].Body,
            StringComparison.Ordinal
        );
        Assert.Equal(before!.Answer, (await store.Reader.FindCommandAsync("enq-old", "c-1"))!.Answer);
        Assert.Empty((await VerifyAsync(store)).Findings);

        Assert.Equal(2, await new TextErasure(store.Database, TimeProvider.System).EraseAsync(Admin, "enq-old", []));
        Assert.Equal([], WhereIs(store, "otto@example.com", exceptFiles: true));
        Assert.Empty((await VerifyAsync(store)).Findings);
    }

    /// <summary>An enquiry as releases wrote it that kept texts in their rows.</summary>
    private static Task<Enquiry> AddOlderAsync(Store store) => CommitAsync(store, "enq-old", version: 1);

    private static async Task<Enquiry> CommitAsync(Store store, string grain, int version)
    {
        EnquiryEvent[] events =
        [
            new EnquirySent(
                new("Otto", "otto@example.com", "Old", "Old words", null),
                OwnsLicense: false,
                Commits.Noon
            ),
            new EnquiryClosed("usr-lead"),
        ];
        var enquiry = events.Aggregate(new Enquiry(), Enquiry.Apply);
        var command = Commits.Command("c-1") with { Answer = """{"email":"otto@example.com"}""" };
        var commit = new Commit("enquiry", grain, 0, default)
        {
            History = HistoryRows.Of(Admin, Commits.Noon, 0, [.. events], command),
            Card = enquiry.StoredCard(new(grain), 1),
        };
        var (chained, audit) = version == 1 ? Older(commit) : AuditTrail.Chain(commit, null);
        enquiry = enquiry with { HistorySeq = 2, Audit = audit };
        await store.Journal.CommitAsync(chained with { State = StateJson.WriteBytes(enquiry) });
        return enquiry;
    }

    private static async Task<IEnumerable<T>> QueryAsync<T>(Store store, string sql)
    {
        await using var connection = await store.Database.OpenReadAsync();
        return await connection.QueryAsync<T>(sql);
    }

    private static (Commit, AuditLinks) Older(Commit commit)
    {
        byte[] link = [];
        var rows = commit.History.ToBuilder();
        for (var n = 0; n < rows.Count; n++)
        {
            link = AuditTrail.LinkOf(link, commit.GrainKey, rows[n]);
            rows[n] = rows[n] with { Link = link };
        }

        return (commit with { History = rows.ToImmutable() }, new(Convert.ToBase64String(link)));
    }

    private static async Task AddWebhookEventAsync(Store store) =>
        await store.ExecuteAsync(
            """
            INSERT INTO webhook_events (id, trail, subject, seq, at, type, body)
            VALUES ('e', 'history', 'tic-b', 2, 0, 'message.posted', '{"body":"Hello"}');
            INSERT INTO webhook_deliveries (webhook, event, due_at, attempts) VALUES ('whk-1', 'e', 0, 0)
            """
        );

    private static async Task<(IReadOnlyList<AuditFinding> Findings, AuditSummary Summary)> VerifyAsync(Store store)
    {
        var findings = new List<AuditFinding>();
        var summary = await new AuditVerifier(store.Database).VerifyAsync(findings.Add);
        return (findings, summary);
    }

    private static IReadOnlyList<string> WhereIs(Store store, string word, bool exceptFiles = false) =>
        [.. Columns(store, word), .. exceptFiles || store.Options.UsesPostgres ? [] : Files(store, word)];

    /// <summary>The columns of any table in which a word stands, but for the journal of rights, people and tokens.</summary>
    private static IEnumerable<string> Columns(Store store, string word)
    {
        var bytes = Encoding.UTF8.GetBytes(word);
        using var connection = store.Database.Reads.OpenConnection();
        var columns = connection
            .Query<(string Table, string Column)>(
                store.Options.UsesPostgres
                    ? """
                    SELECT table_name::text, column_name::text FROM information_schema.columns
                    WHERE table_schema = current_schema()
                    """
                    : """
                    SELECT t.name, c.name FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c
                    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'
                    """
            )
            .AsList();
        foreach (var (table, column) in columns.Where(column => column.Table is not ("rights_changes" or "people")))
        {
            var has = store.Options.UsesPostgres
                ? $"position(@bytes IN CASE pg_typeof({column}) WHEN 'bytea'::regtype THEN decode(ltrim({column}::text, '\\x'), 'hex') ELSE convert_to({column}::text, 'UTF8') END) > 0"
                : $"instr(CAST({column} AS BLOB), @bytes) > 0";
            if (connection.ExecuteScalar<long>($"SELECT count(*) FROM {table} WHERE {has}", new { bytes }) > 0)
            {
                yield return $"{table}.{column}";
            }
        }
    }

    private static IEnumerable<string> Files(Store store, string word) =>
        Directory.EnumerateFiles(store.Options.Folder, "tallydesk.db*").Where(file => Holds(file, word));

    private static bool Holds(string file, string word)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0;
    }

    /// <summary>Fails when it is read for the given time, as a process that dies there.</summary>
    private sealed class StoppingClock(int last) : TimeProvider
    {
        private int readings;

        public override DateTimeOffset GetUtcNow() =>
            ++readings == last ? throw new IOException("The process ends here.") : base.GetUtcNow();
    }
}
