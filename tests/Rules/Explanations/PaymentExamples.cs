using Tallydesk.Credits;
using Tallydesk.Explanations;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Tests.Tickets;
using Tallydesk.Tickets;

namespace Tallydesk.Tests.Explanations;

/// <summary>Balances, what comes next, and what a ticket waits for.</summary>
internal static class PaymentExamples
{
    /// <summary>The rows.</summary>
    public static IEnumerable<Example> Rows { get; } =
    [
        Balance("Enough credits", Pay(20, 170), "You have 170 credits. This costs 20. You will have 150 left."),
        Balance(
            "Enough credits for an increase",
            Pay(15, 170),
            "You have 170 credits. This costs 15 more. You will have 155 left.",
            isIncrease: true
        ),
        Balance("Nothing to pay", Pay(0, 170), "You have 170 credits. There is nothing to pay."),
        Balance("Too few credits", Pay(20, 8), "You have 8 credits. This costs 20. You need 12 more."),
        Balance(
            "Other tickets come first",
            Pay(5, 50, waitingBefore: 60),
            "You have 50 credits, and tickets before this one need 60. This costs 5. You need 15 more."
        ),
        Next("Covered", Category.Question, "Nothing is charged.", license: Outcomes.PeriodFrom(PureDesk.Start)),
        Next(
            "A question",
            Category.Question,
            "Charged when support confirms that it is a question. Questions need no approval."
        ),
        Next(
            "A question with too few credits",
            Category.Question,
            "Questions need no approval. Work starts when 3 more credits arrive.",
            balance: 2
        ),
        Next("Not pre-approved", Category.Investigation, "Nothing is charged until you accept the price."),
        Next(
            "Within the pre-approved amount",
            Category.Investigation,
            "Charged automatically – within your pre-approved 20 credits.",
            ceiling: 20
        ),
        Next(
            "Within the pre-approved amount, with too few credits",
            Category.Investigation,
            "Within your pre-approved 20 credits. Work starts when 12 more credits arrive.",
            ceiling: 20,
            balance: 8
        ),
        Next(
            "Above the pre-approved amount",
            Category.Investigation,
            "This is more than your pre-approved 19 credits. Nothing is charged until you accept the price.",
            ceiling: 19
        ),
        Next(
            "An upgrade within the pre-approved amount, without its terms",
            Category.Upgrade,
            "Nothing is charged until you accept the price and the upgrade terms.",
            ceiling: 20
        ),
        Next(
            "A free upgrade, without its terms",
            Category.Upgrade,
            "Nothing is charged. Work starts when you accept the upgrade terms.",
            license: Outcomes.CareFrom(PureDesk.Start)
        ),
        Waits("A price to accept", Awaited.Consent, "Waiting for you to accept 20 credits for Investigation."),
        Waits(
            "Credits that are missing",
            Awaited.Credits,
            "Waiting for 12 more credits. Work starts when they arrive."
        ),
        new(
            "Waiting",
            Awaited.Consent,
            "Terms of a free upgrade to accept",
            () =>
            {
                var desk = new PureDesk(0);
                var ticket = desk.Open(coverage: Outcomes.CareFrom(PureDesk.Start));
                desk.Assess(ticket, Category.Upgrade, upgrade: new("4.18.2", "4.18.3"));
                return Say(desk, ticket);
            },
            "Waiting for you to accept the terms of Upgrade 4.18.2 → 4.18.3."
        ),
    ];

    private static Example Balance(string situation, Shortage payment, string sentence, bool isIncrease = false) =>
        new(
            "Balance",
            BalanceSentences.WayOf(payment),
            situation,
            () => BalanceSentences.Of(payment, isIncrease),
            sentence
        );

    private static Shortage Pay(long required, long available, long waitingBefore = 0) =>
        Shortage.Of(new(required), new(available), new(waitingBefore));

    private static Example Next(
        string situation,
        Category category,
        string sentence,
        long? ceiling = null,
        long balance = 170,
        LicenseCoverage? license = null
    )
    {
        var asked = new AssessmentCase(category, license ?? new([]), PureDesk.Start)
        {
            Upgrade = category == Category.Upgrade ? new("4.18.2", "4.18.3") : null,
        };
        var agreed = ceiling is { } most ? new Amounts.CreditAmount(most) : (Amounts.CreditAmount?)null;
        var quote = QuoteRules.Of(PolicyDocument.Shipped, asked, new(agreed), new(balance), new(0)).Value!;
        var facts = NextFacts.Of(quote, agreed);
        return new(
            "Before a ticket is sent",
            NextSentences.WayOf(facts),
            situation,
            () => NextSentences.Of(facts),
            sentence
        );
    }

    private static Example Waits(string situation, Awaited awaited, string sentence) =>
        new(
            "Waiting",
            awaited,
            situation,
            () =>
            {
                var desk = new PureDesk(8);
                var ticket = desk.Open();
                desk.Assess(ticket, Category.Investigation);
                if (awaited == Awaited.Credits)
                {
                    desk.Decide(ticket, ConsentDecision.Accept);
                }

                return Say(desk, ticket);
            },
            sentence
        );

    private static string Say(PureDesk desk, long ticket)
    {
        var explained = desk.Explain(ticket);
        return ChargeSentences.OfWaiting(explained.Waiting!, explained.Assessments[^1].Assessment);
    }
}
