using CsCheck;
using Tallydesk.Credits;
using Tallydesk.Policy;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Tickets;

/// <summary>Random commands over several tickets of one customer, against a model of who agreed to what.</summary>
public sealed class TicketProperties
{
    private static readonly Category[] Priced =
    [
        Category.Question,
        Category.Configuration,
        Category.Investigation,
        Category.ComplexModification,
        Category.Upgrade,
        Category.SecurityBug,
    ];

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (2, Gen.Int[0, 40].Select(ceiling => new Step(StepKind.Open, 0, ceiling))),
        (6, Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], (ticket, pick) => new Step(StepKind.Assess, ticket, pick))),
        (4, Gen.Int[0, 3].Select(ticket => new Step(StepKind.Accept, ticket, 0))),
        (2, Gen.Int[0, 3].Select(ticket => new Step(StepKind.Decline, ticket, 0))),
        (1, Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], (ticket, pick) => new Step(StepKind.Resolve, ticket, pick))),
        (1, Gen.Int[0, 3].Select(ticket => new Step(StepKind.Withdraw, ticket, 0))),
        (2, Gen.Select(Gen.Int[0, 3], Gen.Int[0, 1], (ticket, pick) => new Step(StepKind.Post, ticket, pick))),
        (1, Gen.Int[0, 3].Select(ticket => new Step(StepKind.Close, ticket, 0))),
        (1, Gen.Int[0, 3].Select(ticket => new Step(StepKind.Reopen, ticket, 0))),
        (1, Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], (ticket, into) => new Step(StepKind.Merge, ticket, into))),
        (2, Gen.Int[1, 60].Select(credits => new Step(StepKind.Purchase, 0, credits))),
        (1, Gen.Const(new Step(StepKind.Revoke, 0, 0)))
    );

    private enum StepKind
    {
        Open,
        Assess,
        Accept,
        Decline,
        Resolve,
        Withdraw,
        Post,
        Close,
        Reopen,
        Merge,
        Purchase,
        Revoke,
    }

    [Fact]
    public void I1_I2_I3_I4_I5_I8_The_net_charge_follows_the_agreed_assessment() =>
        Steps.Array[1, 60].Sample(steps => new Run().Play(steps), iter: 10_000);

    private sealed record Step(StepKind Kind, int Ticket, int Pick);

    /// <summary>What the model knows of a ticket: the agreed price and the largest price anybody ever agreed to.</summary>
    private sealed record Known(long Ceiling, long? Agreed = null, long? Proposed = null, long Consented = 0);

    private sealed class Run
    {
        private const long Granted = 50;
        private readonly PureDesk desk = new(Granted);
        private readonly Dictionary<long, Known> known = [];
        private long bought;

        public void Play(Step[] steps)
        {
            Open(0);
            foreach (var step in steps)
            {
                Play(step);
                Check();
            }
        }

        private void Play(Step step)
        {
            var ticket = (step.Ticket % known.Count) + 1L;
            switch (step.Kind)
            {
                case StepKind.Open when known.Count < 4:
                    Open(step.Pick);
                    break;
                case StepKind.Assess:
                    Assess(ticket, Priced[step.Pick]);
                    break;
                case StepKind.Accept when desk.Decide(ticket, ConsentDecision.Accept, acknowledged: true) is null:
                    var accepted = known[ticket].Proposed!.Value;
                    known[ticket] = known[ticket] with
                    {
                        Agreed = accepted,
                        Proposed = null,
                        Consented = Math.Max(accepted, known[ticket].Consented),
                    };
                    break;
                case StepKind.Decline when desk.Decide(ticket, ConsentDecision.Decline) is null:
                    known[ticket] = known[ticket] with { Proposed = null };
                    break;
                case StepKind.Resolve:
                    Resolve(ticket, (TicketOutcome)step.Pick);
                    break;
                case StepKind.Withdraw:
                    desk.Withdraw(ticket);
                    break;
                case StepKind.Post:
                    desk.Post(ticket, step.Pick == 0 ? PureDesk.Engineer : PureDesk.Owner);
                    break;
                case StepKind.Close:
                    desk.Close(ticket);
                    break;
                case StepKind.Reopen:
                    desk.Reopen(ticket);
                    break;
                case StepKind.Merge when desk.Merge(ticket, (step.Pick % known.Count) + 1L) is null:
                    known[ticket] = known[ticket] with { Agreed = 0, Proposed = null };
                    break;
                case StepKind.Purchase:
                    desk.Purchase(step.Pick);
                    bought += step.Pick;
                    break;
                case StepKind.Revoke when desk.Account.Revoked.IsEmpty:
                    desk.Revoke();
                    break;
                default:
                    break;
            }
        }

        /// <summary>What was agreed and not paid for ends with the ticket, also when it is opened again.</summary>
        private void Resolve(long ticket, TicketOutcome outcome)
        {
            var paid = desk[ticket].Charged;
            if (desk.Resolve(ticket, outcome) is null)
            {
                var agreed = outcome == TicketOutcome.Duplicate ? 0 : paid;
                known[ticket] = known[ticket] with { Agreed = agreed, Proposed = null };
            }
        }

        private void Open(long ceiling) => known[desk.Open(ceiling, acknowledged: true)] = new(ceiling);

        private void Assess(long ticket, Category category)
        {
            var refusal = desk.Assess(
                ticket,
                category,
                category == Category.ComplexModification ? 35 : null,
                category == Category.Upgrade ? new UpgradePath("4.3.1", "4.3.4") : null
            );
            if (refusal is not null)
            {
                return;
            }

            var prices = desk.Policy.Prices;
            var price = category switch
            {
                Category.Question => prices.Question,
                Category.Configuration => prices.Configuration,
                Category.Investigation => prices.Investigation,
                Category.ComplexModification => 35,
                Category.Upgrade => 25,
                _ => 0,
            };
            var before = known[ticket];
            var isAgreed = category == Category.Question || price <= Math.Max(before.Ceiling, before.Agreed ?? 0);
            known[ticket] = isAgreed
                ? before with
                {
                    Agreed = price,
                    Proposed = null,
                }
                : before with
                {
                    Proposed = price,
                };
        }

        private void Check()
        {
            foreach (var (number, model) in known)
            {
                var ticket = desk[number];
                var entries = desk.Ledger.Where(entry => entry.Ticket == number).ToArray();
                Assert.Equal(-entries.Sum(entry => entry.Amount), ticket.Charged);
                Assert.Equal(ticket.Charged, ticket.Spent.Sum(lot => lot.Credits));
                Assert.Equal(model.Proposed is not null && ticket.IsLive, ticket.Proposed is not null);
                Assert.Null(ticket.Settlement);
                if (ticket.Status == TicketStatus.Merged || (ticket.IsLive && model.Proposed is null))
                {
                    Assert.Equal(model.Agreed ?? 0, ticket.Charged + (ticket.Waiting?.Required ?? 0));
                }

                var allowed = Math.Max(Math.Max(model.Ceiling, model.Consented), desk.Policy.Prices.Question);
                Assert.True(ticket.Charged <= allowed, $"{ticket.Charged} charged, {allowed} agreed to");
            }

            Assert.Equal(
                desk.Account.Waiting.Select(charge => charge.Operation).Order(),
                desk.Tickets.Values.Where(ticket => ticket.Waiting is not null)
                    .Select(ticket => ticket.Waiting!.Charge)
                    .Order()
            );
            var voided = -desk.Ledger.Where(entry => entry.Kind == EntryKind.Void).Sum(entry => entry.Amount);
            var charged = desk.Tickets.Values.Sum(ticket => ticket.Charged);
            Assert.Equal(Granted + bought, desk.Account.Balance + charged + voided);
            Assert.Equal(desk.Ledger.Count, desk.Ledger.Select(entry => entry.Operation).Distinct().Count());
            Assert.All(desk.Ledger, entry => Assert.True(entry.BalanceAfter >= 0));
        }
    }
}
