using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Evaluations;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Credits;

/// <summary>Every amount that somebody names has an upper end, and sums of what was written before it had one are told.</summary>
public sealed class CreditAmountTests
{
    // As the API documents them, not as the product counts them.
    private const long Most = 1_000_000_000_000;
    private const long MostHeld = 1_000_000_000_000_000;
    private const long TooMuch = Most + 1;
    private static readonly Actor Admin = new("usr-admin", "Ada", Role.Admin);
    private static readonly CommandContext Context = new(Admin, new("key"));

    private static readonly AssessmentCase Modification = new(
        Category.ComplexModification,
        Bought("CS-Cart", "2026-03-01 15:00"),
        At("2026-03-10 10:00")
    );

    public static TheoryData<string, Refusal?> Named =>
        new()
        {
            { "credits", CreditRules.Grant(new(), Context, new(new("LIC-1"), new(TooMuch))).Refusal },
            { "credits", CreditRules.Purchase(new(), Admin, new("ORD-1", new(TooMuch))).Refusal },
            { "credits", CreditRules.Adjust(new(), Context, new(new(TooMuch), "reason")).Refusal },
            { "credits", CreditRules.Adjust(new(), Context, new(new(long.MinValue), "reason")).Refusal },
            {
                "credits",
                PriceRules.Assess(Tests.Policy.Business.Policy, Modification with { Credits = new(TooMuch) }).Refusal
            },
            { "preAgreedUpTo", OpeningRules.Check(new(new("LIC-1"), "Subject", "Body", null, new(TooMuch), false)) },
            { "preAgreedUpTo", Quoted(new PriorAgreement(new(TooMuch)), new(new(0), [], 1)).Refusal },
            { "preAgreedUpTo", Evaluated(asked => asked with { PreAgreedUpTo = new(TooMuch) }).Refusal },
            { "credits", Evaluated(asked => asked with { Credits = new(TooMuch) }).Refusal },
            { "balance", Evaluated(asked => asked with { Balance = new(MostHeld + 1) }).Refusal },
        };

    [Theory, MemberData(nameof(Named))]
    public void An_amount_above_the_bound_is_refused_by_its_name(string field, Refusal? refusal)
    {
        Assert.Equal(RefusalCode.InvalidField, refusal?.Code);
        Assert.Equal(("field", field), (refusal!.Facts[0].Name, refusal.Facts[0].Text));
    }

    [Fact]
    public void The_largest_amounts_are_taken_until_the_account_is_full()
    {
        var account = new CreditAccount();
        for (var order = 0; account.Balance.Value < MostHeld; order++)
        {
            var bought = CreditRules.Purchase(account, Admin, new($"ORD-{order}", new(Most)));
            account = bought.Value!.Events.Aggregate(account, CreditAccount.Apply);
        }

        Assert.Equal(
            RefusalCode.InvalidField,
            CreditRules.Purchase(account, Admin, new("ORD-x", new(1))).Refusal!.Code
        );
        Assert.Equal(
            RefusalCode.InvalidField,
            CreditRules.Adjust(account, Context, new(new(1), "reason")).Refusal!.Code
        );
    }

    [Fact]
    public void A_line_written_before_the_bound_still_gives_quotes()
    {
        var account = new AccountView(new(50), [new(1, 1, new(long.MaxValue)), new(2, 1, new(long.MaxValue))], 1);
        Assert.Equal(long.MaxValue, account.WaitingCredits.Value);
        Assert.Equal(long.MaxValue - 50, Quoted(new PriorAgreement(), account).Value!.Settlement.Missing.Value);
    }

    [Fact]
    public void The_dearest_upgrade_of_a_policy_lies_below_the_bound()
    {
        // Every number of the policy at its upper end: 1,000,000 for each of 10,000 releases.
        Assert.InRange(
            UpgradeRules
                .PriceOf(new(new(1_000_000), 0, new(1_000_000)), new(10_000, IsListed: true, IsToCurrent: true))
                .Value,
            1,
            CreditAmount.Most.Value
        );
    }

    private static Answer<Quote> Quoted(PriorAgreement agreement, AccountView account) =>
        QuoteRules.ForNewTicket(
            Tests.Policy.Business.Policy,
            Modification with
            {
                Category = Category.Investigation,
            },
            agreement,
            account
        );

    private static Evaluation Evaluated(Func<EvaluationCase, EvaluationCase> change) =>
        EvaluationRules.Evaluate(
            Tests.Policy.Business.Policy,
            change(
                new EvaluationCase("CS-Cart", LicenseKind.First, At("2026-03-10 10:00"), Category.ComplexModification)
                {
                    PurchasedAt = At("2026-03-01 15:00"),
                    Credits = new(20),
                }
            )
        );
}
