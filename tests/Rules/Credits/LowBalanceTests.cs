using System.Collections.Immutable;
using CsCheck;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Tests.Tickets;
using Xunit;

namespace Tallydesk.Tests.Credits;

/// <summary>When a balance is low, and how often that is told.</summary>
public sealed class LowBalanceTests
{
    private static readonly long[][] Policies =
    [
        [10],
        [20],
        [20, 10],
        [],
    ];
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("50 10", "")]
    [InlineData("50 9", "9")]
    [InlineData("50 9 5 0", "9")]
    [InlineData("50 9 10 9", "9 9")]
    [InlineData("0 5 0", "")]
    [InlineData("9 10 9", "9")]
    [InlineData("50 5 45,0", "5")]
    [InlineData("50 5 25,5", "5")]
    [InlineData("50 9,20", "")]
    [InlineData("50 5,8", "8")]
    public void D14_A_fall_below_10_is_told_once_until_the_balance_was_there_again(string balances, string told) =>
        Assert.Equal(told, string.Join(' ', Play(balances, [10]).Falls.Select(fell => fell.Balance.Value)));

    [Fact]
    public void D14_Each_threshold_is_told_by_itself() =>
        Assert.Equal(
            [(20L, 15L), (10L, 5L)],
            Play("50 15 5", [20, 10]).Falls.Select(fell => (fell.Threshold.Value, fell.Balance.Value))
        );

    [Fact]
    public void D14_The_account_shows_what_it_fell_below_until_it_is_there_again()
    {
        Assert.Equal(new LowBalance(new(10), Now), Assert.Single(Play("50 9", [10]).Account.Low));
        Assert.Equal(new LowBalance(new(10), Now), Assert.Single(Play("50 9 45,0", [10]).Account.Low));
        Assert.Empty(Play("50 9 10", [10]).Account.Low);
    }

    /// <summary>Whether an account was read from its stored state between two commands makes no difference.</summary>
    [Fact]
    public void D14_A_fall_that_ended_is_over_also_when_the_policy_drops_its_threshold() =>
        Gen.Select(Gen.Long[0, 30], Gen.Int[0, 3].Select(pick => Policies[pick]), Gen.Bool)
            .Array[1, 12]
            .Sample(
                commands =>
                {
                    var (living, restarted) = (new CreditAccount(), new CreditAccount());
                    foreach (var (balance, thresholds, isRestarted) in commands)
                    {
                        living = Move(living, balance, thresholds);
                        restarted = Move(restarted, balance, thresholds);
                        restarted = isRestarted ? Reread(restarted) : restarted;
                        Assert.Equal(living.Low.AsEnumerable(), restarted.Low.AsEnumerable());
                    }
                },
                iter: 2_000
            );

    [Fact]
    public void D14_An_account_that_was_not_restarted_shows_no_fall_that_ended_before()
    {
        var account = Move(Move(Move(new(), 50, [10]), 5, [10]), 50, [10]);
        Assert.Empty(Move(account, 5, []).Low);
    }

    /// <summary>What is voided as soon as it is given back leaves the balance where it was.</summary>
    [Fact]
    public void D14_A_refund_that_is_voided_at_once_tells_nothing()
    {
        var desk = new PureDesk(25);
        var ticket = desk.Open(ceiling: 20);
        desk.Assess(ticket, Category.Investigation);
        desk.Revoke();
        var spent = desk[ticket].Spent;
        var refund = CreditRules.Refund(
            desk.Account,
            new CommandId("refund"),
            new RefundTicket(ticket, 2, spent),
            spent
        );

        Assert.Equal([20, -20], refund.Value!.Events.OfType<CreditEntry>().Select(entry => entry.Amount.Value));
        Assert.Equal(refund.Value.Events, LowBalanceRules.WithFalls(new(0), refund.Value.Events, [new(10)], Now));
    }

    private static CreditAccount Reread(CreditAccount account) =>
        StateJson.Read<CreditAccount>(StateJson.WriteBytes(account));

    private static CreditAccount Move(CreditAccount account, long balance, long[] thresholds)
    {
        var queue = new Queue<AccountCommand>([
            AccountCommand.Of(
                new(PureDesk.Lead, new("k")),
                "move",
                one =>
                    Decision<CreditEvent>.Of(
                        new CreditEntry(
                            EntryKind.Adjustment,
                            "k",
                            new CreditAmount(balance) - one.Balance,
                            new(balance),
                            []
                        )
                    ),
                Receipts.OfEntry
            ),
        ]);
        return AccountBatch
            .Take(queue, account, most: 1, [], [.. thresholds.Select(threshold => new CreditAmount(threshold))], Now)
            .After;
    }

    /// <summary>Commands that bring the account from one balance to the next, by an entry for each number between commas.</summary>
    private static (CreditAccount Account, List<BalanceFell> Falls) Play(string balances, ImmutableArray<long> levels)
    {
        var account = new CreditAccount();
        var falls = new List<BalanceFell>();
        var thresholds = levels.Select(level => new CreditAmount(level)).ToImmutableArray();
        foreach (var command in balances.Split(' '))
        {
            var entries = ImmutableArray.CreateBuilder<CreditEvent>();
            var before = account.Balance;
            foreach (
                var balance in command
                    .Split(',')
                    .Select(one => new CreditAmount(long.Parse(one)))
                    .Where(balance => balance != before)
            )
            {
                entries.Add(new CreditEntry(EntryKind.Adjustment, "k", balance - before, balance, []));
                before = balance;
            }

            var events = LowBalanceRules.WithFalls(account.Balance, entries.DrainToImmutable(), thresholds, Now);
            falls.AddRange(events.OfType<BalanceFell>());
            account = LowBalanceRules.After(account, events);
        }

        return (account, falls);
    }
}
