using System.Data.Common;
using Npgsql;
using Tallydesk.Storage;
using Tallydesk.Storage.Schema;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Storage;

public sealed class SchemaTests
{
    [Theory, OnBoth]
    public async Task A_second_start_changes_nothing(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var applied = await store.ScalarAsync<long>("SELECT max(applied_at) FROM schema_versions");

        await store.Database.PrepareAsync(alone: false, default);

        Assert.Equal(applied, await store.ScalarAsync<long>("SELECT max(applied_at) FROM schema_versions"));
        Assert.Equal(
            SchemaFile.Of(engine == Engine.Sqlite ? "sqlite" : "postgres").Count,
            await store.ScalarAsync<int>("SELECT count(*) FROM schema_versions")
        );
    }

    [Fact]
    public async Task Processes_that_start_at_once_apply_each_step_once()
    {
        await using var store = await Store.CreateAsync(Engine.Postgres);
        var others = Enumerable.Range(0, 4).Select(_ => Store.Open(store.Options)).ToArray();

        await Task.WhenAll(others.Select(o => o.PrepareAsync(alone: false, default)));

        Assert.Equal(
            SchemaFile.Of("postgres").Count,
            await store.ScalarAsync<int>("SELECT count(*) FROM schema_versions")
        );
        await Task.WhenAll(others.Select(o => o.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_gateway_waits_for_the_schema()
    {
        await using var store = await Store.CreateAsync(Engine.Postgres);
        await using var gateway = Store.Open(store.Options);

        var waiting = gateway.AwaitSchemaAsync(default);
        Assert.False(waiting.IsCompleted);
        await store.Database.PrepareAsync(alone: false, default);

        await waiting.WaitAsync(Eventually.Bound);
    }

    [Theory, OnBoth]
    public async Task History_and_ledger_are_never_changed_or_deleted(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await store.Journal.CommitAsync(Commits.State("acc-1", 0).WithHistory(1).WithEntry(1, 5, 5));

        foreach (
            var change in (string[])
                [
                    "UPDATE history SET body = ''",
                    "DELETE FROM history",
                    "UPDATE entries SET amount = 7",
                    "DELETE FROM entries",
                ]
        )
        {
            var refusal = await Assert.ThrowsAnyAsync<DbException>(() => store.ExecuteAsync(change));
            Assert.Contains("never changed or deleted", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory, OnBoth]
    public async Task A_reading_connection_writes_nothing(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);

        await Assert.ThrowsAnyAsync<DbException>(() =>
            store.ScalarAsync<int>("INSERT INTO data_protection_keys VALUES ('a', 'b') RETURNING 1")
        );
    }

    [Fact]
    public async Task The_serving_role_needs_no_right_to_change_the_schema_or_the_past()
    {
        var server = await PostgresServer.SharedAsync();
        var owner = await server.CreateDatabaseAsync();
        var serving = new NpgsqlConnectionStringBuilder(owner) { Username = "serving \"desk\"" };
        await PostgresServer.ExecuteAsync(owner, "CREATE ROLE \"serving \"\"desk\"\"\" LOGIN");
        var options = new StorageOptions { Connection = serving.ConnectionString, OwnerConnection = owner };
        await using var store = Store.On(options);
        await store.Database.PrepareAsync(alone: false, default);
        // As earlier releases granted it.
        await PostgresServer.ExecuteAsync(owner, "GRANT DELETE ON people TO \"serving \"\"desk\"\"\"");
        await store.Database.PrepareAsync(alone: false, default);

        await store.Journal.CommitAsync(
            Commits.State("tic-1", 0).WithHistory(1).WithEntry(1, 5, 5).WithCard(Commits.Ticket(1)) with
            {
                Notices = [new("n", "k", "t", "{}")],
            }
        );
        await store.Journal.CommitAsync(Commits.State("tic-1", 1).WithCard(Commits.Ticket(1, "closed")));
        Assert.Equal(1, await new TicketNumbers(store.Database).NextAsync());

        foreach (
            var change in (string[])
                [
                    "CREATE TABLE mine (id int)",
                    "UPDATE history SET body = ''",
                    "DELETE FROM entries",
                    "DELETE FROM texts",
                    "DELETE FROM people",
                    "TRUNCATE entries",
                    "DROP TRIGGER entries_append_only ON entries",
                    "UPDATE orleansquery SET querytext = ''",
                ]
        )
        {
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => store.ExecuteAsync(change));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        }
    }
}
