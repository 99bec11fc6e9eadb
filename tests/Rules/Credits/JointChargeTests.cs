using System.Collections.Immutable;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Refusals;
using Xunit;

namespace Tallydesk.Tests.Credits;

/// <summary>Charges that are written with their ticket's commit: for the expected outcome, or not at all (Policy D5, D10).</summary>
public sealed class JointChargeTests
{
    private static readonly Actor Admin = new("usr-admin", "Ada", Role.Admin);
    private static readonly ImmutableArray<LotSlice> Lots = [new(1, LotSource.Purchase, "ORD-1", new(20))];
    private readonly MemoryBook book = new();
    private readonly AccountLoop loop;

    public JointChargeTests() => loop = new(book, TimeProvider.System);

    public static TheoryData<ChargeReceipt, bool> Outcomes =>
        new()
        {
            { Settled(Lots), true },
            { Settled([new(1, LotSource.Purchase, "ORD-1", new(20))]), true },
            { Settled(Lots) with { Available = new(99) }, true },
            { Settled([new(2, LotSource.Purchase, "ORD-2", new(20))]), false },
            { Settled(Lots) with { Charge = "tic-1/2/charge" }, false },
            { Settled(Lots) with { Required = new(21) }, false },
            { new(ChargeState.Waiting, "tic-1/1/charge", new(20), new(80), []), false },
        };

    [Theory, MemberData(nameof(Outcomes))]
    public void A_ticket_s_commit_holds_for_an_outcome_of_which_it_tells_the_same(ChargeReceipt outcome, bool holds) =>
        Assert.Equal(holds, Joint("tic-1", 20, Settled(Lots)).IsMadeFor(outcome));

    [Fact]
    public void A_charge_that_waits_tells_the_balance_and_the_line_as_well()
    {
        var waiting = new ChargeReceipt(ChargeState.Waiting, "tic-1/1/charge", new(20), new(5), [])
        {
            WaitingBefore = new(3),
        };
        var joint = Joint("tic-1", 20, waiting);

        Assert.True(joint.IsMadeFor(waiting with { }));
        Assert.False(joint.IsMadeFor(waiting with { Available = new(6) }));
        Assert.False(joint.IsMadeFor(waiting with { WaitingBefore = new(4) }));
        Assert.Equal(
            Shortage.Of(new(20), new(5), new(3)),
            Receipts.ViewWith(waiting, joint.Charge) is var view
                ? Shortage.Of(new(20), view.Balance, view.WaitingBefore(joint.Charge.Number))
                : null
        );
    }

    [Fact]
    public async Task D10_Charge_and_commit_are_written_once_however_often_they_come()
    {
        await PurchaseAsync(100);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ChargeAsync("tic-1", 20)));

        Assert.Single(outcomes, outcome => outcome.IsWritten);
        Assert.All(outcomes.Where(outcome => !outcome.IsWritten), outcome => Assert.Null(outcome.Receipt));
        Assert.Single(book.Joined);
        Assert.Equal(80, book.State.Balance.Value);
    }

    [Fact]
    public async Task An_unexpected_outcome_is_told_and_nothing_is_written()
    {
        await PurchaseAsync(10);

        var outcome = await ChargeAsync("tic-1", 20);

        Assert.False(outcome.IsWritten);
        Assert.Equal((ChargeState.Waiting, 10L), (outcome.Receipt!.State, outcome.Receipt.Available.Value));
        Assert.Empty(book.Joined);
        Assert.Empty(book.State.Waiting);
    }

    [Fact]
    public async Task Stale_commits_fail_alone_and_the_rest_of_their_batch_is_written_at_once()
    {
        await PurchaseAsync(100);
        book.Hold();
        var first = ChargeAsync("tic-1", 20);
        var second = ChargeAsync("tic-2", 20);
        var stale = ChargeAsync("tic-3", 20, version: 7);
        var third = ChargeAsync("tic-4", 20);
        var other = ChargeAsync("tic-5", 20, version: 7);
        book.Release();

        Assert.Equal(
            [true, true, false, true, false],
            (await Task.WhenAll(first, second, stale, third, other)).Select(outcome => outcome.IsWritten)
        );
        Assert.Equal([1, 1, 4, 2], book.Batches);
        Assert.Equal(["tic-1", "tic-2", "tic-4"], book.Joined.Select(commit => commit.GrainKey).Order());
        Assert.Equal(40, book.State.Balance.Value);
    }

    [Fact]
    public async Task Two_commits_of_one_ticket_are_never_in_one_batch()
    {
        await PurchaseAsync(100);
        book.Hold();
        var held = ChargeAsync("tic-9", 20);
        var first = ChargeAsync("tic-1", 20);
        var other = ChargeAsync("tic-1", 20, revision: 2);
        book.Release();

        Assert.Equal([true, true, false], (await Task.WhenAll(held, first, other)).Select(outcome => outcome.IsWritten));
        Assert.Equal(60, book.State.Balance.Value);
    }

    private static ChargeReceipt Settled(ImmutableArray<LotSlice> lots) =>
        new(ChargeState.Settled, "tic-1/1/charge", new(20), new(80), lots);

    private static JointCharge Joint(
        string ticket,
        long credits,
        ChargeReceipt expected,
        int version = 0,
        int revision = 1
    ) => new(new(new(ticket), 1, revision, new(credits)), expected, new("ticket", ticket, version, default));

    private Task<JointOutcome> ChargeAsync(string ticket, long credits, int version = 0, int revision = 1)
    {
        var id = new CommandId(OperationKeys.OfCharge(ticket, revision));
        var expected = Settled([Lots[0] with { Credits = new(credits) }]) with { Charge = id.Value, Required = new(credits) };
        return loop.SubmitAsync(
            new JointCommand(new(Admin, id), Joint(ticket, credits, expected, version, revision))
        );
    }

    private Task<Answer<CreditReceipt>> PurchaseAsync(long credits)
    {
        var command = new PurchaseCredits("ORD-1", new(credits));
        return loop.SubmitAsync(
            AccountCommand.Of(
                new(Admin, new("purchase")),
                command,
                account => CreditRules.Purchase(account, Admin, command),
                Receipts.OfEntry
            )
        );
    }
}
