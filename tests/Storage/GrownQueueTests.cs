using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>What keeps a queue right is found by keys, however many cards and entries there are, and whatever statistics say.</summary>
public sealed class GrownQueueTests
{
    private const int Customers = 1_000;
    private const int Tickets = 10_000;
    private const int Changed = 300;
    private const string Reading = "reading";

    [Fact]
    public async Task Changes_and_balances_are_read_without_walking_all_cards_or_the_ledger()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        await FillAsync(store);
        var since = await ReadAllAsync(store);
        await store.ExecuteAsync(
            """
            INSERT INTO history (grain_key, seq, at, kind, actor, body)
            SELECT 'tic-' || g, 1000, 1, 'replied', 'a', '{}' FROM generate_series(1, @Changed) AS g;
            INSERT INTO entries (account, seq, at, kind, amount, balance_after, actor, operation_key, content_hash, body)
            SELECT 'acc-' || g, 1000, 1, 'charge', -1, 7, 'a', 'last', ''::bytea, '{}' FROM generate_series(1, @Changed) AS g
            """,
            new { Changed }
        );
        await store.ExecuteAsync("ANALYZE cards, entries, history");
        var walked = await ReadRows.CountAsync(store, Reading);

        await using (
            var reading = Store.On(new() { Connection = $"{store.Options.Connection};Application Name={Reading}" })
        )
        {
            var changes = await reading.Reader.ReadChangesAsync(since);
            Assert.Equal(Changed, changes.Cards.Length);
            Assert.Equal(Changed, changes.Balances.Count(balance => balance is { Balance.Value: 7, Seq: 1000 }));
            var balances = await reading.Reader.ReadBalancesAsync([
                .. Enumerable.Range(Changed, 100).Select(number => new CustomerId($"cus-{number}")),
            ]);
            Assert.Equal(100, balances.Length);
            Assert.Equal([7, 500], balances.Select(balance => balance.Balance.Value).Distinct().Order());
        }

        Assert.Equal(walked.Walked, (await ReadRows.CountAsync(store, Reading)).Walked);
    }

    private static async Task FillAsync(Store store)
    {
        await store.ExecuteAsync(
            """
            INSERT INTO cards (grain_key, kind, rank, version, changed_at, body)
            SELECT 'cus-' || g, 'customer', g, 1, 1, '{"name":"' || repeat('x', 300) || '"}' FROM generate_series(1, @Customers) AS g;
            INSERT INTO cards (grain_key, kind, rank, version, changed_at, body)
            SELECT 'tic-' || g, 'ticket', g, 1, 1, repeat('x', 900) FROM generate_series(1, @Tickets) AS g;
            INSERT INTO history (grain_key, seq, at, kind, actor, body)
            SELECT 'tic-' || g, 1, 1, 'ticketOpened', 'a', '{}' FROM generate_series(1, @Tickets) AS g;
            INSERT INTO entries (account, seq, at, kind, amount, balance_after, actor, operation_key, content_hash, body)
            SELECT 'acc-' || (1 + g % @Customers), 1 + g / @Customers, 1, 'grant', 1, 500, 'a', 'key-' || g, ''::bytea, '{}'
            FROM generate_series(0, 20 * @Customers - 1) AS g
            """,
            new { Customers, Tickets }
        );
        await store.ExecuteAsync("ANALYZE cards, entries, history");
    }

    /// <summary>Reads until nothing is new: open transactions of other tests on the same server hold the horizon back.</summary>
    private static async Task<TransactionPlace> ReadAllAsync(Store store)
    {
        var horizon = await store.Reader.FindHorizonAsync();
        await Eventually.HoldsAsync(
            async () =>
            {
                var changes = await store.Reader.ReadChangesAsync(horizon);
                horizon = changes.Until;
                return changes is { Cards.Length: 0, Balances.Length: 0 };
            },
            () => "an open transaction holds the horizon back"
        );
        return horizon;
    }
}
