using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Storage;
using Tallydesk.Storage.Committing;
using Xunit;

namespace Tallydesk.Tests.Credits.Simulation;

/// <summary>
/// The account's loop and the committer in random interleavings, with lost answers, refused and overdue groups, ended
/// activations, two activations of one account, and callers who repeat: on disk is what a naive account would hold.
/// </summary>
public sealed class AccountSimulationTests
{
    [Fact]
    public void D5_D10_I1_I4_Each_command_takes_effect_once_and_in_order_and_every_caller_is_answered() =>
        Gen.Int.Sample(
            seed =>
            {
                using var run = new Run(seed);
                run.Play();
            },
            iter: 2_000
        );

    private sealed record Act(string Id, string Account, long Charge, long Adjust);

    private sealed class Run : IDisposable
    {
        private const int MostSteps = 100_000;
        private const int Repeats = 200;
        private const int LongestPause = 30;
        private static readonly Actor Admin = new("usr-admin", "Ada", Role.Admin);
        private static readonly string[] Accounts = ["acc-1", "acc-2"];

        private readonly Random choice;
        private readonly SeededScheduler scheduler;
        private readonly SimulatedTime time = new();
        private readonly SimulatedStore store;
        private readonly Committer committer;
        private readonly Dictionary<string, SimulatedActivation> current = new(StringComparer.Ordinal);
        private readonly List<Act> acts = [];
        private readonly List<(Act Act, object? Answer)> answers = [];

        public Run(int seed)
        {
            choice = new(seed);
            scheduler = new(choice);
            store = new(choice);
            committer = new(store, new StorageOptions { GroupSize = 2 }, time, NullLogger.Instance, scheduler);
        }

        public void Play()
        {
            var callers = Enumerable.Range(0, 4).Select(n => scheduler.Start(() => CallAsync(n))).ToList();
            scheduler.RunAll(MostSteps, Pass);

            Assert.All(callers, caller => Assert.True(caller.IsCompletedSuccessfully, $"{caller.Exception}"));
            foreach (var account in Accounts)
            {
                Check(account);
            }
        }

        public void Dispose()
        {
            _ = scheduler.Start(() => committer.DisposeAsync().AsTask());
            scheduler.RunAll(MostSteps, Pass);
        }

        /// <summary>A caller: one act after the other. Charges are sent twice at once, as by a client and the sweep.</summary>
        private async Task CallAsync(int caller)
        {
            for (var n = 0; n < 3; n++)
            {
                var isCharge = choice.Next(3) > 0;
                var act = new Act(
                    $"caller-{caller}/{n}",
                    Accounts[choice.Next(Accounts.Length)],
                    isCharge ? choice.Next(1, 20) : 0,
                    isCharge ? 0
                        : choice.Next(2) == 0 ? choice.Next(1, 40)
                        : -choice.Next(1, 10)
                );
                acts.Add(act);
                await Task.WhenAll(isCharge ? [AskAsync(act), AskAsync(act)] : [AskAsync(act)]);
            }
        }

        /// <summary>Repeats an act until it is answered, with null when the account refuses it.</summary>
        private async Task AskAsync(Act act)
        {
            var context = new CommandContext(Admin, new(act.Id));
            for (var repeat = 0; ; repeat++)
            {
                try
                {
                    var activation = Find(act.Account);
                    object? answer =
                        act.Charge > 0
                            ? (await activation.ChargeAsync(context, act.Charge)).Value
                            : (await activation.AdjustAsync(context, act.Adjust)).Value;
                    answers.Add((act, answer));
                    return;
                }
                catch (Exception e)
                    when (e is JournalRejectedException or UnknownOutcomeException or StaleVersionException
                        && repeat < Repeats
                    )
                {
                    // As a client that is told to repeat.
                    await store.DelayAsync();
                }
            }
        }

        /// <summary>The account's activation. One that failed is followed by another, and now and then one that did not.</summary>
        private SimulatedActivation Find(string account)
        {
            if (!current.TryGetValue(account, out var found) || found.HasFailed || choice.Next(20) == 0)
            {
                found = new(account, store, committer, time);
                current[account] = found;
            }

            return found;
        }

        private void Pass() => time.Pass(TimeSpan.FromMilliseconds(choice.Next(LongestPause)));

        private void Check(string account)
        {
            var stored = store[account];
            var done = answers
                .Where(answer => answer.Act.Account == account && answer.Answer is not null)
                .GroupBy(answer => answer.Act.Id, answer => answer.Answer)
                .ToDictionary(answered => answered.Key);
            Assert.Equal(stored.Log.Distinct(), stored.Log);
            Assert.Equal(done.Keys.Order(), stored.Log.Order());

            var naive = new NaiveAccount();
            foreach (var act in stored.Log.Select(id => acts.Single(act => act.Id == id)))
            {
                Play(naive, act);
            }

            Assert.Equal((naive.Balance, naive.Entries), (stored.State.Balance.Value, stored.State.EntrySeq));
            Assert.Equal(naive.Line, stored.State.Waiting.Select(charge => charge.Operation));
            CheckLedger(stored);
            foreach (var (id, given) in done)
            {
                Assert.All(given, answer => Assert.Contains(StateJson.Write(answer), stored.AnswersTo(id)));
            }

            // A caller sends the next act once the last one is answered.
            foreach (var own in stored.Log.GroupBy(id => id.Split('/')[0]))
            {
                Assert.Equal(own.Order(StringComparer.Ordinal), own);
            }
        }

        private static void CheckLedger(StoredAccount stored)
        {
            var balance = 0L;
            for (var n = 0; n < stored.Entries.Count; n++)
            {
                balance += stored.Entries[n].Amount.Value;
                Assert.Equal((n + 1L, balance), (stored.Entries[n].Seq, stored.Entries[n].BalanceAfter.Value));
                Assert.True(balance >= 0);
            }

            var operations = stored.Entries.Select(entry => entry.Operation.Id).ToList();
            Assert.Equal(operations.Distinct(), operations);
        }

        private static void Play(NaiveAccount naive, Act act)
        {
            if (act.Charge > 0)
            {
                naive.Charge(act.Id, act.Charge, null);
            }
            else if (act.Adjust > 0)
            {
                naive.Add(bought: false, act.Adjust);
            }
            else
            {
                Assert.True(naive.AdjustDown(-act.Adjust));
            }
        }
    }
}
