using System.Text.Json.Serialization;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Explanations;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Pricing;

/// <summary>A ticket to quote, as if it were opened now.</summary>
/// <param name="LicenseNumber">The license it would be about.</param>
/// <param name="Category">The category.</param>
/// <param name="Credits">The engineer's price, for a complex modification only; at most 1,000,000,000,000.</param>
/// <param name="Upgrade">The upgrade path, for upgrades only.</param>
/// <param name="MinorModification">Whether a complex modification is a minor one, which VIP care can include.</param>
/// <param name="PreAgreedUpTo">Pre-approved up to this many credits, 0 to 1,000,000,000,000.</param>
/// <param name="Acknowledged">Whether the upgrade terms were accepted.</param>
internal sealed record NewQuote(
    string? LicenseNumber,
    Category? Category,
    CreditAmount? Credits,
    UpgradeBody? Upgrade,
    bool? MinorModification,
    CreditAmount? PreAgreedUpTo,
    bool? Acknowledged
);

/// <summary>A quote with what it was made from, for the API and for pages.</summary>
/// <param name="Quote">The quote.</param>
/// <param name="PreApproved">The pre-approved amount, in credits; null without one.</param>
/// <param name="CoveredUntil">End of the license's support period or VIP care; null if there never was one.</param>
/// <param name="Terms">The upgrade's terms; null for other categories.</param>
/// <param name="Account">The customer's account.</param>
public sealed record AnsweredQuote(
    Quote Quote,
    CreditAmount? PreApproved,
    DateTimeOffset? CoveredUntil,
    string? Terms,
    AccountView Account
)
{
    /// <summary>The price as explanations take it.</summary>
    public PriceFacts Facts => PriceFacts.Of(Quote.Priced);

    /// <summary>What the price is to be paid from.</summary>
    public Shortage Payment => Shortage.Of(Quote.Settlement.Required, Account.Balance, Account.WaitingCredits);
}

/// <summary>What the ticket would cost, and why.</summary>
/// <param name="PolicyVersion">The policy that was asked.</param>
/// <param name="Coverage">Who would pay.</param>
/// <param name="CoveredFrom">Start of the support period or VIP care that decided <c>coverage</c>; absent without one.</param>
/// <param name="CoveredUntil">End of the license's support period or VIP care; null if there never was one.</param>
/// <param name="Price">The price in credits.</param>
/// <param name="ConsentNeeded">Whether the customer would be asked first, given <c>preAgreedUpTo</c> and <c>acknowledged</c>.</param>
/// <param name="AcknowledgementNeeded">Whether that consent would have to acknowledge the upgrade's terms.</param>
/// <param name="Acknowledgement">The upgrade's terms, to be shown before they are ticked; absent for other categories.</param>
/// <param name="Outcome">What would happen to the ticket.</param>
/// <param name="Balance">The account's balance.</param>
/// <param name="WaitingBefore">Credits that go to other waiting tickets first.</param>
/// <param name="Missing">Credits that would have to arrive, for this ticket and those ahead of it; also set while acceptance is needed.</param>
/// <param name="Deadline">When an answer would be due; absent without VIP care.</param>
/// <param name="Rules">Ids of the rules behind it, in their order.</param>
/// <param name="Reasons">The same rules with their sentences.</param>
/// <param name="Explanation">How the price is made up and who pays it, in a sentence to the customer. Instants in it are UTC.</param>
internal sealed record QuoteBody(
    string PolicyVersion,
    CoverageBasis Coverage,
    DateTimeOffset? CoveredFrom,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? CoveredUntil,
    CreditAmount Price,
    bool ConsentNeeded,
    bool AcknowledgementNeeded,
    string? Acknowledgement,
    AssessmentOutcome Outcome,
    CreditAmount Balance,
    CreditAmount WaitingBefore,
    CreditAmount Missing,
    DateTimeOffset? Deadline,
    IReadOnlyList<string> Rules,
    IReadOnlyList<ReasonBody> Reasons,
    string Explanation
)
{
    /// <summary>A quote as its body.</summary>
    public static QuoteBody Of(AnsweredQuote answered)
    {
        var (quote, account) = (answered.Quote, answered.Account);
        return new(
            quote.Priced.PolicyVersion,
            quote.Priced.Coverage.Basis,
            quote.Priced.Coverage.Interval?.Start,
            answered.CoveredUntil,
            quote.Priced.Price,
            quote.ConsentNeeded,
            quote.AcknowledgementNeeded,
            answered.Terms,
            quote.Settlement.Outcome,
            account.Balance,
            account.WaitingCredits,
            quote.Settlement.Missing,
            quote.Deadline,
            quote.Rules,
            [.. quote.Rules.Select(ReasonBody.Of)],
            PriceSentences.Of(answered.Facts, ReaderClock.Utc)
        );
    }
}

/// <summary>A rule that decided.</summary>
/// <param name="Rule">Its id.</param>
/// <param name="Sentence">What it says.</param>
internal sealed record ReasonBody(string Rule, string Sentence)
{
    /// <summary>A rule as its body.</summary>
    public static ReasonBody Of(string rule) => new(rule, RuleIndex.SentenceOf(rule));
}
