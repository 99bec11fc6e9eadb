using Tallydesk.Journal;
using Tallydesk.Reports;
using Tallydesk.Storage.Reading;
using Tallydesk.Storage.Schema;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>An order of the shop belongs to one customer, in one letter case, across all grains.</summary>
public sealed class OrderTests
{
    [Theory, OnBoth]
    public async Task An_order_counts_for_one_customer_in_one_letter_case(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await store.Journal.CommitAsync(Counting("acc-a", "ORD-7", "cus-a"));

        // What else the same order bought the same customer.
        await store.Journal.CommitAsync(Counting("lic-A", "ORD-7", "cus-a"));
        foreach (var (order, customer) in ((string, string)[])[("ORD-7", "cus-b"), ("ord-7", "cus-a")])
        {
            await Assert.ThrowsAsync<DuplicateCommandException>(() =>
                store.Journal.CommitAsync(Counting("acc-b", order, customer))
            );
        }

        Assert.Equal(new ShopOrder("ORD-7", new("cus-a")), await store.Reader.FindOrderAsync("ord-7"));
        Assert.Null(await store.Reader.FindOrderAsync("ord-8"));
        Assert.Equal(
            0,
            await store.ScalarAsync<int>("SELECT count(*) FROM orleansstorage WHERE grainidextensionstring = 'acc-b'")
        );
    }

    [Theory, OnBoth]
    public async Task Of_many_who_send_an_order_at_once_exactly_one_wins(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var commits = Enumerable
            .Range(0, 16)
            .Select(n => Counting($"acc-{n:x8}z", n % 2 == 0 ? "ORD-7" : "ord-7", $"cus-{n}"))
            .Select(commit => Task.Run(() => WonAsync(store.Journal, commit)));

        Assert.Single(await Task.WhenAll(commits), won => won);
        Assert.Equal(1, await store.ScalarAsync<int>("SELECT count(*) FROM orders"));
        Assert.Equal(1, await store.ScalarAsync<int>("SELECT count(*) FROM orleansstorage"));
    }

    [Theory, OnBoth]
    public async Task Books_that_hold_look_alikes_migrate_and_are_listed(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await store.ExecuteAsync("DROP TABLE orders");
        await PurchasedAsync(store, "acc-a", 1, "ORD-7");
        await PurchasedAsync(store, "acc-b", 2, "ord-7");
        await PurchasedAsync(store, "acc-b", 3, " ORD-7");
        await PurchasedAsync(store, "acc-b", 4, "ORD-8");
        await store.ExecuteAsync(
            """
            INSERT INTO cards (grain_key, kind, rank, version, changed_at, customer, body)
            VALUES ('lic-C', 'license', 1, 1, 1, 'cus-c', '{}')
            """
        );
        await store.ExecuteAsync(
            """
            INSERT INTO history (grain_key, seq, at, kind, actor, body)
            VALUES ('lic-C', 1, 5, 'coverageBought', 'shop', '{"order":{"orderId":"ORD-7"}}')
            """
        );

        var dialect = engine == Engine.Postgres ? "postgres" : "sqlite";
        await store.ExecuteAsync(SchemaFile.Of(dialect).Single(step => step.Version == 16).Sql);

        var check = await new ReportReader(store.Database).CheckLedgerAsync(Commits.Noon);
        Assert.Equal<SharedOrder>(
            [
                new(" ORD-7", "cus-b", "ORD-7", "cus-a"),
                new("ORD-7", "cus-c", "ORD-7", "cus-a"),
                new("ord-7", "cus-b", "ORD-7", "cus-a"),
            ],
            check.SharedOrders
        );
        Assert.Equal(new ShopOrder("ORD-8", new("cus-b")), await store.Reader.FindOrderAsync("ord-8"));

        // Whose order it was keeps it, and nobody else gets it.
        await store.Journal.CommitAsync(Counting("lic-B", "ord-7", "cus-b"));
        await Assert.ThrowsAsync<DuplicateCommandException>(() =>
            store.Journal.CommitAsync(Counting("acc-d", "ORD-8", "cus-d"))
        );
    }

    private static Commit Counting(string key, string order, string customer) =>
        Commits.State(key, 0) with
        {
            Orders = [new(order, new(customer))],
        };

    private static async Task<bool> WonAsync(IJournal journal, Commit commit)
    {
        try
        {
            await journal.CommitAsync(commit);
            return true;
        }
        catch (DuplicateCommandException)
        {
            return false;
        }
    }

    private static Task<int> PurchasedAsync(Store store, string account, long seq, string order) =>
        store.ExecuteAsync(
            """
            INSERT INTO entries (account, seq, at, kind, amount, balance_after, actor, operation_key, content_hash, body)
            VALUES (@account, @seq, @seq, 'purchase', 5, 5, 'shop', @operation, @hash, '{}')
            """,
            new
            {
                account,
                seq,
                operation = "order/" + order,
                hash = new byte[] { 1 },
            }
        );
}
