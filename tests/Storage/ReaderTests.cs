using System.Collections.Immutable;
using Dapper;
using Microsoft.Extensions.Time.Testing;
using Tallydesk.Journal;
using Tallydesk.Reports;
using Tallydesk.Storage;
using Tallydesk.Storage.Reading;
using Xunit;

namespace Tallydesk.Tests.Storage;

public sealed class ReaderTests
{
    [Theory, OnBoth]
    public async Task A_history_is_read_in_pages_by_kind_and_by_row(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var commit = Commits.State("tic-1", 0).WithHistory(1).WithHistory(2).WithHistory(3);
        await store.Journal.CommitAsync(
            commit with
            {
                History = commit.History.Add(new(4, Commits.Noon, "closed", "desk", "{}")),
            }
        );

        Assert.Equal([2, 3], Seqs(await store.Reader.ReadHistoryAsync("tic-1", 1, 2, [])));
        Assert.Equal([4], Seqs(await store.Reader.ReadHistoryAsync("tic-1", 0, 9, ["closed", "opened"])));
        Assert.Equal([3, 4], Seqs(await store.Reader.ReadHistoryBeforeAsync("tic-1", 9, 2, ["replied", "closed"])));
        Assert.Equal([1], Seqs(await store.Reader.ReadHistoryBeforeAsync("tic-1", 2, 9, ["replied", "closed"])));
        Assert.Equal(
            [2, 3],
            Seqs(await store.Reader.ReadHistoryBeforeAsync("tic-1", 4, 9, ["replied", "closed"], afterSeq: 1))
        );
        Assert.Equal([1, 4], Seqs(await store.Reader.ReadHistoryRowsAsync("tic-1", [4, 1, 99])));
        Assert.Empty(await store.Reader.ReadHistoryRowsAsync("tic-1", []));

        static IEnumerable<long> Seqs(IEnumerable<HistoryRow> rows) => rows.Select(r => r.Seq);
    }

    [Theory, OnBoth]
    public async Task Histories_of_several_grains_are_read_by_kind(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        foreach (var ticket in (string[])["tic-1", "tic-2", "tic-3"])
        {
            var commit = Commits.State(ticket, 0).WithHistory(1).WithHistory(2);
            await store.Journal.CommitAsync(
                commit with
                {
                    History = commit.History.Add(new(3, Commits.Noon, "closed", "desk", "{}")),
                }
            );
        }

        var read = await store.Reader.ReadHistoriesAsync(["tic-3", "tic-1", "tic-9"], ["closed", "opened"]);

        Assert.Equal([("tic-1", 3), ("tic-3", 3)], read.Select(one => (one.GrainKey, one.Row.Seq)));
        Assert.Empty(await store.Reader.ReadHistoriesAsync([], ["closed"]));
    }

    [Theory, OnBoth]
    public async Task A_claimed_ticket_is_found_by_its_command(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        HistoryRow Row(long seq, string kind, string command) =>
            new(seq, Commits.Noon.AddSeconds(seq), kind, "eng-1", "{}") { Command = Commits.Command(command) };
        await store.Journal.CommitAsync(
            Commits.State("tic-1", 0).WithCard(Commits.Ticket(7)) with
            {
                History =
                [
                    Row(1, "ticketAssigned", "next-1"),
                    Row(2, "nothingChanged", "next-2"),
                    Row(3, "replied", "say"),
                ],
            }
        );
        await store.Journal.CommitAsync(
            Commits.State("lic-1", 0).WithCard(new("license", 1, "{}")) with
            {
                History = [Row(1, "nothingChanged", "revoke")],
            }
        );

        Assert.Equal(7, await store.Reader.FindClaimedAsync("next-1"));
        Assert.Equal(7, await store.Reader.FindClaimedAsync("next-2"));
        Assert.Null(await store.Reader.FindClaimedAsync("say"));
        Assert.Null(await store.Reader.FindClaimedAsync("revoke"));
        Assert.Null(await store.Reader.FindClaimedAsync("never"));
    }

    [Theory, OnBoth]
    public async Task Balances_and_what_reports_are_made_of_are_read(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var reports = new ReportReader(store.Database);
        var weeks = ReportWeeks.Until(Commits.Noon, TimeSpan.Zero, 2);
        Assert.Empty(await reports.ReadOpenedAsync(weeks));
        Assert.True((await reports.CheckLedgerAsync(Commits.Noon)).Agrees);

        var opened = new HistoryRow(1, Commits.Noon, "ticketOpened", "cus", "{}");
        var asked = new HistoryRow(2, Commits.Noon, "messagePosted", "cus", """{"author":{"role":"customer"}}""");
        var answered = new HistoryRow(
            3,
            Commits.Noon.AddHours(1),
            "messagePosted",
            "eng",
            """{"author":{"role":"engineer"}}"""
        );
        var card = new Card("ticket", 7, StateJson.Write(CardOf(charged: 5))) { Customer = "cus-a" };
        var ticket = Commits.State("tic-1", 0).WithCard(card);
        await store.Journal.CommitAsync(ticket with { History = [opened, asked, answered] });
        await store.Journal.CommitAsync(Commits.State("cus-a", 0).WithCard(new("customer", 1, "{}")));
        await store.Journal.CommitAsync(Commits.State("cus-b", 0).WithCard(new("customer", 2, "{}")));
        await store.Journal.CommitAsync(Commits.State("acc-a", 0).WithEntry(1, 50, 50).WithEntry(2, -5, 45));

        var balances = await store.Reader.ReadBalancesAsync([new("cus-a"), new("cus-b"), new("cus-none")]);
        Assert.Equal(
            [new AccountBalance(new("cus-a"), new(45), 2), new(new("cus-b"), new(0), 0)],
            balances.OrderBy(one => one.Customer.Value)
        );
        var last = await store.Reader.ReadHistoryBeforeAsync("tic-1", long.MaxValue, 1, ["messagePosted"]);
        Assert.Equal(3, Assert.Single(last).Seq);
        Assert.Equal(Commits.Noon.AddHours(1), Assert.Single(await reports.ReadOpenedAsync(weeks)).AnsweredAt);
        Assert.Empty(await reports.ReadPromisesAsync(weeks));
        Assert.Equal<Movement>([new(1, "charge", new(45))], await reports.ReadMovementsAsync(weeks));
        var check = await reports.CheckLedgerAsync(Commits.Noon);
        Assert.Equal((45, 1), (check.Balances.Value, check.Accounts));
        // The store's entries all name ticket 7, and both of them count.
        Assert.Equal<TicketDifference>([new(7, new(5), new(-45))], check.Differences);
        Assert.False(check.Agrees);
    }

    [Theory, OnBoth]
    public async Task A_first_answer_is_the_first_by_staff_after_the_customers_first_message(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        // Opened for the customer by staff, who wrote the first message; then the customer, the desk and staff write.
        await CommitAsync(1, Commits.Noon, ("engineer", 0), ("customer", 10), ("system", 12), ("lead", 15));
        // A chat: its messages are older than the ticket that it became.
        await CommitAsync(2, Commits.Noon.AddMinutes(30), ("customer", 1), ("engineer", 3), ("customer", 5));
        // Nobody but staff has written.
        await CommitAsync(3, Commits.Noon, ("engineer", 0), ("engineer", 4));

        var weeks = ReportWeeks.Until(Commits.Noon, TimeSpan.Zero, 2);
        var opened = await new ReportReader(store.Database).ReadOpenedAsync(weeks);
        Assert.Equal(
            [(10, 15), (1, 3), (null, null)],
            opened
                .OrderBy(ticket => ticket.Card.Number)
                .Select(ticket => (MinuteOf(ticket.FirstAskedAt), MinuteOf(ticket.AnsweredAt)))
        );

        static int? MinuteOf(DateTimeOffset? at) => (int?)(at - Commits.Noon)?.TotalMinutes;

        async Task CommitAsync(long number, DateTimeOffset openedAt, params (string Role, int Minute)[] messages)
        {
            var card = new Card("ticket", number, StateJson.Write(CardOf(charged: 0) with { Number = number }));
            HistoryRow[] rows =
            [
                new(1, openedAt, "ticketOpened", "eng", "{}"),
                .. messages.Select(
                    (message, index) =>
                        new HistoryRow(
                            index + 2,
                            Commits.Noon.AddMinutes(message.Minute),
                            "messagePosted",
                            message.Role,
                            $$$"""{"author":{"role":"{{{message.Role}}}"}}"""
                        )
                ),
            ];
            await store.Journal.CommitAsync(
                Commits.State($"tic-{number}", 0).WithCard(card) with
                {
                    History = [.. rows],
                }
            );
        }
    }

    [Theory, OnBoth]
    public async Task Open_work_of_people_who_have_left_is_found_and_nobody_elses(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var now = DateTimeOffset.UnixEpoch.AddMilliseconds(1_000);
        await ExecuteAsync(
            """
            INSERT INTO people (id, email, name, role, created_at, disabled_at, version, body)
            VALUES ('usr-here', 'a@x.example', 'A', 'engineer', 0, NULL, 1, ''),
                ('usr-disabled', 'b@x.example', 'B', 'engineer', 0, 5, 1, ''),
                ('usr-customer', 'c@x.example', 'C', 'customer', 0, NULL, 1, '')
            """
        );
        await ExecuteAsync(
            """
            INSERT INTO tokens (id, hash, name, role, created_at, revoked_at, expires_at)
            VALUES ('revoked', @hash, 'R', 'engineer', 0, 5, NULL), ('expired', @hash, 'E', 'engineer', 0, NULL, 1000),
                ('running', @hash, 'V', 'engineer', 0, NULL, 1001)
            """
        );
        string[] everybody = ["usr-here", "usr-disabled", "usr-customer", "revoked", "expired", "running", "unknown"];
        foreach (var (who, number) in everybody.Select((who, index) => (who, index)))
        {
            var ticket = Commits.Ticket(number + 1) with { Assignee = who };
            await store.Journal.CommitAsync(Commits.State($"tic-{who}", 0).WithCard(ticket with { Desk = "support" }));
            await store.Journal.CommitAsync(
                Commits.State($"tic-over-{who}", 0).WithCard(ticket with { Rank = number + 100, Status = "closed" })
            );
            await store.Journal.CommitAsync(
                Commits.State($"cha-{who}", 0).WithCard(new("chat", number, "{}") { Assignee = who, Status = "taken" })
            );
        }

        var former = new FormerStaffReader(store.Database, new FakeTimeProvider(now));
        string[] left = ["expired", "revoked", "usr-customer", "usr-disabled"];
        Assert.Equal(
            left.Select(who => $"cha-{who}").Concat(left.Select(who => $"tic-{who}")),
            (await former.ReadHeldAsync(100)).Select(work => work.GrainKey)
        );
        Assert.Equal(3, (await former.ReadHeldAsync(3)).Length);
        foreach (var who in everybody)
        {
            Assert.Equal(left.Contains(who), await former.IncludesAsync(who));
        }

        async Task ExecuteAsync(string sql)
        {
            await using var connection = await store.Database.OpenWriteAsync();
            await connection.ExecuteAsync(sql, new { hash = new byte[] { 1 } });
        }
    }

    private static Tickets.TicketCard CardOf(long charged) =>
        new()
        {
            Id = new("tic-1"),
            Number = 7,
            Version = 1,
            Status = Tickets.TicketStatus.Open,
            Desk = "support",
            InQueue = true,
            Subject = "Subject",
            Customer = new("cus-a"),
            CustomerName = "Acme",
            License = new("ACME-1"),
            Edition = "CS-Cart",
            AskedAt = Commits.Noon,
            Coverage = Licensing.CoverageBasis.Credits,
            Charged = new(charged),
            ChangedAt = Commits.Noon,
        };

    [Theory, OnBoth]
    public async Task A_customers_address_is_known_in_any_letter_case(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await store.Journal.CommitAsync(
            Commits.State("cus-1", 0).WithCard(new("customer", 1, """{"email":"Olga@Example.com"}"""))
        );
        await store.Journal.CommitAsync(
            Commits.State("enq-1", 0).WithCard(new("enquiry", 1, """{"email":"vera@example.com"}"""))
        );

        Assert.True(await store.Reader.IsCustomersAddressAsync("oLGA@example.COM"));
        Assert.False(await store.Reader.IsCustomersAddressAsync("vera@example.com"));
        Assert.False(await store.Reader.IsCustomersAddressAsync("%"));
    }

    [Theory, OnBoth]
    public async Task Cards_are_listed_by_filter_and_place(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        for (var n = 1; n <= 6; n++)
        {
            var card = Commits.Ticket(n, n % 2 == 0 ? "open" : "closed") with
            {
                Customer = n < 4 ? "cus-a" : "cus-b",
                Assignee = n == 6 ? "eng-1" : null,
                Desk = n % 2 == 0 ? "support" : null,
                PendingSince = n is 2 or 5 ? Commits.Noon.AddMinutes(-n) : null,
                SolvedSince = n is 3 or 4 ? Commits.Noon.AddDays(-n) : null,
            };
            await store.Journal.CommitAsync(Commits.State($"tic-{n}", 0).WithCard(card));
        }

        Assert.Equal([1, 2, 3], await RanksAsync(new("ticket", 9) { Customer = "cus-a" }));
        Assert.Equal(
            [4, 2],
            await RanksAsync(
                new("ticket", 2)
                {
                    Statuses = ["open"],
                    Descending = true,
                    After = new(6, "tic-6"),
                }
            )
        );
        Assert.Equal([6], await RanksAsync(new("ticket", 9) { Assignee = "eng-1" }));
        Assert.Equal([3, 4], await RanksAsync(new("ticket", 2) { After = new(2, "tic-2") }));
        Assert.Equal([2, 4, 6], (await store.Reader.ReadDeskAsync("support")).Select(c => c.Card.Rank));
        Assert.Equal(["tic-5", "tic-2"], (await store.Reader.ReadPendingAsync(Commits.Noon, 9)).AsEnumerable());
        Assert.Equal(["tic-5"], (await store.Reader.ReadPendingAsync(Commits.Noon.AddMinutes(-2), 9)).AsEnumerable());
        Assert.Equal(["tic-4", "tic-3"], (await store.Reader.ReadSolvedAsync(Commits.Noon, 9)).AsEnumerable());
        Assert.Equal(["tic-4"], (await store.Reader.ReadSolvedAsync(Commits.Noon.AddDays(-4), 9)).AsEnumerable());

        async Task<IEnumerable<long>> RanksAsync(CardQuery query) =>
            (await store.Reader.ListCardsAsync(query)).Select(c => c.Card.Rank);
    }

    [Theory, OnBoth]
    public async Task A_card_follows_its_grain(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await store.Journal.CommitAsync(Commits.State("tic-1", 0).WithCard(Commits.Ticket(1)));
        await store.Journal.CommitAsync(Commits.State("tic-1", 1));
        Assert.Equal(1, (await store.Reader.FindCardAsync("tic-1"))?.Version);

        await store.Journal.CommitAsync(Commits.State("tic-1", 2).WithCard(Commits.Ticket(1, "closed")));

        Assert.Equal(
            new StoredCard("tic-1", 3, Commits.Ticket(1, "closed")),
            await store.Reader.FindCardAsync("tic-1")
        );
    }

    [Theory, OnBoth]
    public async Task Cards_of_several_grains_are_read_at_once(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        foreach (var key in (string[])["lic-A", "lic-B"])
        {
            await store.Journal.CommitAsync(Commits.State(key, 0).WithCard(new("license", 1, "{}")));
        }

        var keys = Enumerable.Range(0, 1_000).Select(n => $"lic-{n}").Append("lic-A").Append("lic-B");
        var cards = await store.Reader.ReadCardsAsync([.. keys]);
        Assert.Equal(["lic-A", "lic-B"], cards.Select(card => card.GrainKey).Order());
        Assert.Empty(await store.Reader.ReadCardsAsync([]));
    }

    [Theory, OnBoth]
    public async Task A_notice_stays_until_it_is_completed(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        Notice[] notices = [new("b", "k", "t", "{}"), new("a", "k", "t", "{}")];
        await store.Journal.CommitAsync(Commits.State("tic-1", 0) with { Notices = [.. notices] });
        await store.Journal.CommitAsync(Commits.State("tic-1", 1) with { Notices = [notices[0]] });
        var box = new NoticeBox(store.Database);

        Assert.Equal(["b", "a"], (await store.Reader.ReadNoticesAsync(9)).Select(n => n.Id));
        await box.CompleteAsync("b");
        await box.CompleteAsync("b");

        Assert.Equal("a", Assert.Single(await store.Reader.ReadNoticesAsync(9)).Id);
    }

    [Theory, OnBoth]
    public async Task Ticket_numbers_are_unique_and_rise(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var numbers = new TicketNumbers(store.Database);

        var drawn = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => numbers.NextAsync()));

        Assert.Equal(100, drawn.Distinct().Count());
        Assert.True(await numbers.NextAsync() > drawn.Max());
    }
}
