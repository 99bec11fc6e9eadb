using Npgsql;
using Tallydesk.Journal;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>What is committed since a place in the order of transactions.</summary>
public sealed class JournalChangesTests
{
    [Theory, OnBoth]
    public async Task Cards_and_balances_are_read_once_they_have_changed_and_then_no_more(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await store.Journal.CommitAsync(Commits.State("tic-1", 0).WithHistory(1).WithCard(Commits.Ticket(1)));
        await store.Journal.CommitAsync(Commits.State("acc-a", 0).WithEntry(1, 50, 50));
        var since = await ReadAllAsync(store, await store.Reader.FindHorizonAsync());

        await store.Journal.CommitAsync(Commits.State("tic-2", 0).WithHistory(1).WithCard(Commits.Ticket(2)));
        await store.Journal.CommitAsync(Commits.State("acc-a", 1).WithEntry(2, -5, 45).WithEntry(3, -5, 40));
        await store.Journal.CommitAsync(Commits.State("lic-A", 0).WithHistory(1).WithCard(new("license", 1, "{}")));
        await store.Journal.CommitAsync(Commits.State("cus-a", 0).WithHistory(1).WithCard(new("customer", 1, "{}")));
        var changes = await store.Reader.ReadChangesAsync(since);

        Assert.Equal(["lic-A", "tic-2"], changes.Cards.Select(card => card.GrainKey).Order());
        Assert.Equal<AccountBalance>([new(new("cus-a"), new(40), 3)], changes.Balances);
        await ReadAllAsync(store, changes.Until);
    }

    [Fact]
    public async Task A_commit_that_takes_long_is_read_when_it_ends()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        await store.Journal.CommitAsync(Commits.State("tic-1", 0).WithCard(Commits.Ticket(1)));
        await using var held = new NpgsqlConnection(store.Options.Connection);
        await held.OpenAsync();
        await using var transaction = await held.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO history (grain_key, seq, at, kind, actor, body)
            VALUES ('tic-1', 1, 0, 'replied', 'eng-1', '{}')
            """,
            held,
            transaction
        );
        await insert.ExecuteNonQueryAsync();

        // Others commit later, and are read twice until the long one has ended.
        var since = await store.Reader.FindHorizonAsync();
        await store.Journal.CommitAsync(Commits.State("tic-2", 0).WithHistory(1).WithCard(Commits.Ticket(2)));
        var during = await store.Reader.ReadChangesAsync(since);
        Assert.Equal("tic-2", Assert.Single(during.Cards).GrainKey);

        await transaction.CommitAsync();
        var after = await store.Reader.ReadChangesAsync(during.Until);
        Assert.Contains("tic-1", after.Cards.Select(card => card.GrainKey));
    }

    [Theory, OnBoth]
    public async Task A_place_of_an_earlier_epoch_is_before_all_of_this_one(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await store.Journal.CommitAsync(Commits.State("tic-1", 0).WithHistory(1).WithCard(Commits.Ticket(1)));

        var changes = await store.Reader.ReadChangesAsync(new(0, long.MaxValue));

        Assert.Equal("tic-1", Assert.Single(changes.Cards).GrainKey);
    }

    /// <summary>Reads until nothing is new: transactions of other tests on the server may hold the place back for a while.</summary>
    private static async Task<TransactionPlace> ReadAllAsync(Store store, TransactionPlace since)
    {
        await Eventually.HoldsAsync(
            async () =>
            {
                var changes = await store.Reader.ReadChangesAsync(since);
                since = changes.Until;
                return changes is { Cards.Length: 0, Balances.Length: 0 };
            },
            () => "the same changes were read again and again"
        );
        return since;
    }
}
