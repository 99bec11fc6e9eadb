using Npgsql;
using Tallydesk.Journal;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>Two activations of one grain, which Orleans does not rule out, against the fence.</summary>
public sealed class FenceTests
{
    private const int Accounts = 5;
    private const int Charges = 20;
    private const int MostRepeats = 100;

    [Theory]
    [InlineData("read committed")]
    [InlineData("repeatable read")]
    [InlineData("serializable")]
    public async Task On_PostgreSQL_they_never_both_charge_at_any_isolation_level(string isolation)
    {
        var server = await PostgresServer.SharedAsync();
        var connection = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync());
        await PostgresServer.ExecuteAsync(
            connection.ConnectionString,
            $"ALTER DATABASE {connection.Database} SET default_transaction_isolation = '{isolation}'"
        );
        await using var store = Store.On(new() { Connection = connection.ConnectionString });
        await store.Database.PrepareAsync(alone: false, default);

        await RaceAsync(store);
    }

    [Fact]
    public async Task On_SQLite_they_never_both_charge()
    {
        await using var store = await Store.OpenAsync(Engine.Sqlite);

        await RaceAsync(store);
    }

    private static async Task RaceAsync(Store store)
    {
        var activations = Enumerable
            .Range(0, 3)
            .Select(n => (Name: n, Committer: store.Commit(store.Database.CreateGroupWriter())))
            .ToArray();

        var won = await Task.WhenAll(
            from account in Enumerable.Range(0, Accounts)
            from activation in activations
            select ChargeAsync(activation.Committer.CommitAsync, $"acc-{account}", activation.Name)
        );

        Assert.Equal(Accounts * Charges, won.Sum());
        for (var account = 0; account < Accounts; account++)
        {
            var entries = await store.Reader.ReadEntriesAsync($"acc-{account}", 0, 1000);
            Assert.Equal(Enumerable.Range(1, Charges).Select(n => (long)n), entries.Select(e => e.Seq));
            Assert.Equal(entries.Select(e => e.Seq), entries.Select(e => e.BalanceAfter.Value));
        }
    }

    // An activation writes on as long as it wins; when it loses, it takes the version that the winner has left.
    private static async Task<int> ChargeAsync(Func<Commit, Task> commitAsync, string account, int activation)
    {
        var won = 0;
        for (var version = 0; version < Charges; version++)
        {
            var commit = Commits
                .State(account, version)
                .WithEntry(version + 1, 1, version + 1, $"{activation}-{version}");
            var outcome = await Store.OutcomeAsync(commitAsync(commit));
            for (var again = 0; outcome is JournalRejectedException && again < MostRepeats; again++)
            {
                // The server gave up in favor of another; nothing was written.
                outcome = await Store.OutcomeAsync(commitAsync(commit));
            }

            Assert.True(outcome is null or StaleVersionException, outcome?.ToString());
            won += outcome is null ? 1 : 0;
        }

        return won;
    }
}
