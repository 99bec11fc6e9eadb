using Tallydesk.Amounts;
using Tallydesk.Pricing;

namespace Tallydesk.Explanations;

/// <summary>A new ticket's price, and how much of it the customer pre-approved.</summary>
/// <param name="Outcome">How the ticket would go on.</param>
/// <param name="Price">The price in credits.</param>
/// <param name="NeedsConsent">Whether the category's price needs the customer's agreement; that of a question does not.</param>
/// <param name="PreApproved">The pre-approved amount, in credits; null without one.</param>
/// <param name="Missing">Credits that have to arrive.</param>
public sealed record NextFacts(
    AssessmentOutcome Outcome,
    CreditAmount Price,
    bool NeedsConsent,
    CreditAmount? PreApproved,
    CreditAmount Missing
)
{
    /// <summary>What comes after a quote.</summary>
    /// <param name="quote">The quote.</param>
    /// <param name="preApproved">The pre-approved amount, in credits.</param>
    public static NextFacts Of(Quote quote, CreditAmount? preApproved)
    {
        ArgumentNullException.ThrowIfNull(quote);
        return new(
            quote.Settlement.Outcome,
            quote.Priced.Price,
            quote.Priced.ConsentNeeded,
            preApproved,
            quote.Settlement.Missing
        );
    }
}

/// <summary>Every way in which a new ticket goes on once it is assessed.</summary>
public enum NextWay
{
    /// <summary>Nothing is charged.</summary>
    NothingCharged,

    /// <summary>Charged without being asked: a question.</summary>
    Question,

    /// <summary>Charged without being asked: within the pre-approved amount.</summary>
    PreApproved,

    /// <summary>The customer is asked first.</summary>
    AskedFirst,

    /// <summary>The customer is asked first, because the price is above the pre-approved amount.</summary>
    AbovePreApproved,

    /// <summary>The customer accepts the terms of a free upgrade first.</summary>
    TermsOfFree,

    /// <summary>The customer accepts the terms of an upgrade first, whose price was pre-approved.</summary>
    TermsOfPreApproved,

    /// <summary>A question that waits for credits.</summary>
    QuestionWaits,

    /// <summary>Pre-approved, and waits for credits.</summary>
    PreApprovedWaits,
}

/// <summary>When a price is charged, and what happens first.</summary>
public static class NextSentences
{
    /// <summary><c>Charged automatically – within your pre-approved 20 credits.</c></summary>
    public static string Of(NextFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var approved = Wording.Credits(facts.PreApproved ?? CreditAmount.Zero);
        return WayOf(facts) switch
        {
            NextWay.NothingCharged => "Nothing is charged.",
            NextWay.Question => "Charged when support confirms that it is a question. Questions need no approval.",
            NextWay.PreApproved => $"Charged automatically – within your pre-approved {approved}.",
            NextWay.AskedFirst => "Nothing is charged until you accept the price.",
            NextWay.AbovePreApproved =>
                $"This is more than your pre-approved {approved}. Nothing is charged until you accept the price.",
            NextWay.TermsOfFree => "Nothing is charged. Work starts when you accept the upgrade terms.",
            NextWay.TermsOfPreApproved => "Nothing is charged until you accept the price and the upgrade terms.",
            NextWay.QuestionWaits =>
                $"Questions need no approval. Work starts when {Wording.More(facts.Missing)} {Arrive(facts.Missing)}.",
            NextWay.PreApprovedWaits =>
                $"Within your pre-approved {approved}. Work starts when {Wording.More(facts.Missing)} {Arrive(facts.Missing)}.",
            var way => throw new InvalidOperationException($"{way} has no sentence."),
        };
    }

    /// <summary>Where the price is a minimum: <c>Charged automatically if the price is at most your pre-approved 50 credits.</c></summary>
    /// <param name="minimum">The minimum, in credits.</param>
    /// <param name="preApproved">The pre-approved amount, in credits; null without one.</param>
    public static string OfMinimum(CreditAmount minimum, CreditAmount? preApproved) =>
        preApproved is { } approved && approved >= minimum
            ? $"Charged automatically if the price is at most your pre-approved {Wording.Credits(approved)}."
            : "Nothing is charged until you accept the price.";

    /// <summary>Which way it is.</summary>
    public static NextWay WayOf(NextFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Outcome switch
        {
            AssessmentOutcome.Charged when facts.Price == CreditAmount.Zero => NextWay.NothingCharged,
            AssessmentOutcome.Charged => facts.NeedsConsent ? NextWay.PreApproved : NextWay.Question,
            AssessmentOutcome.AwaitingCredits => facts.NeedsConsent ? NextWay.PreApprovedWaits : NextWay.QuestionWaits,
            AssessmentOutcome.AwaitingConsent when facts.Price == CreditAmount.Zero => NextWay.TermsOfFree,
            AssessmentOutcome.AwaitingConsent when facts.PreApproved is not { Value: > 0 } => NextWay.AskedFirst,
            AssessmentOutcome.AwaitingConsent => facts.Price > facts.PreApproved
                ? NextWay.AbovePreApproved
                : NextWay.TermsOfPreApproved,
            _ => throw new ArgumentOutOfRangeException(nameof(facts), facts.Outcome, null),
        };
    }

    private static string Arrive(CreditAmount missing) => missing == CreditAmount.One ? "arrives" : "arrive";
}
