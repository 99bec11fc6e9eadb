using Npgsql;
using Tallydesk.Journal;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>What a commit costs does not depend on how much is stored.</summary>
public sealed class CostTests
{
    private const int Few = 10;
    private const int Many = 10_000;

    [Fact]
    public async Task Postgres_gets_the_same_bytes_after_10_and_after_10_000_rows()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        await using var proxy = new Proxy((await PostgresServer.SharedAsync()).Port);
        var connection = new NpgsqlConnectionStringBuilder(store.Options.Connection) { Port = proxy.Port };
        await using var counted = Store.On(new() { Connection = connection.ConnectionString, Committers = 1 });
        var version = await FillAsync(counted.Journal, Few, 0);
        await SentAsync(version++); // The first one prepares the statement.
        var early = await SentAsync(version++);

        version = await FillAsync(counted.Journal, Many, version);
        var late = await SentAsync(version);

        Assert.InRange(late, early, early + 16); // The numbers in the row have more digits.

        async Task<long> SentAsync(int expected)
        {
            var before = proxy.Sent;
            await counted.Journal.CommitAsync(Append(expected, expected + Many + 1));
            return proxy.Sent - before;
        }
    }

    [Fact]
    public async Task Sqlite_logs_as_many_pages_after_10_000_rows_as_after_10()
    {
        await using var store = await Store.OpenAsync(Engine.Sqlite);
        var version = await FillAsync(store.Journal, Few, 0);
        var (early, next) = await LoggedAsync(version);

        next = await FillAsync(store.Journal, Many, next);
        var (late, _) = await LoggedAsync(next);

        // A tree of 10,000 rows has a level more, and some of the 50 appends split a page.
        Assert.InRange(late, 1, early * 2);

        async Task<(long Bytes, int Next)> LoggedAsync(int from)
        {
            await store.ScalarAsync<int>("SELECT 1");
            await store.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
            for (var i = 0; i < 50; i++)
            {
                await store.Journal.CommitAsync(Append(from + i, from + i + 1 + Many));
            }

            return (new FileInfo(Path.Combine(store.Options.Folder, "tallydesk.db-wal")).Length, from + 50);
        }
    }

    private static Commit Append(int expected, int seq) =>
        Commits.State("tic-1", expected).WithHistory(seq, $"command-{seq:D9}").WithCard(Commits.Ticket(1));

    private static async Task<int> FillAsync(IJournal journal, int rows, int version)
    {
        const int Chunk = 500;
        for (var seq = 1; seq <= rows; seq += Chunk)
        {
            var commit = Commits.State("tic-1", version++);
            var history = Enumerable
                .Range(seq, Math.Min(Chunk, rows - seq + 1))
                .Select(s =>
                    Commits.State("", 0).WithHistory(s + (rows == Many ? 2 * Many : 0), $"c-{rows}-{s:D9}").History[0]
                );
            await journal.CommitAsync(commit with { History = [.. history] });
        }

        return version;
    }
}
