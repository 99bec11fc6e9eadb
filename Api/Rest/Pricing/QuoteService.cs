using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Requests;

namespace Tallydesk.Pricing;

/// <summary>Prices of tickets that are thought of.</summary>
internal sealed class QuoteService(IGrainFactory grains, ISupportPolicySource source, TimeProvider time)
{
    /// <summary>What a ticket asked now would cost. Refused where the ticket would be.</summary>
    /// <exception cref="InvalidFieldException">License or category is absent or malformed.</exception>
    public async Task<Answer<AnsweredQuote>> QuoteAsync(NewQuote asks, Actor actor)
    {
        var number = Given.License(asks.LicenseNumber, "licenseNumber");
        var category = Given.Value(asks.Category, "category");
        var license = await grains.GetGrain<ILicenseGrain>(number.GrainKey).ViewAsync(actor);
        if (!license.Ok)
        {
            return license.Refusal;
        }

        var account = await grains.GetGrain<ICreditAccountGrain>(license.Value.Customer.Account.Value).ViewAsync(actor);
        if (!account.Ok)
        {
            return account.Refusal;
        }

        var policy = source.Current;
        var asked = new AssessmentCase(category, license.Value.Coverage, time.GetUtcNow())
        {
            Credits = asks.Credits,
            Upgrade = asks.Upgrade?.ToPath(),
            MinorModification = asks.MinorModification ?? false,
            HasFreeModification = license.Value.Modifications is { HasMore: true },
        };
        var agreement = new PriorAgreement(asks.PreAgreedUpTo, Acknowledged: asks.Acknowledged ?? false);
        var quote = QuoteRules.ForNewTicket(policy, asked, agreement, account.Value);
        return quote.Ok
            ? new AnsweredQuote(
                quote.Value,
                asks.PreAgreedUpTo,
                license.Value.CoveredUntil,
                quote.Value.Priced.AcknowledgementNeeded ? policy.Texts.UpgradeTerms : null,
                account.Value
            )
            : quote.Refusal;
    }
}
