using System.Collections.Immutable;
using CsCheck;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;
using Xunit;

namespace Tallydesk.Tests.Credits;

/// <summary>The account's rules against <see cref="NaiveAccount"/>, over random commands.</summary>
public sealed class AccountProperties
{
    private static readonly Actor Shop = new("shop", "Shop", Role.System);
    private static readonly Actor Lead = new("lead", "Lead", Role.Lead);

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (2, Gen.Select(Gen.Long[1, 60], Gen.Int[1, 3], (credits, pick) => new Step(StepKind.Grant, credits, pick))),
        (1, Gen.Int[1, 3].Select(pick => new Step(StepKind.Revoke, 0, pick))),
        (2, Gen.Long[1, 60].Select(credits => new Step(StepKind.Purchase, credits, 0))),
        (2, Gen.Long[-40, 40].Select(credits => new Step(StepKind.Adjust, credits, 0))),
        (6, Gen.Select(Gen.Long[1, 50], Gen.Int[0, 9], (credits, pick) => new Step(StepKind.Charge, credits, pick))),
        (2, Gen.Select(Gen.Long[1, 50], Gen.Int[0, 9], (credits, pick) => new Step(StepKind.Replace, credits, pick))),
        (2, Gen.Int[0, 9].Select(pick => new Step(StepKind.Withdraw, 0, pick))),
        (3, Gen.Select(Gen.Long[1, 50], Gen.Int[0, 9], (credits, pick) => new Step(StepKind.Refund, credits, pick)))
    );

    private enum StepKind
    {
        Grant,
        Purchase,
        Adjust,
        Charge,
        Replace,
        Withdraw,
        Refund,
        Revoke,
    }

    [Fact]
    public void I1_I4_A8_D5_D9_D11_The_account_does_what_a_naive_one_does() =>
        Steps.Array[1, 40].Sample(steps => new Run().Play(steps), iter: 20_000);

    private sealed record Step(StepKind Kind, long Credits, int Pick);

    /// <summary>One history of one account, played on both.</summary>
    private sealed class Run
    {
        private readonly NaiveAccount naive = new();
        private readonly Dictionary<string, ImmutableArray<LotSlice>> spent = [];
        private readonly List<CreditEntry> ledger = [];
        private CreditAccount account = new();

        public void Play(Step[] steps)
        {
            for (var i = 0; i < steps.Length; i++)
            {
                Play(steps[i], $"op-{i}");
                Compare();
            }
        }

        private void Play(Step step, string key)
        {
            var id = new CommandId(key);
            var waiting = Pick(account.Waiting.Select(charge => charge.Operation), step.Pick);
            switch (step.Kind)
            {
                case StepKind.Grant when !account.Revoked.Contains(License(step)):
                    Do(CreditRules.Grant(account, new(Shop, id), new(License(step), new(step.Credits))));
                    naive.Grant(License(step).Value, step.Credits);
                    break;
                case StepKind.Revoke when !account.Revoked.Contains(License(step)):
                    Do(VoidRules.Void(account, new(Shop, id), new(License(step))));
                    naive.Revoke(License(step).Value);
                    break;
                case StepKind.Purchase:
                    Do(CreditRules.Purchase(account, Shop, new(key, new(step.Credits))));
                    naive.Add(bought: true, step.Credits);
                    break;
                case StepKind.Adjust:
                    Adjust(id, step.Credits);
                    break;
                case StepKind.Charge:
                    Do(CreditRules.Charge(account, id, Charge(step.Credits)));
                    naive.Charge(key, step.Credits, null);
                    break;
                case StepKind.Replace when waiting is not null:
                    Do(CreditRules.Charge(account, id, Charge(step.Credits) with { Replaces = waiting }));
                    naive.Charge(key, step.Credits, waiting);
                    break;
                case StepKind.Withdraw:
                    var charge = waiting ?? "unknown";
                    Assert.Equal(naive.Withdraw(charge), Do(CreditRules.Withdraw(account, new(charge))));
                    break;
                case StepKind.Refund:
                    Refund(id, step);
                    break;
                default:
                    break;
            }
        }

        private void Adjust(CommandId id, long credits)
        {
            var done = Do(CreditRules.Adjust(account, new(Lead, id), new(new(credits), "reason")));
            if (credits > 0)
            {
                naive.Add(bought: false, credits);
            }
            else
            {
                Assert.Equal(credits != 0 && naive.AdjustDown(-credits), done);
            }
        }

        private void Refund(CommandId id, Step step)
        {
            if (Pick(spent.Keys, step.Pick) is not { } charge)
            {
                return;
            }

            var left = spent[charge].Sum(lot => lot.Credits);
            var credits = Math.Min(left.Value, step.Credits);
            if (credits == 0)
            {
                return;
            }

            var lots = CreditLots.LastSpent(spent[charge], new(credits));
            Do(CreditRules.Refund(account, id, new(1, 1, lots), spent[charge]));
            spent[charge] = CreditLots.WithoutLast(spent[charge], new(credits));
            naive.Refund(charge, credits);
        }

        private bool Do(Answer<Decision<CreditEvent>> decided)
        {
            if (!decided.Ok)
            {
                return false;
            }

            foreach (var happened in decided.Value.Events)
            {
                account = CreditAccount.Apply(account, happened);
                if (happened is CreditEntry entry)
                {
                    ledger.Add(entry);
                    if (entry.Kind == EntryKind.Charge)
                    {
                        spent[entry.Operation] = entry.Lots;
                    }
                }
            }

            return true;
        }

        private void Compare()
        {
            Assert.Equal(naive.Balance, account.Balance.Value);
            Assert.Equal(naive.Entries, account.EntrySeq);
            Assert.Equal(naive.Line, account.Waiting.Select(charge => charge.Operation));
            Assert.Equal(
                naive.Lots.OrderBy(lot => lot.Key).Select(lot => (lot.Key, (long)lot.Value)),
                account.Lots.OrderBy(lot => lot.Number).Select(lot => (lot.Number, lot.Remaining.Value))
            );
            Assert.Equal(ledger.Sum(entry => entry.Amount), account.Balance);
            Assert.All(ledger, entry => Assert.True(entry.BalanceAfter >= CreditAmount.Zero));
            Assert.All(
                ledger,
                entry => Assert.Equal(Math.Abs(entry.Amount.Value), entry.Lots.Sum(lot => lot.Credits).Value)
            );
            Assert.Equal(ledger.Count, ledger.Select(entry => entry.Operation).Distinct().Count());
        }

        private static LicenseNumber License(Step step) => new($"LIC-{step.Pick}");

        private static ChargeTicket Charge(long credits) => new(new TicketId("tic-1"), 1, 1, new(credits));

        private static string? Pick(IEnumerable<string> keys, int pick) =>
            keys.ToArray() is { Length: > 0 } all ? all[pick % all.Length] : null;
    }
}
