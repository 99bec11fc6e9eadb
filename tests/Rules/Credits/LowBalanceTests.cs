using System.Collections.Immutable;
using Tallydesk.Credits;
using Xunit;

namespace Tallydesk.Tests.Credits;

/// <summary>When a balance is low, and how often that is told.</summary>
public sealed class LowBalanceTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("50 10", "")]
    [InlineData("50 9", "9")]
    [InlineData("50 9 5 0", "9")]
    [InlineData("50 9 10 9", "9 9")]
    [InlineData("0 5 0", "")]
    [InlineData("9 10 9", "9")]
    public void D14_A_fall_below_10_is_told_once_until_the_balance_was_there_again(string balances, string told) =>
        Assert.Equal(told, string.Join(' ', Play(balances, [10]).Falls.Select(fell => fell.Balance)));

    [Fact]
    public void D14_Each_threshold_is_told_by_itself() =>
        Assert.Equal(
            [(20L, 15L), (10L, 5L)],
            Play("50 15 5", [20, 10]).Falls.Select(fell => (fell.Threshold, fell.Balance))
        );

    [Fact]
    public void D14_The_account_shows_what_it_fell_below_until_it_is_there_again()
    {
        Assert.Equal(new LowBalance(10, Now), Assert.Single(Play("50 9", [10]).Account.Low));
        Assert.Empty(Play("50 9 10", [10]).Account.Low);
    }

    /// <summary>Entries that bring the account from one balance to the next.</summary>
    private static (CreditAccount Account, List<BalanceFell> Falls) Play(
        string balances,
        ImmutableArray<long> thresholds
    )
    {
        var account = new CreditAccount();
        var falls = new List<BalanceFell>();
        foreach (var balance in balances.Split(' ').Select(long.Parse).Where(balance => balance != account.Balance))
        {
            var entry = new CreditEntry(EntryKind.Adjustment, "k", balance - account.Balance, balance, []);
            var events = LowBalanceRules.WithFalls(account.Balance, [entry], thresholds, Now);
            falls.AddRange(events.OfType<BalanceFell>());
            account = events.Aggregate(account, CreditAccount.Apply);
        }

        return (account, falls);
    }
}
