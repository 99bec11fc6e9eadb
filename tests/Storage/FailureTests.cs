using Npgsql;
using Tallydesk.Journal;
using Tallydesk.Storage.Committing;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Storage;

public sealed class FailureTests
{
    [Fact]
    public async Task A_connection_lost_before_the_commit_leaves_the_outcome_unknown_and_nothing_written()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        await using var proxy = new Proxy((await PostgresServer.SharedAsync()).Port);
        await using var behind = await BehindAsync(store, proxy);

        proxy.LosesRequests = true;
        var lost = await Store.OutcomeAsync(behind.Journal.CommitAsync(Commits.State("acc-1", 1).WithEntry(2, 5, 10)));
        proxy.LosesRequests = false;

        Assert.IsType<UnknownOutcomeException>(lost);
        Assert.Single(await store.Reader.ReadEntriesAsync("acc-1", 0, 10));
        await behind.Journal.CommitAsync(Commits.State("acc-1", 1).WithEntry(2, 5, 10));
    }

    [Fact]
    public async Task A_connection_lost_after_the_commit_leaves_the_outcome_unknown_and_all_written()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        await using var proxy = new Proxy((await PostgresServer.SharedAsync()).Port);
        await using var behind = await BehindAsync(store, proxy);

        proxy.LosesReplies = true;
        var lost = await Store.OutcomeAsync(behind.Journal.CommitAsync(Commits.State("acc-1", 1).WithEntry(2, 5, 10)));
        proxy.LosesReplies = false;

        Assert.IsType<UnknownOutcomeException>(lost);
        Assert.Equal(2, (await store.Reader.ReadEntriesAsync("acc-1", 0, 10)).Length);
        var stale = await Store.OutcomeAsync(behind.Journal.CommitAsync(Commits.State("acc-1", 1).WithEntry(2, 5, 10)));
        Assert.IsType<StaleVersionException>(stale);
    }

    [Fact]
    public async Task A_backend_that_is_killed_leaves_the_outcome_unknown()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        await store.Journal.CommitAsync(Commits.State("acc-1", 0));
        await using var blocker = await LockAsync(store);

        var commit = Store.OutcomeAsync(store.Journal.CommitAsync(Commits.State("acc-1", 1)));
        await WaitUntilAsync(async () =>
            await store.ScalarAsync<bool>(
                """
                SELECT coalesce(bool_or(pg_terminate_backend(pid)), false) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """
            )
        );

        Assert.IsType<UnknownOutcomeException>(await commit);
        await blocker.DisposeAsync();
        await store.Journal.CommitAsync(Commits.State("acc-1", 1));
    }

    [Fact]
    public async Task A_server_that_gives_the_statement_up_has_written_nothing()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        await store.Journal.CommitAsync(Commits.State("acc-1", 0));
        await using var blocker = await LockAsync(store);

        var refused = await Store.OutcomeAsync(store.Journal.CommitAsync(Commits.State("acc-1", 1)));

        Assert.IsType<JournalRejectedException>(refused);
        await blocker.DisposeAsync();
        await store.Journal.CommitAsync(Commits.State("acc-1", 1));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_leaves_the_outcome_unknown()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        store.Options.StatementTimeout = TimeSpan.FromSeconds(30);
        store.Options.CommitTimeout = TimeSpan.FromSeconds(1);
        await using var slow = Store.On(store.Options);
        await slow.Journal.CommitAsync(Commits.State("acc-1", 0));
        await using var blocker = await LockAsync(store);

        var unknown = await Store.OutcomeAsync(slow.Journal.CommitAsync(Commits.State("acc-1", 1)));

        Assert.IsType<UnknownOutcomeException>(unknown);
    }

    [Fact]
    public async Task A_server_that_is_away_refuses_and_is_used_again_when_it_is_back()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var store = Store.On(new() { Connection = await server.CreateDatabaseAsync() });
        await store.Database.PrepareAsync(alone: false, default);
        await store.Journal.CommitAsync(Commits.State("acc-1", 0));

        await server.StopAsync();
        var first = await Store.OutcomeAsync(store.Journal.CommitAsync(Commits.State("acc-1", 1)));
        var second = await Store.OutcomeAsync(store.Journal.CommitAsync(Commits.State("acc-1", 1)));
        await server.ResumeAsync();

        Assert.True(first is UnknownOutcomeException or JournalRejectedException);
        Assert.NotNull(second);
        await WaitUntilAsync(async () =>
            await Store.OutcomeAsync(store.Journal.CommitAsync(Commits.State("acc-2", 0))) is null
        );
        Assert.Equal(
            1,
            await store.ScalarAsync<int>("SELECT version FROM orleansstorage WHERE grainidextensionstring = 'acc-1'")
        );
    }

    [Theory, OnBoth]
    public async Task A_group_whose_answer_is_lost_is_unknown_to_each_of_its_grains(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var lossy = new LossyWriter(store.Database.CreateGroupWriter());
        var committer = store.Commit(lossy);

        lossy.Loses = true;
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => Store.OutcomeAsync(committer.CommitAsync(Commits.State($"acc-{i}", 0))))
        );
        lossy.Loses = false;

        Assert.All(outcomes, o => Assert.IsType<UnknownOutcomeException>(o));
        Assert.Equal(8, await store.ScalarAsync<int>("SELECT count(*) FROM orleansstorage"));
        Assert.IsType<StaleVersionException>(
            await Store.OutcomeAsync(committer.CommitAsync(Commits.State("acc-1", 0)))
        );
        await committer.CommitAsync(Commits.State("acc-1", 1));
    }

    private static async Task<Store> BehindAsync(Store store, Proxy proxy)
    {
        var connection = new NpgsqlConnectionStringBuilder(store.Options.Connection) { Port = proxy.Port };
        var behind = Store.On(new() { Connection = connection.ConnectionString });
        await behind.Journal.CommitAsync(Commits.State("acc-1", 0).WithEntry(1, 5, 5));
        return behind;
    }

    private static async Task<IAsyncDisposable> LockAsync(Store store)
    {
        var connection = await store.Database.OpenWriteAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM orleansstorage FOR UPDATE";
        await command.ExecuteScalarAsync();
        return new Held(connection, transaction);
    }

    private static Task WaitUntilAsync(Func<Task<bool>> condition) =>
        Eventually.HoldsAsync(condition, () => "It never came");

    private sealed class Held(IAsyncDisposable connection, IAsyncDisposable transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }

    private sealed class LossyWriter(IGroupWriter inner) : IGroupWriter
    {
        public bool Loses { get; set; }

        public async Task WriteAsync(IReadOnlyList<PendingCommit> group)
        {
            await inner.WriteAsync(group);
            if (Loses)
            {
                throw new GroupException(GroupOutcome.Unknown, new IOException("The answer is lost."));
            }
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
