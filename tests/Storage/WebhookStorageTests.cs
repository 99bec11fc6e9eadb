using System.Collections.Immutable;
using Dapper;
using Npgsql;
using Tallydesk.Storage;
using Tallydesk.Tests.Support;
using Tallydesk.Webhooks;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>What webhooks are sent: each row once, whichever gateway reads, and nothing lost between them.</summary>
public sealed class WebhookStorageTests
{
    private static readonly ImmutableArray<string> Replied = ["replied"];
    private static readonly ImmutableArray<string> Charged = ["charge"];

    [Theory, OnBoth]
    public async Task Rows_are_read_once_by_what_is_committed_whatever_their_instants(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var feed = new Feed(store);
        await feed.AddWebhookAsync("whk-1");
        await store.Journal.CommitAsync(
            Commits.State("tic-1", 0).WithHistory(1).WithHistory(3).WithCard(Commits.Ticket(7))
        );
        await store.Journal.CommitAsync(Commits.State("acc-a", 0).WithEntry(2, 50, 50));

        var rows = await feed.AwaitAsync(3);
        Assert.Equal(["tic-1 1", "tic-1 3", "acc-a 2"], rows.Select(NameOf));
        Assert.Equal(
            ("cus-a", """{"number":7}""", Commits.Noon.AddSeconds(1).ToUnixTimeMilliseconds()),
            (rows[1].Customer, rows[1].Card, rows[1].BornAt)
        );
        Assert.Equal((50, 50, 7), (rows[2].Amount, rows[2].BalanceAfter, rows[2].Ticket));

        // A row that is written now, and whose clock was a year behind.
        await store.Journal.CommitAsync(Commits.State("tic-2", 0).WithHistory(1));
        Assert.Equal("tic-2 1", NameOf((await feed.AwaitAsync(4))[3]));
        Assert.Empty(await feed.StepAsync());
    }

    [Theory, OnBoth]
    public async Task A_page_may_end_within_a_transaction(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var feed = new Feed(store) { Limit = 2 };
        await feed.AddWebhookAsync("whk-1");
        await store.CommitGroupAsync(
            Commits.State("tic-1", 0).WithHistory(1).WithHistory(2).WithHistory(3),
            Commits.State("acc-a", 0).WithEntry(1, 5, 5).WithEntry(2, 5, 10),
            Commits.State("tic-2", 0).WithHistory(1)
        );

        var rows = await feed.AwaitAsync(6);
        Assert.Equal(["tic-1 1", "tic-1 2", "tic-1 3", "tic-2 1", "acc-a 1", "acc-a 2"], rows.Select(NameOf));
    }

    [Theory, OnBoth]
    public async Task Pages_of_both_trails_bring_each_row_once_in_order_wherever_they_end(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var whole = new Feed(store);
        await whole.AddWebhookAsync("whk-1");
        for (var n = 1; n <= 12; n++)
        {
            var commit = Commits.State($"acc-{n}", 0).WithHistory(1).WithHistory(2);
            await store.Journal.CommitAsync(
                n % 3 == 0 ? commit.WithEntry(1, 5, 5).WithEntry(2, 5, 10).WithEntry(3, 5, 15) : commit
            );
        }

        var expected = (await whole.AwaitAsync(36)).Select(NameOf).ToList();
        for (var limit = 1; limit <= 7; limit++)
        {
            var paged = new Feed(store) { Limit = limit };
            Assert.Equal(expected, (await paged.ReadAllAsync()).Select(NameOf));
        }
    }

    [Theory, OnBoth]
    public async Task A_page_ends_with_the_row_that_makes_it_too_long(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var feed = new Feed(store);
        await feed.AddWebhookAsync("whk-1");
        var place = engine == Engine.Sqlite ? ", 1, 1" : "";
        await store.ExecuteAsync(
            $"""
            INSERT INTO history (grain_key, seq, at, kind, actor, body{(place.Length > 0 ? ", epoch, xact" : "")})
            SELECT 'tic-1', n.seq, 1, 'replied', 'a', @body{place} FROM
                (SELECT 1 AS seq UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5) AS n
            """,
            new { body = $$"""{"x":"{{new string('x', 1_500_000)}}"}""" }
        );
        await store.Journal.CommitAsync(Commits.State("acc-a", 0).WithEntry(1, 5, 5));

        var first = await new HappeningReader(store.Database).ReadAsync(new(1, 0), Place.End, Replied, Charged, 100);
        Assert.Equal(["tic-1 1", "tic-1 2", "tic-1 3"], first.Rows.Select(NameOf));
        var all = await feed.AwaitAsync(6);
        Assert.Equal(["tic-1 1", "tic-1 2", "tic-1 3", "tic-1 4", "tic-1 5", "acc-a 1"], all.Select(NameOf));
    }

    [Fact]
    public async Task A_transaction_held_open_for_as_long_as_it_likes_loses_nothing_and_doubles_nothing()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        var feed = new Feed(store);
        await feed.AddWebhookAsync("whk-1");
        await using var held = new NpgsqlConnection(store.Options.Connection);
        await held.OpenAsync();
        await using var transaction = await held.BeginTransactionAsync();
        await InsertAsync(transaction, "tic-held", Commits.Noon.AddHours(-1));

        // Others commit before the held one does, and bear later instants.
        await store.Journal.CommitAsync(Commits.State("tic-1", 0).WithHistory(1));
        await store.Journal.CommitAsync(Commits.State("acc-a", 0).WithEntry(1, 5, 5));
        await feed.StepAsync();
        await InsertAsync(transaction, "tic-held-too", Commits.Noon.AddHours(2));
        await store.Journal.CommitAsync(Commits.State("tic-2", 0).WithHistory(1));
        await feed.StepAsync();
        Assert.DoesNotContain(feed.Read, row => row.Subject.StartsWith("tic-held", StringComparison.Ordinal));
        Assert.NotNull(await feed.OldestUnreadAsync());
        await transaction.CommitAsync();

        await feed.AwaitAsync(5);
        await feed.StepAsync();
        Assert.Equal(
            ["acc-a 1", "tic-1 1", "tic-2 1", "tic-held 1", "tic-held-too 1"],
            feed.Read.Select(NameOf).Order(StringComparer.Ordinal)
        );
        Assert.Equal(5, await store.ScalarAsync<long>("SELECT count(*) FROM webhook_deliveries"));
    }

    [Fact]
    public async Task Transactions_are_read_in_the_order_of_their_places_however_and_whenever_they_end()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        var feed = new Feed(store);
        await feed.AddWebhookAsync("whk-1");
        var held = new List<NpgsqlTransaction>();
        await using var server = NpgsqlDataSource.Create(store.Options.Connection!);
        foreach (var grain in (string[])["tic-a", "tic-b", "tic-c", "tic-d"])
        {
            var connection = await server.OpenConnectionAsync();
            held.Add(await connection.BeginTransactionAsync());
            // The later one begins, the earlier is its clock.
            await InsertAsync(held[^1], grain, Commits.Noon.AddHours(-held.Count));
        }

        await held[3].CommitAsync();
        await held[1].CommitAsync();
        Assert.Empty(await feed.StepAsync());

        await held[0].CommitAsync();
        await feed.AwaitAsync(2);
        await held[2].RollbackAsync();
        await feed.AwaitAsync(3);
        Assert.Equal(["tic-a 1", "tic-b 1", "tic-d 1"], feed.Read.Select(NameOf));
    }

    [Fact]
    public async Task Committers_at_once_and_readers_at_once_lose_nothing_and_double_nothing()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        Feed[] gateways = [new(store) { Limit = 7 }, new(store) { Limit = 7 }];
        await gateways[0].AddWebhookAsync("whk-1");
        var writing = Parallel.ForEachAsync(
            Enumerable.Range(0, 200),
            new ParallelOptions { MaxDegreeOfParallelism = 6 },
            async (n, _) => await store.Journal.CommitAsync(Commits.State($"tic-{n}", 0).WithHistory(1))
        );
        await Eventually.HoldsAsync(
            async () =>
            {
                await Task.WhenAll(gateways.Select(gateway => gateway.StepAsync()));
                return writing.IsCompleted && gateways.Sum(gateway => gateway.Read.Count) >= 200;
            },
            () => $"{gateways.Sum(gateway => gateway.Read.Count)} of 200 were read"
        );
        await writing;

        Assert.Equal(200, gateways.SelectMany(gateway => gateway.Read).Select(NameOf).Distinct().Count());
        Assert.Equal(200, gateways.Sum(gateway => gateway.Read.Count));
        Assert.Equal(200, await store.ScalarAsync<long>("SELECT count(*) FROM webhook_deliveries"));
    }

    [Theory, OnBoth]
    public async Task Rows_from_before_places_were_kept_are_read_unless_they_were(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var feed = new Feed(store);
        await feed.AddWebhookAsync("whk-1");
        foreach (var (seq, at) in new[] { (1, -3600), (2, 0), (3, 1) })
        {
            await store.ExecuteAsync(
                """
                INSERT INTO history (grain_key, seq, at, kind, actor, body, epoch, xact)
                VALUES ('tic-1', @seq, @at, 'replied', 'a', '{}', 0, 0)
                """,
                new { seq = (long)seq, at = Commits.Noon.AddSeconds(at).ToUnixTimeMilliseconds() }
            );
        }

        // As the version before left it: read until noon, and a row of noon was sent.
        await store.ExecuteAsync(
            """
            UPDATE webhook_reading SET epoch = 0, xact = 0, trail = '', subject = '', seq = 0, read_until = @noon
            """,
            new { noon = Commits.Noon.ToUnixTimeMilliseconds() }
        );
        await store.ExecuteAsync(
            "INSERT INTO webhook_events (id, trail, subject, seq, at) VALUES ('evt-sent', 'history', 'tic-1', 2, 0)"
        );
        await store.Journal.CommitAsync(Commits.State("tic-2", 0).WithHistory(1));

        Assert.Equal(["tic-1 3", "tic-2 1"], (await feed.AwaitAsync(2)).Select(NameOf));
        Assert.Empty(await feed.StepAsync());
    }

    [Theory, OnBoth]
    public async Task After_a_restore_a_row_that_is_numbered_again_stands_in_another_epoch(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var feed = new Feed(store);
        await feed.AddWebhookAsync("whk-1");
        await store.Journal.CommitAsync(Commits.State("tic-1", 0).WithHistory(1));
        var first = (await feed.AwaitAsync(1))[0];

        Assert.Equal(2, await store.Database.RenewEpochAsync(default));
        if (engine == Engine.Postgres)
        {
            // A restored server numbers its transactions from the beginning.
            await store.ExecuteAsync("ALTER TABLE history ALTER COLUMN xact SET DEFAULT 3");
        }

        await store.Journal.CommitAsync(Commits.State("tic-2", 0).WithHistory(1));
        var second = (await new Feed(store).AwaitAsync(1))[0];
        Assert.Equal("tic-2 1", NameOf(second));
        Assert.Equal((1, 2), (first.Epoch, second.Epoch));
        Assert.NotEqual(first.EpochId, second.EpochId);
    }

    [Fact]
    public async Task A_dump_on_another_server_is_not_served_before_its_epoch_is_renewed()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        await store.Journal.CommitAsync(Commits.State("tic-1", 0).WithHistory(1));
        await store.ExecuteAsync(
            """
            INSERT INTO history (grain_key, seq, at, kind, actor, body, xact)
            VALUES ('tic-1', 2, 0, 'replied', 'a', '{}', 4000000000000)
            """
        );

        var refusal = await Assert.ThrowsAsync<StartupException>(() =>
            store.Database.PrepareAsync(alone: false, default)
        );
        Assert.Contains("renew-epoch", refusal.Message, StringComparison.Ordinal);
        await store.Database.RenewEpochAsync(default);
        await store.Database.PrepareAsync(alone: false, default);
    }

    [Theory, OnBoth]
    public async Task Two_gateways_read_in_turn_and_keep_once(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var time = new MovedTime();
        var (one, other) = (new EventTable(store.Database, time), new EventTable(store.Database, time));
        var (mine, others) = (new DeliveryTable(store.Database, time), new DeliveryTable(store.Database, time));
        await new Feed(store).AddWebhookAsync("whk-1");
        var read = await one.LookAsync(TimeSpan.FromSeconds(1));
        Assert.NotNull(read);
        Assert.Null(await other.LookAsync(TimeSpan.FromSeconds(1)));
        time.Pass(TimeSpan.FromSeconds(1));
        Assert.NotNull(await other.LookAsync(TimeSpan.FromSeconds(1)));

        // A clock that was ahead keeps nobody from reading.
        time.Pass(TimeSpan.FromDays(-1));
        Assert.NotNull(await other.LookAsync(TimeSpan.FromSeconds(1)));
        time.Pass(TimeSpan.FromDays(1));

        var until = new Place(1, 7);
        Assert.Equal(1, await one.KeepAsync(read, until, [Event("evt-1", 1, "whk-1", "whk-none")]));
        Assert.Null(await other.KeepAsync(read, new(1, 6), [Event("evt-2", 2, "whk-1")]));
        Assert.Equal(until, await other.ReadUntilAsync());

        Assert.Equal("whk-1", Assert.Single(await mine.DueAsync()));
        Assert.NotNull(await mine.DueSinceAsync());
        var taken = Assert.Single(await mine.TakeAsync("whk-1", 4));
        Assert.Equal(("evt-1", 1, "{}"), (taken.Event, taken.Attempt, taken.Body));
        Assert.Empty(await others.TakeAsync("whk-1", 4));
        Assert.Empty(await others.DueAsync());
        Assert.Null(await mine.DueSinceAsync());

        // Whoever took it died: after a while another takes it.
        time.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(2, Assert.Single(await others.TakeAsync("whk-1", 4)).Attempt);
    }

    [Fact]
    public async Task What_another_gateway_is_taking_is_passed_by_without_waiting()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        var table = new DeliveryTable(store.Database, new MovedTime());
        await new Feed(store).AddWebhookAsync("whk-1");
        await KeepAsync(store, [.. Enumerable.Range(1, 6).Select(n => Event($"evt-{n}", n, "whk-1"))]);
        await using var held = new NpgsqlConnection(store.Options.Connection);
        await held.OpenAsync();
        await using var transaction = await held.BeginTransactionAsync();
        await held.ExecuteAsync(
            "SELECT 1 FROM webhook_deliveries WHERE event IN ('evt-1', 'evt-2') FOR UPDATE",
            transaction: transaction
        );

        Assert.Equal(["evt-3", "evt-4"], (await table.TakeAsync("whk-1", 2)).Select(one => one.Event));
    }

    [Fact]
    public async Task Gateways_that_take_at_once_take_each_delivery_once()
    {
        const int Many = 400;
        await using var store = await Store.OpenAsync(Engine.Postgres);
        await new Feed(store).AddWebhookAsync("whk-1");
        await KeepAsync(store, [.. Enumerable.Range(1, Many).Select(n => Event($"evt-{n}", n, "whk-1"))]);
        // Due in another order than they stand in.
        await store.ExecuteAsync("UPDATE webhook_deliveries SET due_at = due_at - (place * 7919 % 101)");
        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TakeAllAsync()));

        Assert.Equal(Many, taken.Sum(places => places.Count));
        Assert.Equal(Many, taken.SelectMany(places => places).Distinct().Count());

        async Task<List<long>> TakeAllAsync()
        {
            var table = new DeliveryTable(store.Database, new MovedTime());
            List<long> places = [];
            while (await table.DueAsync() is { Length: > 0 })
            {
                foreach (var one in await table.TakeAsync("whk-1", 4))
                {
                    places.Add(one.Place);
                    await table.NoteAsync(one, new(204, null, TimeSpan.Zero), null);
                }
            }

            return places;
        }
    }

    [Fact]
    public async Task Outcomes_and_returned_deliveries_lock_rows_in_the_order_of_their_places()
    {
        await using var store = await Store.OpenAsync(Engine.Postgres);
        var table = new DeliveryTable(store.Database, new MovedTime());
        await new Feed(store).AddWebhookAsync("whk-1");
        await KeepAsync(store, [.. Enumerable.Range(1, 2).Select(n => Event($"evt-{n}", n, "whk-1"))]);
        foreach (var returns in (bool[])[true, false])
        {
            var taken = await table.TakeAsync("whk-1", 2);
            DueDelivery[] backward = [taken[1], taken[0]];
            await using var held = new NpgsqlConnection(store.Options.Connection);
            await held.OpenAsync();
            await using var transaction = await held.BeginTransactionAsync();
            await HoldAsync(taken[0]);
            var writing = returns
                ? table.ReturnAsync(backward)
                : table.NoteAsync([.. backward.Select(one => new EndedAttempt(one, new(204, null, default), null))]);
            await Eventually.HoldsAsync(
                () =>
                    store.ScalarAsync<bool>(
                        """
                        SELECT EXISTS (
                            SELECT 1 FROM pg_stat_activity
                            WHERE datname = current_database() AND wait_event_type = 'Lock'
                        )
                        """
                    ),
                () => $"It does not wait: {writing.Status}"
            );

            // The other one waits for the first row, and doesn't hold the second yet.
            await HoldAsync(taken[1]);
            await transaction.CommitAsync();
            await writing;

            Task<int> HoldAsync(DueDelivery delivery) =>
                held.ExecuteAsync(
                    "SELECT 1 FROM webhook_deliveries WHERE place = @place FOR UPDATE NOWAIT",
                    new { place = delivery.Place },
                    transaction
                );
        }

        Assert.All(await table.ListAsync("whk-1", long.MaxValue, 2), one => Assert.NotNull(one.DeliveredAt));
    }

    [Theory, OnBoth]
    public async Task Deliveries_are_noted_listed_repeated_and_go_with_their_webhook_or_after_a_month(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var time = new MovedTime();
        var table = new DeliveryTable(store.Database, time);
        await new Feed(store).AddWebhookAsync("whk-1");
        await new Feed(store).AddWebhookAsync("whk-2");
        await KeepAsync(store, Event("evt-1", 1, "whk-1", "whk-2"), Event("evt-2", 2, "whk-1"));
        var taken = await table.TakeAsync("whk-1", 1);
        await table.NoteAsync(taken[0], new(204, null, TimeSpan.FromMilliseconds(12)), null);

        var newest = await table.ListAsync("whk-1", long.MaxValue, 10);
        Assert.Equal(["evt-2", "evt-1"], newest.Select(one => one.Event));
        Assert.Equal("evt-1", Assert.Single(await table.ListAsync("whk-1", newest[0].Place, 10)).Event);
        var arrived = await table.FindAsync("whk-1", taken[0].Place);
        Assert.Equal((204, 1, null), (arrived!.Status, arrived.Attempts, arrived.DueAt));
        Assert.NotNull(arrived.DeliveredAt);
        var attempt = Assert.Single((await table.AttemptsAsync(newest))[arrived.Place]);
        Assert.Equal((204, 12, null), (attempt.Status, attempt.Milliseconds, attempt.Failure));
        Assert.Null(await table.FindAsync("whk-2", taken[0].Place));

        await using (var connection = await store.Database.OpenWriteAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await table.RepeatAsync(transaction, taken[0].Place);
            await transaction.CommitAsync();
        }

        var both = await table.TakeAsync("whk-1", 4);
        Assert.Equal(["evt-1", "evt-2"], both.Select(one => one.Event));
        await table.NoteAsync(both[0], new(null, "The request timed out.", TimeSpan.FromSeconds(10)), null);
        Assert.Equal(
            [(204, null), (null, "The request timed out.")],
            (await table.AttemptsAsync(newest))[arrived.Place].Select(one => (one.Status, one.Failure))
        );

        await store.ExecuteAsync("DELETE FROM webhooks WHERE id = 'whk-1'");
        Assert.Equal(1, await store.ScalarAsync<long>("SELECT count(*) FROM webhook_deliveries"));
        time.Pass(TimeSpan.FromDays(31));
        await table.ClearAsync();
        // What a pause keeps back for longer is still to be sent.
        var kept = Assert.Single(await table.TakeAsync("whk-2", 4));
        await table.NoteAsync(kept, new(204, null, TimeSpan.Zero), null);
        await table.ClearAsync();
        Assert.Equal(0, await store.ScalarAsync<long>("SELECT count(*) FROM webhook_deliveries"));
        Assert.Equal(0, await store.ScalarAsync<long>("SELECT count(*) FROM webhook_attempts"));
    }

    [Theory, OnBoth]
    public async Task A_delivery_that_is_asked_for_again_amid_an_attempt_stays_due_however_that_ends(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var time = new MovedTime();
        var table = new DeliveryTable(store.Database, time);
        await new Feed(store).AddWebhookAsync("whk-1");
        await KeepAsync(store, Event("evt-1", 1, "whk-1"));
        var slow = Assert.Single(await table.TakeAsync("whk-1", 1));
        await using (var connection = await store.Database.OpenWriteAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await table.RepeatAsync(transaction, slow.Place);
            await transaction.CommitAsync();
        }

        await table.NoteAsync(slow, new(null, "The request timed out.", TimeSpan.FromSeconds(10)), null);
        var again = Assert.Single(await table.TakeAsync("whk-1", 1));
        await table.NoteAsync(slow, new(null, "The request timed out.", TimeSpan.FromSeconds(10)), null);
        await table.NoteAsync(again, new(204, null, TimeSpan.Zero), null);
        Assert.NotNull((await table.FindAsync("whk-1", slow.Place))!.DeliveredAt);
        Assert.Empty(await table.TakeAsync("whk-1", 1));
    }

    [Theory, OnBoth]
    public async Task What_was_taken_and_not_sent_is_due_again_as_if_it_had_not_been_taken(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var time = new MovedTime();
        var table = new DeliveryTable(store.Database, time);
        await new Feed(store).AddWebhookAsync("whk-1");
        await KeepAsync(store, [.. Enumerable.Range(1, 4).Select(n => Event($"evt-{n}", n, "whk-1"))]);
        var taken = await table.TakeAsync("whk-1", 4);
        await table.NoteAsync(taken[0], new(204, null, TimeSpan.Zero), null);
        await using (var connection = await store.Database.OpenWriteAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await table.RepeatAsync(transaction, taken[3].Place);
            await transaction.CommitAsync();
        }

        var fourth = Assert.Single(await table.TakeAsync("whk-1", 4));
        await table.ReturnAsync([taken[1], taken[2], taken[3]]);

        // The fourth was taken again before it was returned, so it stays taken.
        var again = await table.TakeAsync("whk-1", 4);
        Assert.Equal([("evt-2", 1), ("evt-3", 1)], again.Select(one => (one.Event, one.Attempt)));
        var attempts = await table.AttemptsAsync(await table.ListAsync("whk-1", long.MaxValue, 10));
        Assert.All(taken, one => Assert.Single(attempts[one.Place]));
        Assert.Equal(1, fourth.Attempt);
    }

    [Theory, OnBoth]
    public async Task A_page_of_events_and_outcomes_is_kept_in_its_order(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var table = new DeliveryTable(store.Database, new MovedTime());
        await new Feed(store).AddWebhookAsync("whk-1");
        await new Feed(store).AddWebhookAsync("whk-2");
        await KeepAsync(
            store,
            [.. Enumerable.Range(1, 300).Select(n => Event($"evt-{n * 7919 % 1009}", n, "whk-2", "whk-1"))]
        );

        var taken = await table.TakeAsync("whk-1", 300);
        Assert.Equal(Enumerable.Range(1, 300).Select(n => $"evt-{n * 7919 % 1009}"), taken.Select(one => one.Event));
        await table.NoteAsync([
            .. taken.Select(one => new EndedAttempt(
                one,
                one.Place % 3 == 0
                    ? new(500, "It failed.", TimeSpan.FromMilliseconds(7))
                    : new(204, null, TimeSpan.Zero),
                one.Place % 3 == 0 ? TimeProvider.System.GetUtcNow().AddDays(1) : null
            )),
        ]);
        var noted = await table.ListAsync("whk-1", long.MaxValue, 300);
        Assert.All(noted, one => Assert.Equal(one.Place % 3 == 0 ? 500 : 204, one.Status));
        Assert.All(noted, one => Assert.Equal(one.Place % 3 == 0, one.DueAt is not null));
        Assert.All(noted, one => Assert.Equal(one.Place % 3 == 0, one.DeliveredAt is null));
        Assert.Equal(
            300,
            await store.ScalarAsync<long>("SELECT count(*) FROM webhook_attempts WHERE status IS NOT NULL")
        );
        Assert.Equal(300, (await table.TakeAsync("whk-2", 400)).Length);
    }

    private static string NameOf(Happening row) => $"{row.Subject} {row.Seq}";

    private static async Task KeepAsync(Store store, params LookedAt[] events)
    {
        var table = new EventTable(store.Database, TimeProvider.System);
        var read = await table.ReadUntilAsync();
        Assert.NotNull(await table.KeepAsync(read, read with { Seq = read.Seq + 1 }, events));
    }

    private static Task<int> InsertAsync(NpgsqlTransaction transaction, string grain, DateTimeOffset at) =>
        transaction.Connection!.ExecuteAsync(
            "INSERT INTO history (grain_key, seq, at, kind, actor, body) VALUES (@grain, 1, @at, 'replied', 'a', '{}')",
            new { grain, at = at.ToUnixTimeMilliseconds() },
            transaction
        );

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

    /// <summary>Reads as a gateway does, with one webhook that is sent everything.</summary>
    private sealed class Feed(Store store)
    {
        private readonly EventTable events = new(store.Database, TimeProvider.System);
        private readonly HappeningReader reader = new(store.Database);

        public int Limit { get; init; } = 100;

        /// <summary>What it has read and kept.</summary>
        public List<Happening> Read { get; } = [];

        public Task<int> AddWebhookAsync(string id) =>
            store.ExecuteAsync(
                """
                INSERT INTO webhooks (id, name, url, events, secret, created_at, since)
                VALUES (@id, 'n', 'https://shop.example/', 'ticket.replied', 's', 0, 0)
                """,
                new { id }
            );

        /// <summary>Reads all that can be read now; answers what was new.</summary>
        public async Task<IReadOnlyList<Happening>> StepAsync()
        {
            var before = Read.Count;
            var horizon = await reader.HorizonAsync();
            var read = await events.ReadUntilAsync();
            while (read.IsBefore(horizon))
            {
                var (rows, until) = await reader.ReadAsync(read, horizon, Replied, Charged, Limit);
                if (await events.KeepAsync(read, until, [.. rows.Select(LookAt)]) is null)
                {
                    break;
                }

                Read.AddRange(rows);
                read = until;
            }

            return Read[before..];
        }

        /// <summary>Reads all that is there, without keeping it.</summary>
        public async Task<IReadOnlyList<Happening>> ReadAllAsync()
        {
            var all = new List<Happening>();
            var end = new Place(1, long.MaxValue);
            for (var from = new Place(1, 0); from.IsBefore(end); )
            {
                (var rows, from) = await reader.ReadAsync(from, end, Replied, Charged, Limit);
                all.AddRange(rows);
            }

            return all;
        }

        /// <summary>Reads until so many rows have come: another test's transaction on the server may hold some back.</summary>
        public async Task<IReadOnlyList<Happening>> AwaitAsync(int count)
        {
            await Eventually.HoldsAsync(
                async () =>
                {
                    await StepAsync();
                    return Read.Count >= count;
                },
                () => $"{Read.Count} of {count} rows were read"
            );
            Assert.Equal(count, Read.Count);
            return Read;
        }

        public async Task<Happening?> OldestUnreadAsync() =>
            (
                await reader.ReadAsync(await events.ReadUntilAsync(), Place.End, Replied, Charged, 1)
            ).Rows.FirstOrDefault();

        private static LookedAt LookAt(Happening row) =>
            new(
                $"evt-{row.Trail}-{row.Subject}-{row.Seq}",
                row.Trail,
                row.Subject,
                row.Seq,
                row.At,
                "ticket.replied",
                "{}",
                ["whk-1"]
            );
    }
}
