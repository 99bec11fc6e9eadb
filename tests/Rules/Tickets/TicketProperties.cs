using System.Collections.Immutable;
using CsCheck;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
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
        Category.ProductBug,
    ];

    private static readonly LicenseCoverage Care = Outcomes.CareFrom(PureDesk.Start);

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (2, Gen.Int[0, 40].Select(ceiling => new Step(StepKind.Open, 0, ceiling))),
        (6, Gen.Select(Gen.Int[0, 3], Gen.Int[0, 6], (ticket, pick) => new Step(StepKind.Assess, ticket, pick))),
        (4, Gen.Int[0, 3].Select(ticket => new Step(StepKind.Accept, ticket, 0))),
        (2, Gen.Int[0, 3].Select(ticket => new Step(StepKind.Decline, ticket, 0))),
        (1, Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], (ticket, pick) => new Step(StepKind.Resolve, ticket, pick))),
        (1, Gen.Int[0, 3].Select(ticket => new Step(StepKind.Withdraw, ticket, 0))),
        (2, Gen.Select(Gen.Int[0, 3], Gen.Int[0, 1], (ticket, pick) => new Step(StepKind.Post, ticket, pick))),
        (1, Gen.Int[0, 3].Select(ticket => new Step(StepKind.Close, ticket, 0))),
        (1, Gen.Int[0, 3].Select(ticket => new Step(StepKind.Reopen, ticket, 0))),
        (1, Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], (ticket, into) => new Step(StepKind.Merge, ticket, into))),
        (2, Gen.Int[1, 60].Select(credits => new Step(StepKind.Purchase, 0, credits))),
        (1, Gen.Const(new Step(StepKind.Revoke, 0, 0))),
        (2, Gen.Int[0, 3].Select(ticket => new Step(StepKind.Waive, ticket, 0))),
        (2, Gen.Int[0, 3].Select(ticket => new Step(StepKind.Cover, ticket, 0))),
        (1, Gen.Int[0, 3].Select(ticket => new Step(StepKind.Fix, ticket, 0)))
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
        Waive,
        Cover,
        Fix,
    }

    [Fact]
    public void C7_D2_D5_I1_I2_I3_I4_I5_I8_The_net_charge_follows_the_agreed_assessment() =>
        Steps.Array[1, 60].Sample(steps => new Run().Play(steps), iter: 10_000);

    private sealed record Step(StepKind Kind, int Ticket, int Pick);

    /// <summary>What the model knows of a ticket: the agreed price, the largest price anybody ever agreed to, and what staff made free.</summary>
    private sealed record Known(long Ceiling, long? Agreed = null, long? Proposed = null, long Consented = 0)
    {
        public Category? AgreedTo { get; init; }

        public Category? ProposedTo { get; init; }

        public Category? Declined { get; init; }

        public ImmutableHashSet<Category> Free { get; init; } = [];

        /// <summary>What a waiver of the live ticket is given to.</summary>
        public Category? Newest => ProposedTo ?? AgreedTo ?? Declined;

        public Known TakesEffect(Category category, long price) =>
            this with
            {
                Agreed = price,
                AgreedTo = category,
                Proposed = null,
                ProposedTo = null,
                Declined = null,
            };
    }

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

            Assert.All(known.Keys, ticket => Assert.Equal(desk[ticket].Charged, desk.Explain(ticket).NetCharge));
            Assert.All(known.Keys, CheckShortage);
        }

        /// <summary>What is said to be missing is what has to arrive, no less and no more (Policy D2, D5).</summary>
        private void CheckShortage(long ticket)
        {
            var shortage = desk.ReceiptOf(ticket).Shortage;
            if (desk[ticket].Status == TicketStatus.AwaitingCredits)
            {
                Assert.True(shortage!.Missing > CreditAmount.Zero, "A ticket waits for credits, and none are missing.");
            }

            if (shortage is null)
            {
                Assert.Equal(0, TicketProjections.ToPay(desk[ticket]).Value);
                return;
            }

            var price = TicketProjections.Newest(desk[ticket])!.Price;
            Assert.Equal(price.Value, ChargedAfter(shortage.Missing.Value));
            Assert.True(
                shortage.Missing == CreditAmount.Zero || ChargedAfter(shortage.Missing.Value - 1) < price.Value
            );

            long ChargedAfter(long arrived)
            {
                var other = desk.Fork();
                if (arrived > 0)
                {
                    other.Purchase(arrived);
                }

                other.Decide(ticket, ConsentDecision.Accept, acknowledged: true);
                return other[ticket].Charged.Value;
            }
        }

        /// <summary>Terms are to be acknowledged exactly while a consent without them is refused (Policy C7).</summary>
        private void CheckTerms(Ticket ticket)
        {
            var consent = new DecideConsent(ticket.LastRevision, ConsentDecision.Accept, Acknowledged: false);
            var consented = AssessmentRules.Decide(ticket, new Origin(PureDesk.Owner, "", ""), consent, desk.Now);
            var isNeeded = consented.Refusal?.Code == RefusalCode.AcknowledgementRequired;
            var receipt = desk.ReceiptOf(ticket.Number);
            Assert.Equal(isNeeded, receipt.Assessment?.AcknowledgementNeeded ?? false);
            Assert.False(ticket.Agreed?.View(AssessmentState.Agreed).AcknowledgementNeeded ?? false);
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
                    known[ticket] = known[ticket].TakesEffect(known[ticket].ProposedTo!.Value, accepted) with
                    {
                        Consented = Math.Max(accepted, known[ticket].Consented),
                    };
                    break;
                case StepKind.Decline when desk.Decide(ticket, ConsentDecision.Decline) is null:
                    known[ticket] = known[ticket] with
                    {
                        Proposed = null,
                        ProposedTo = null,
                        Declined = known[ticket].AgreedTo is null ? known[ticket].ProposedTo : null,
                    };
                    break;
                case StepKind.Resolve:
                    var isDuplicate = (TicketOutcome)step.Pick == TicketOutcome.Duplicate;
                    End(ticket, isDuplicate, () => desk.Resolve(ticket, (TicketOutcome)step.Pick));
                    break;
                case StepKind.Withdraw:
                    End(ticket, isFree: false, () => desk.Withdraw(ticket));
                    break;
                case StepKind.Fix:
                    End(ticket, isFree: true, () => desk.Fix(ticket, "4.19.1", TicketOutcome.Solved));
                    break;
                case StepKind.Waive:
                    TakeOff(ticket, known[ticket].Newest, () => desk.Waive(ticket));
                    break;
                case StepKind.Cover:
                    TakeOff(ticket, CoveredOf(ticket), () => desk.Cover(ticket, Care));
                    break;
                case StepKind.Post:
                    GoOn(ticket, () => desk.Post(ticket, step.Pick == 0 ? PureDesk.Engineer : PureDesk.Owner));
                    break;
                case StepKind.Close:
                    desk.Close(ticket);
                    break;
                case StepKind.Reopen:
                    GoOn(ticket, () => desk.Reopen(ticket));
                    break;
                case StepKind.Merge:
                    End(ticket, isFree: true, () => desk.Merge(ticket, (step.Pick % known.Count) + 1L));
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

        /// <summary>What still waited for credits, or was taken out of the line by a proposed increase, ends with the ticket, also when a reply opens it again.</summary>
        private void End(long ticket, bool isFree, Func<Refusal?> end)
        {
            var isUnpaid = known[ticket].Agreed is { } price && price != desk[ticket].Charged.Value;
            if (end() is null)
            {
                known[ticket] = known[ticket] with
                {
                    Agreed =
                        isFree ? 0
                        : isUnpaid ? desk[ticket].Charged.Value
                        : known[ticket].Agreed,
                    AgreedTo = desk[ticket].Agreed?.Category,
                    Proposed = null,
                    ProposedTo = null,
                };
            }
        }

        /// <summary>What was closed as a duplicate has no agreed price once it goes on.</summary>
        private void GoOn(long ticket, Func<Refusal?> command)
        {
            var wasDuplicate = desk[ticket].Outcome == TicketOutcome.Duplicate;
            if (command() is null && wasDuplicate && desk[ticket].IsLive)
            {
                known[ticket] = known[ticket] with { Agreed = null, AgreedTo = null };
            }
        }

        /// <summary>A waiver, or coverage, that makes a category free; null where it can't be given.</summary>
        private void TakeOff(long ticket, Category? category, Func<Refusal?> take)
        {
            var (before, isLive) = (known[ticket], desk[ticket].IsLive);
            var subject = isLive ? category : before.AgreedTo;
            var refusal = take();
            if (subject is not { } given)
            {
                Assert.NotNull(refusal);
            }
            else if (refusal is null && (before.ProposedTo, before.AgreedTo, before.Agreed) is not (null, not null, 0))
            {
                known[ticket] = before.TakesEffect(given, 0) with { Free = before.Free.Add(given) };
            }
        }

        /// <summary>What care brings; null for another category, also where that is free already.</summary>
        private Category? CoveredOf(long ticket) =>
            desk[ticket].IsLive
            && known[ticket].Newest
                is (Category.Question or Category.Configuration or Category.Investigation)
                    and { } newest
                ? newest
                : null;

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

            var price = PriceOf(ticket, category);
            var before = known[ticket];
            var hasTerms =
                category != Category.Upgrade || price <= before.Ceiling || before.AgreedTo == Category.Upgrade;
            var isAgreed =
                category == Category.Question || (hasTerms && price <= Math.Max(before.Ceiling, before.Agreed ?? 0));
            known[ticket] = isAgreed
                ? before.TakesEffect(category, price)
                : before with
                {
                    Proposed = price,
                    ProposedTo = category,
                    Declined = null,
                };
        }

        private long PriceOf(long ticket, Category category)
        {
            var prices = desk.Policy.Prices;
            return category switch
            {
                _ when known[ticket].Free.Contains(category) => 0,
                Category.Question => prices.Question.Value,
                Category.Configuration => prices.Configuration.Value,
                Category.Investigation => prices.Investigation.Value,
                Category.ComplexModification => 35,
                Category.Upgrade => 25,
                _ => 0,
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
                    Assert.Equal(
                        model.Agreed ?? 0,
                        (ticket.Charged + (ticket.Waiting?.Required ?? CreditAmount.Zero)).Value
                    );
                    Assert.Equal(model.AgreedTo, ticket.Agreed?.Category);
                }
                else if (!ticket.IsLive)
                {
                    Assert.Equal(
                        (model.Agreed ?? 0, (ticket.Agreed?.Price ?? CreditAmount.Zero).Value),
                        (ticket.Charged.Value, ticket.Charged.Value)
                    );
                }

                var allowed = Math.Max(Math.Max(model.Ceiling, model.Consented), desk.Policy.Prices.Question.Value);
                Assert.True(ticket.Charged.Value <= allowed, $"{ticket.Charged} charged, {allowed} agreed to");
            }

            Assert.All(desk.Tickets.Values, CheckTerms);
            Assert.Equal(
                desk.Account.Waiting.Select(charge => charge.Operation).Order(),
                desk.Tickets.Values.Where(ticket => ticket.Waiting is not null)
                    .Select(ticket => ticket.Waiting!.Charge)
                    .Order()
            );
            var voided = -desk.Ledger.Where(entry => entry.Kind == EntryKind.Void).Sum(entry => entry.Amount);
            var charged = desk.Tickets.Values.Sum(ticket => ticket.Charged);
            Assert.Equal(Granted + bought, (desk.Account.Balance + charged + voided).Value);
            Assert.Equal(desk.Ledger.Count, desk.Ledger.Select(entry => entry.Operation).Distinct().Count());
            Assert.All(desk.Ledger, entry => Assert.True(entry.BalanceAfter >= CreditAmount.Zero));
        }
    }
}
