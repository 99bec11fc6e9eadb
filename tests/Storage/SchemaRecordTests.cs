using Tallydesk.Storage;
using Tallydesk.Storage.Schema;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>What a database records of its schema's steps, and the starts that it refuses by it.</summary>
public sealed class SchemaRecordTests
{
    [Theory, OnBoth]
    public async Task Every_applied_step_has_its_checksum(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);

        Assert.Equal(0, await store.ScalarAsync<int>("SELECT count(*) FROM schema_versions WHERE checksum IS NULL"));
        Assert.Equal(
            SchemaFile.Of(DialectOf(engine))[0].Checksum,
            await store.ScalarAsync<string>("SELECT checksum FROM schema_versions WHERE version = 1")
        );
    }

    [Theory, OnBoth]
    public async Task A_step_that_was_changed_after_it_was_applied_stops_the_start(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await store.ExecuteAsync("UPDATE schema_versions SET checksum = 'another' WHERE version = 5");

        var refusal = await Assert.ThrowsAsync<StartupException>(() =>
            store.Database.PrepareAsync(alone: false, default)
        );

        Assert.Equal(
            "Schema step 005_solved.sql was changed after it was applied to this database. Restore the original step.",
            refusal.Message
        );
    }

    [Theory, OnBoth]
    public async Task A_database_from_before_checksums_gets_them_at_the_next_start(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var checksums = await ChecksumsAsync(store);
        await store.ExecuteAsync(
            """
            DROP TABLE texts;
            ALTER TABLE history DROP COLUMN chain_version;
            ALTER TABLE history DROP COLUMN text_hash;
            CREATE INDEX cards_changed ON cards (kind, changed_at);
            DROP INDEX history_prices;
            DELETE FROM schema_versions WHERE version >= 28;
            ALTER TABLE schema_versions DROP COLUMN checksum;
            ALTER TABLE schema_versions DROP COLUMN oldest_program
            """
        );

        await store.Database.PrepareAsync(alone: false, default);

        Assert.Equal(checksums, await ChecksumsAsync(store));
        Assert.Equal(28, await store.ScalarAsync<int>("SELECT oldest_program FROM schema_versions WHERE version = 28"));
    }

    [Theory, OnBoth]
    public async Task A_program_that_is_too_old_for_the_schema_is_refused(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await LaterStepAsync(store, oldestProgram: 998);

        var refusal = await Assert.ThrowsAsync<StartupException>(() =>
            store.Database.PrepareAsync(alone: false, default)
        );

        var newest = SchemaFile.Of(DialectOf(engine))[^1].Version;
        Assert.Equal(
            $"This version of Tallydesk is too old for the database: it knows schema steps up to {newest}, and the database needs a version that knows step 998.",
            refusal.Message
        );
    }

    [Theory, OnBoth]
    public async Task A_later_step_that_leaves_earlier_programs_alone_refuses_none(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await LaterStepAsync(store, oldestProgram: 1);

        await store.Database.PrepareAsync(alone: false, default);

        Assert.Equal(999, await store.ScalarAsync<int>("SELECT max(version) FROM schema_versions"));
    }

    [Fact]
    public async Task A_gateway_that_does_not_fit_the_schema_is_refused_like_a_silo()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        await LaterStepAsync(store, oldestProgram: 998);
        await using var gateway = Store.Open(store.Options);

        await Assert.ThrowsAsync<StartupException>(() => gateway.AwaitSchemaAsync(default));
    }

    [Fact]
    public void Line_ends_are_no_change()
    {
        var step = new SchemaFile(1, "001_a.sql", "CREATE TABLE a (b int);\nCREATE TABLE c (d int);\n");

        Assert.Equal(step.Checksum, (step with { Sql = step.Sql.ReplaceLineEndings("\r\n") }).Checksum);
        Assert.NotEqual(step.Checksum, (step with { Sql = step.Sql.Replace('d', 'e') }).Checksum);
    }

    [Theory]
    [InlineData("-- Oldest program: 28\nSELECT 1;\n", 28)]
    [InlineData("-- Oldest program: 7\r\nSELECT 1;\r\n", 7)]
    [InlineData("SELECT 1;\n", null)]
    public void A_step_says_in_its_first_line_which_programs_may_run_on_it(string sql, int? oldest) =>
        Assert.Equal(oldest, new SchemaFile(1, "001_a.sql", sql).OldestProgram);

    [Theory, OnBoth]
    public void Every_step_says_which_programs_may_run_on_it(Engine engine)
    {
        var steps = SchemaFile.Of(DialectOf(engine)).Where(step => step.Version >= 28).ToList();

        Assert.NotEmpty(steps);
        Assert.All(steps, step => Assert.InRange(step.OldestProgram ?? 0, 28, step.Version));
    }

    private static string DialectOf(Engine engine) => engine == Engine.Postgres ? "postgres" : "sqlite";

    private static Task<string?> ChecksumsAsync(Store store) =>
        store.ScalarAsync<string>(
            "SELECT string_agg(checksum, ',' ORDER BY version) FROM (SELECT version, checksum FROM schema_versions) AS steps"
        );

    private static Task<int> LaterStepAsync(Store store, int oldestProgram) =>
        store.ExecuteAsync(
            "INSERT INTO schema_versions VALUES (999, '999_later.sql', 1, 'unknown here', @oldestProgram)",
            new { oldestProgram }
        );
}
