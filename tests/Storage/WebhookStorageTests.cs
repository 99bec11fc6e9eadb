using System.Collections.Immutable;
using Tallydesk.Tests.Support;
using Tallydesk.Webhooks;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>What webhooks are told: each row once, whichever gateway looks, and nothing lost between them.</summary>
public sealed class WebhookStorageTests
{
    private static readonly ImmutableArray<string> Replied = ["replied"];
    private static readonly ImmutableArray<string> Charged = ["charge"];

    [Theory, OnBoth]
    public async Task Rows_are_found_once_also_those_that_are_written_late(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var (reader, table) = (new HappeningReader(store.Database), new DeliveryTable(store.Database, new MovedTime()));
        await AddWebhookAsync(store, "whk-1");
        await store.Journal.CommitAsync(
            Commits.State("tic-1", 0).WithHistory(1).WithHistory(3).WithCard(Commits.Ticket(7))
        );
        await store.Journal.CommitAsync(Commits.State("acc-a", 0).WithEntry(2, 50, 50));

        var found = await reader.ReadAsync(Commits.Noon, Replied, Charged, 10);
        Assert.Equal(["tic-1 1", "acc-a 2", "tic-1 3"], found.Select(row => $"{row.Subject} {row.Seq}"));
        var (reply, entry) = (found[2], found[1]);
        Assert.Equal(
            ("cus-a", """{"number":7}""", Commits.Noon.AddSeconds(1).ToUnixTimeMilliseconds()),
            (reply.Customer, reply.Card, reply.BornAt)
        );
        Assert.Equal((50, 50, 7), (entry.Amount, entry.BalanceAfter, entry.Ticket));
        Assert.Single(await reader.ReadAsync(Commits.Noon.AddSeconds(3), Replied, Charged, 10));
        Assert.Empty(await reader.ReadAsync(Commits.Noon, ["other"], [], 10));

        Assert.Equal(3, await table.KeepAsync([.. found.Select(LookAt)], Commits.Noon.AddSeconds(9)));
        Assert.Empty(await reader.ReadAsync(Commits.Noon, Replied, Charged, 10));
        await store.Journal.CommitAsync(Commits.State("tic-2", 0).WithHistory(1));
        Assert.Equal("tic-2", Assert.Single(await reader.ReadAsync(Commits.Noon, Replied, Charged, 10)).Subject);
    }

    [Theory, OnBoth]
    public async Task Two_gateways_look_in_turn_and_tell_once(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var time = new MovedTime();
        var (one, other) = (new DeliveryTable(store.Database, time), new DeliveryTable(store.Database, time));
        await AddWebhookAsync(store, "whk-1");
        Assert.NotNull(await one.LookAsync(TimeSpan.FromSeconds(1)));
        Assert.Null(await other.LookAsync(TimeSpan.FromSeconds(1)));
        time.Pass(TimeSpan.FromSeconds(1));
        Assert.NotNull(await other.LookAsync(TimeSpan.FromSeconds(1)));

        var until = time.GetUtcNow();
        Assert.Equal(1, await one.KeepAsync([Event("evt-1", 1, "whk-1", "whk-none")], until));
        Assert.Equal(0, await other.KeepAsync([Event("evt-1", 1, "whk-1")], until.AddSeconds(-5)));
        time.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(
            until.ToUnixTimeMilliseconds(),
            (await one.LookAsync(TimeSpan.Zero))!.Value.ToUnixTimeMilliseconds()
        );

        Assert.Equal("whk-1", Assert.Single(await one.DueAsync()));
        var taken = Assert.Single(await one.TakeAsync("whk-1", 4));
        Assert.Equal(("evt-1", 1, "{}"), (taken.Event, taken.Attempt, taken.Body));
        Assert.Empty(await other.TakeAsync("whk-1", 4));
        Assert.Empty(await other.DueAsync());

        // Whoever took it died: after a while another takes it.
        time.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(2, Assert.Single(await other.TakeAsync("whk-1", 4)).Attempt);
    }

    [Theory, OnBoth]
    public async Task Deliveries_are_noted_listed_repeated_and_go_with_their_webhook_or_after_a_month(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var time = new MovedTime();
        var table = new DeliveryTable(store.Database, time);
        await AddWebhookAsync(store, "whk-1");
        await AddWebhookAsync(store, "whk-2");
        await table.KeepAsync([Event("evt-1", 1, "whk-1", "whk-2"), Event("evt-2", 2, "whk-1")], time.GetUtcNow());
        var taken = await table.TakeAsync("whk-1", 1);
        await table.NoteAsync(taken[0].Place, 204, null, null);

        var newest = await table.ListAsync("whk-1", long.MaxValue, 10);
        Assert.Equal(["evt-2", "evt-1"], newest.Select(one => one.Event));
        Assert.Equal("evt-1", Assert.Single(await table.ListAsync("whk-1", newest[0].Place, 10)).Event);
        var arrived = await table.FindAsync("whk-1", taken[0].Place);
        Assert.Equal((204, 1, null), (arrived!.Status, arrived.Attempts, arrived.DueAt));
        Assert.NotNull(arrived.DeliveredAt);
        Assert.Null(await table.FindAsync("whk-2", taken[0].Place));

        await using (var connection = await store.Database.OpenWriteAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await table.RepeatAsync(transaction, taken[0].Place);
            await transaction.CommitAsync();
        }

        Assert.Equal(["evt-1", "evt-2"], (await table.TakeAsync("whk-1", 4)).Select(one => one.Event));

        await store.ExecuteAsync("DELETE FROM webhooks WHERE id = 'whk-1'");
        Assert.Equal(1, await store.ScalarAsync<long>("SELECT count(*) FROM webhook_deliveries"));
        time.Pass(TimeSpan.FromDays(31));
        await table.ClearAsync();
        Assert.Equal(0, await store.ScalarAsync<long>("SELECT count(*) FROM webhook_deliveries"));
    }

    private static Task<int> AddWebhookAsync(Store store, string id) =>
        store.ExecuteAsync(
            """
            INSERT INTO webhooks (id, name, url, events, secret, created_at, since)
            VALUES (@id, 'n', 'https://shop.example/', 'ticket.replied', 's', 0, 0)
            """,
            new { id }
        );

    private static LookedAt LookAt(Happening row) =>
        new($"evt-{row.Subject}-{row.Seq}", row.Trail, row.Subject, row.Seq, row.At, "ticket.replied", "{}", ["whk-1"]);

    private static LookedAt Event(string id, long seq, params string[] webhooks) =>
        new(
            id,
            Happening.History,
            "tic-1",
            seq,
            TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            "ticket.replied",
            "{}",
            [.. webhooks]
        );
}
