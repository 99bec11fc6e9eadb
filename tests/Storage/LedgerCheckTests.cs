using System.Text;
using Dapper;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Journal;
using Tallydesk.Reports;
using Tallydesk.Storage.Reading;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>What the check of the ledger finds in books that contain it, written by hand.</summary>
public sealed class LedgerCheckTests
{
    private static readonly DateTimeOffset Now = Commits.Noon.AddHours(1);

    [Theory, OnBoth]
    public async Task D12_Charges_that_wait_for_a_ticket_that_has_ended_are_found(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await WriteAsync(store, 1, TicketStatus.Withdrawn);
        await WriteAsync(store, 2, TicketStatus.AwaitingCredits);
        await WriteAsync(store, 3, TicketStatus.Closed, pendingSince: Now.AddSeconds(-30));
        await WriteAsync(store, 4, TicketStatus.Closed, pendingSince: Now.AddSeconds(-90));
        var line = new CreditAccount { Waiting = [Waiting(1), Waiting(2), Waiting(3), Waiting(4)] };
        await store.Journal.CommitAsync(new("account", "acc-a", 0, StateJson.WriteBytes(line)));
        await store.Journal.CommitAsync(new("account", "acc-b", 0, StateJson.WriteBytes(new CreditAccount())));

        var check = await CheckAsync(store);

        Assert.Equal<WaitingAfterEnd>(
            [new(1, "tic-1/2/charge", new(20)), new(4, "tic-4/2/charge", new(20))],
            check.Ended.Waiting
        );
        Assert.False((check with { InFlight = [] }).Agrees);
    }

    [Theory, OnBoth]
    public async Task D12_Tickets_that_were_charged_after_they_had_ended_are_found(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var end = Commits.Noon.AddMinutes(10);
        await WriteAsync(store, 1, TicketStatus.Withdrawn, charged: 20, endedAt: end);
        await WriteAsync(store, 2, TicketStatus.Solved, charged: 20, endedAt: end);
        await WriteAsync(store, 3, TicketStatus.Closed, charged: 0, endedAt: end);
        await WriteAsync(store, 4, TicketStatus.Open, charged: 20, endedAt: end);
        await WriteAsync(store, 5, TicketStatus.Merged, charged: 0, endedAt: end, pendingSince: Now.AddHours(-1));
        EntryRow[] entries =
        [
            Entry(1, null, 100, 100, end),
            Entry(2, 1, -20, 80, end.AddSeconds(1)),
            Entry(3, 2, -20, 60, end),
            Entry(4, 3, -20, 40, end.AddSeconds(1)),
            Entry(5, 3, 20, 60, end.AddSeconds(2)),
            Entry(6, 4, -20, 40, end.AddSeconds(1)),
            Entry(7, 5, -20, 20, end.AddSeconds(1)),
        ];
        await store.Journal.CommitAsync(Commits.State("acc-a", 0) with { Entries = [.. entries] });

        var check = await CheckAsync(store);

        Assert.Equal<ChargedAfterEnd>([new(1, new(20)), new(5, new(20))], check.Ended.Charged);
        Assert.Equal<TicketDifference>([new(5, new(0), new(20))], check.Differences);
        Assert.False((check with { InFlight = [], Differences = [] }).Agrees);
    }

    [Theory, OnBoth]
    public async Task D10_Tickets_that_have_been_in_flight_for_over_a_minute_are_found(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await WriteAsync(store, 1, TicketStatus.Open);
        await WriteAsync(store, 2, TicketStatus.Open, charged: 5, pendingSince: Now.AddSeconds(-59));
        Assert.True((await CheckAsync(store)).Agrees);

        await WriteAsync(store, 3, TicketStatus.Withdrawn, pendingSince: Now.AddSeconds(-61));
        var check = await CheckAsync(store);

        Assert.Equal<TicketInFlight>([new(3, Now.AddSeconds(-61))], check.InFlight);
        Assert.False(check.Agrees);
    }

    [Theory, OnBoth]
    public async Task I2_Sums_beyond_64_bits_are_compared_and_told(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var at = Commits.Noon.AddMinutes(10);
        const long Huge = long.MaxValue - 5;
        await WriteAsync(store, 1, TicketStatus.Withdrawn, charged: Huge, endedAt: at);
        EntryRow[] entries =
        [
            Entry(1, null, Huge, Huge, at),
            Entry(2, 1, -Huge, 0, at),
            Entry(3, null, Huge, Huge, at) with
            {
                Kind = "purchase",
            },
            Entry(4, 1, -Huge, 0, at.AddSeconds(1)),
            Entry(5, null, Huge, Huge, at) with
            {
                Kind = "purchase",
            },
        ];
        await store.Journal.CommitAsync(Commits.State("acc-a", 0) with { Entries = [.. entries] });
        await store.Journal.CommitAsync(
            Commits.State("acc-b", 0) with
            {
                Entries =
                [
                    Entry(1, null, Huge, Huge, at) with
                    {
                        Operation = Commits.Command("op-b"),
                        Kind = "purchase",
                    },
                ],
            }
        );

        var check = await CheckAsync(store);

        Assert.True(check.SumsAgree);
        Assert.Empty(check.Gaps);
        Assert.Equal(long.MaxValue, check.Balances.Value);
        Assert.Equal<LedgerTotal>([new("charge", 3, new(-Huge)), new("purchase", 3, new(long.MaxValue))], check.Totals);
        Assert.Equal<TicketDifference>([new(1, new(Huge), new(long.MaxValue))], check.Differences);
        Assert.Equal<ChargedAfterEnd>([new(1, new(Huge))], check.Ended.Charged);
    }

    [Theory, OnBoth]
    public async Task I2_A_week_whose_sum_goes_beyond_64_bits_is_reported(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var entries = Enumerable.Range(1, 3).Select(seq => Entry(seq, null, long.MaxValue, 0, Commits.Noon));
        await store.Journal.CommitAsync(Commits.State("acc-a", 0) with { Entries = [.. entries] });

        var weeks = ReportWeeks.Until(Commits.Noon, TimeSpan.Zero, 2);
        var movement = Assert.Single(await new ReportReader(store.Database).ReadMovementsAsync(weeks));

        Assert.Equal(long.MaxValue, movement.Credits.Value);
    }

    [Theory]
    [InlineData(1_000_000_000_000, 20_000_000)]
    [InlineData(-1_000_000_000_000, 20_000_000)]
    [InlineData(long.MaxValue, 2_000_000_000)]
    [InlineData(long.MinValue, 2_000_000_000)]
    [InlineData(-1, 3)]
    public void I2_The_halves_of_so_many_amounts_fit_and_come_to_their_sum(long amount, long times) =>
        Assert.Equal((Int128)amount * times, WideSum.Of((amount >> 32) * times, (amount & 4294967295) * times));

    [Theory, OnBoth]
    public async Task D9_The_books_agree_also_while_charges_are_committed(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await store.Journal.CommitAsync(Commits.State("acc-a", 0) with { Entries = [Entry(1, null, 100, 100, Now)] });
        await using var connection = await store.Database.OpenReadAsync();
        await using var busy = new BusyConnection(connection, () => Charge(store));

        var check = await new ReportReader(store.Database).CheckLedgerAsync(busy, Now);

        Assert.True(await store.ScalarAsync<int>("SELECT count(*) FROM entries") > 2);
        Assert.Equal(check.Balances, CreditAmount.Sum(check.Totals.Select(total => total.Credits)));
        Assert.True(check.Agrees);
    }

    [Theory, OnBoth]
    public async Task D10_Orders_that_were_counted_again_are_found_without_the_table_that_forbids_it(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        await PurchaseAsync(store, "a", "ORD-7");
        await PurchaseAsync(store, "c", "ORD-8");
        await store.Journal.CommitAsync(
            new(
                "license",
                "lic-A",
                0,
                Encoding.UTF8.GetBytes("""{"issue":{"customer":"cus-d"},"orders":[{"orderId":"ord-8"}]}""")
            )
            {
                Orders = [],
            }
        );
        await store.ExecuteAsync("DELETE FROM orders WHERE customer = 'cus-a'");
        await PurchaseAsync(store, "b", "ORD-7");

        Assert.Equal<SharedOrder>(
            [new("ORD-7", "cus-a", "ORD-7", "cus-b"), new("ord-8", "cus-d", "ORD-8", "cus-c")],
            (await CheckAsync(store)).SharedOrders
        );

        await store.ExecuteAsync("DELETE FROM orders");
        Assert.Equal<SharedOrder>(
            [new("ORD-7", "cus-b", "ORD-7", "cus-a"), new("ord-8", "cus-d", "ORD-8", "cus-c")],
            (await CheckAsync(store)).SharedOrders
        );
    }

    private static Task PurchaseAsync(Store store, string name, string order) =>
        store.Journal.CommitAsync(
            Commits.State($"acc-{name}", 0) with
            {
                Entries = [new(1, Now, "purchase", new(5), new(5), "shop", Commits.Command("order/" + order), "{}")],
                Orders = [new(order, new($"cus-{name}"))],
            }
        );

    private static void Charge(Store store)
    {
        using var connection = store.Database.Writes.OpenConnection();
        connection.Execute(
            """
            INSERT INTO entries (account, seq, at, kind, amount, balance_after, actor, operation_key, content_hash, body)
            SELECT account, max(seq) + 1, 1, 'charge', -1, 100 - max(seq), 'desk', 'op-' || (max(seq) + 1), @hash, '{}'
            FROM entries GROUP BY account
            """,
            new { hash = new byte[] { 1 } }
        );
    }

    private static Task<LedgerCheck> CheckAsync(Store store) => new ReportReader(store.Database).CheckLedgerAsync(Now);

    private static async Task WriteAsync(
        Store store,
        long number,
        TicketStatus status,
        long charged = 0,
        DateTimeOffset? endedAt = null,
        DateTimeOffset? pendingSince = null
    )
    {
        var card = new Card("ticket", number, $$"""{"charged":{{charged}}}""")
        {
            Customer = "cus-a",
            Status = StoredNames.Of(status),
            PendingSince = pendingSince,
        };
        var commit = Commits.State($"tic-{number}", 0).WithCard(card);
        await store.Journal.CommitAsync(
            endedAt is { } at
                ? commit with
                {
                    History = [new(1, at, StoredNames.Of(typeof(TicketWithdrawn)), "cus", "{}")],
                }
                : commit
        );
    }

    private static WaitingCharge Waiting(long number) =>
        new($"tic-{number}/2/charge", new($"tic-{number}"), number, 2, new(20));

    private static EntryRow Entry(long seq, long? ticket, long amount, long balance, DateTimeOffset at) =>
        new(seq, at, "charge", new(amount), new(balance), "desk", Commits.Command($"op-{seq}"), "{}")
        {
            Ticket = ticket,
        };
}
