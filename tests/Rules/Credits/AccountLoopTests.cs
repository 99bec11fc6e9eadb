using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Refusals;
using Xunit;

namespace Tallydesk.Tests.Credits;

/// <summary>The account's batches: what is decided together is decided as if each command had come alone.</summary>
public sealed class AccountLoopTests
{
    private static readonly Actor Admin = new("usr-admin", "Ada", Role.Admin);
    private readonly MemoryBook book = new();
    private AccountLoop loop;

    public AccountLoopTests() => loop = new(book, TimeProvider.System);

    [Fact]
    public async Task D10_A_batch_that_is_repeated_singly_looks_into_the_ledger_for_what_was_paid_meanwhile()
    {
        await AdjustAsync("known", 95);
        await AdjustAsync("down", -50);
        await ChargeAsync("X", 50);

        // Another activation, which remembers no answers.
        loop = new(book, TimeProvider.System);
        book.Hold();
        var first = PurchaseAsync("first", "ORD-1", 1);

        // 46 are there. Decided together, the replacing charge finds X waiting; singly, the purchase pays for X.
        var reused = AdjustAsync("known", -45);
        var purchase = PurchaseAsync("second", "ORD-2", 45);
        var replacing = ChargeAsync("Y", 40, replaces: "X");
        book.Release();

        Assert.True((await first).Ok);
        Assert.Equal(RefusalCode.IdempotencyKeyReused, (await reused).Refusal!.Code);
        Assert.Equal(91, (await purchase).Value!.Balance.Value);
        Assert.Contains(3, book.Batches);
        Assert.Equal((ChargeState.Settled, "X", 50L), Told((await replacing).Value!));
        Assert.Equal(41, book.State.Balance.Value);
        Assert.Equal(["X"], book.Entries.Where(entry => entry.Kind == "charge").Select(entry => entry.Operation.Id));
    }

    [Fact]
    public async Task A_rule_that_throws_fails_its_own_caller_and_the_account_goes_on()
    {
        book.Hold();
        var first = PurchaseAsync("first", "ORD-1", 1);
        var before = PurchaseAsync("before", "ORD-2", 2);
        var thrown = loop.SubmitAsync(
            AccountCommand.Of(
                Context("broken"),
                "broken",
                _ => throw new InvalidOperationException("A rule is broken."),
                Receipts.OfEntry
            )
        );
        var after = PurchaseAsync("after", "ORD-3", 3);
        book.Release();

        await Assert.ThrowsAsync<InvalidOperationException>(() => thrown.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(
            [1L, 3L, 6L],
            (await Task.WhenAll(first, before, after)).Select(answer => answer.Value!.Balance.Value)
        );
        Assert.Equal(10, (await PurchaseAsync("later", "ORD-4", 4)).Value!.Balance.Value);
    }

    public static TheoryData<string> Looks =>
        [
            nameof(IAccountBook.RecordUnchangedAsync),
            nameof(IAccountBook.KnowsAnyAsync),
            nameof(IAccountBook.FindCommandAsync),
            nameof(IAccountBook.FindEntryAsync),
            nameof(IAccountBook.FindOrderAsync),
            nameof(IAccountBook.ReadEntriesOfTicketAsync),
        ];

    [Theory, MemberData(nameof(Looks))]
    public async Task Nobody_waits_for_ever_when_a_look_into_the_ledger_fails(string look)
    {
        await PurchaseAsync("before", "ORD-7", 50);
        var spent = (await ChargeAsync("tic-1/1/charge", 20)).Value!.Lots;
        loop = new(book, TimeProvider.System);
        book.Hold();
        Task[] callers =
        [
            PurchaseAsync("first", "ORD-1", 1),
            PurchaseAsync("look-alike", "ord-7", 50),
            PurchaseAsync("again", "ORD-7", 50),
            ChargeAsync("tic-1/2/charge", 5),
            ChargeAsync("tic-1/3/charge", 5, replaces: "tic-1/1/charge"),
            RefundAsync("tic-1/4/refund", new(1, 4, spent)),
        ];
        book.Broken = look;
        book.Release();

        var failures = new List<Exception>();
        foreach (var caller in callers)
        {
            await caller
                .WaitAsync(TimeSpan.FromSeconds(10))
                .ContinueWith(done => failures.AddRange(done.Exception?.InnerExceptions ?? []), TaskScheduler.Default);
        }

        Assert.NotEmpty(failures);
        Assert.All(failures, failure => Assert.IsType<IOException>(failure));
        book.Broken = null;
        Assert.True((await PurchaseAsync("later", "ORD-4", 4)).Ok);
    }

    [Fact]
    public async Task D9_A_refund_is_checked_against_what_the_ledger_says_of_its_ticket()
    {
        await PurchaseAsync("first", "ORD-1", 50);
        var spent = (await ChargeAsync("tic-1/1/charge", 20)).Value!.Lots;
        var other = await RefundAsync("tic-2/2/refund", new(2, 2, spent));
        Assert.Equal(RefusalCode.InvalidField, other.Refusal!.Code);

        // A second refund in the same batch finds that the first one has given everything back.
        book.Hold();
        var held = PurchaseAsync("second", "ORD-2", 1);
        var refund = RefundAsync("tic-1/2/refund", new(1, 2, spent));
        var again = RefundAsync("tic-1/3/refund", new(1, 3, spent));
        book.Release();

        Assert.True((await held).Ok && (await refund).Ok);
        Assert.Equal(RefusalCode.InvalidField, (await again).Refusal!.Code);
        Assert.Equal(51, book.State.Balance.Value);
        Assert.Equal((await refund).Value!.Lots, (await RefundAsync("tic-1/2/refund", new(1, 2, spent))).Value!.Lots);
    }

    [Fact]
    public async Task D10_In_a_batch_an_order_counts_once_and_its_look_alike_is_refused_by_name()
    {
        book.Hold();
        var held = PurchaseAsync("first", "ORD-1", 1);
        var counted = PurchaseAsync("a", "ORD-7", 10);
        var lower = PurchaseAsync("b", "ord-7", 10);
        var again = PurchaseAsync("c", "ORD-7", 10);
        var changed = PurchaseAsync("d", "ORD-7", 11);
        book.Release();

        Assert.True((await held).Ok);
        Assert.Equal((await counted).Value, (await again).Value);
        Assert.Equal(RefusalCode.OrderTaken, (await lower).Refusal!.Code);
        Assert.Equal(
            [("orderId", "ORD-7"), ("customerId", "cus-1")],
            (await lower).Refusal!.Facts.Select(fact => (fact.Name, fact.Text))
        );
        Assert.Equal(RefusalCode.IdempotencyKeyReused, (await changed).Refusal!.Code);
        Assert.Equal(11, book.State.Balance.Value);
    }

    private static CommandContext Context(string id) => new(Admin, new(id));

    private static (ChargeState State, string Charge, long Required) Told(ChargeReceipt receipt) =>
        (receipt.State, receipt.Charge, receipt.Required.Value);

    private Task<Answer<CreditReceipt>> AdjustAsync(string id, long credits)
    {
        var command = new AdjustCredits(new(credits), "reason");
        return loop.SubmitAsync(
            AccountCommand.Of(
                Context(id),
                command,
                account => CreditRules.Adjust(account, Context(id), command),
                Receipts.OfEntry
            )
        );
    }

    private Task<Answer<CreditReceipt>> PurchaseAsync(string id, string order, long credits)
    {
        var command = new PurchaseCredits(order, new(credits));
        return loop.SubmitAsync(
            AccountCommand.Of(
                Context(id),
                command,
                account => CreditRules.Purchase(account, Admin, command),
                Receipts.OfEntry
            ) with
            {
                Order = new(order, new("cus-1")),
            }
        );
    }

    private Task<Answer<ChargeReceipt>> ChargeAsync(string id, long credits, string? replaces = null)
    {
        var command = new ChargeTicket(new("tic-1"), 1, 1, new(credits), replaces);
        return loop.SubmitAsync(
            AccountCommand.Of(
                Context(id),
                command,
                account => CreditRules.Charge(account, new(id), command),
                Receipts.OfCharge(new(id))
            ) with
            {
                Supersedes = replaces,
            }
        );
    }

    private Task<Answer<ChargeReceipt>> RefundAsync(string id, RefundTicket command) =>
        loop.SubmitAsync(
            AccountCommand.Of(
                Context(id),
                command,
                (account, spent) => CreditRules.Refund(account, new(id), command, spent),
                Receipts.OfRefund(new(id))
            ) with
            {
                GivesBackTo = command.Number,
            }
        );
}
