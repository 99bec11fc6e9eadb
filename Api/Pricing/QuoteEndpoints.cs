using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Problems;
using Tallydesk.Requests;

namespace Tallydesk.Pricing;

/// <summary>Prices before a ticket is written.</summary>
internal static class QuoteEndpoints
{
    /// <summary>Adds <c>/quotes</c>.</summary>
    public static void MapQuotes(this IEndpointRouteBuilder v1) =>
        v1.MapPost("/quotes", QuoteAsync)
            .WithTags("Quotes")
            .ReadsOnly()
            .RequireAuthorization(Rights.CustomerOrStaff)
            .Produces<QuoteBody>()
            .WithSummary("What a ticket asked now would cost, why, and what is missing. Nothing is kept.")
            .WithDescription(
                "Refused where the ticket would be: a revoked license, a modification without a price, releases that "
                    + "can't be priced. The price holds for the category; which one it is, staff decide."
            );

    private static async Task<IResult> QuoteAsync(
        NewQuote body,
        Caller caller,
        IGrainFactory grains,
        ISupportPolicySource source,
        TimeProvider time
    )
    {
        var number = Given.License(body.LicenseNumber, "licenseNumber");
        var category = Given.Value(body.Category, "category");
        var license = await grains.GetGrain<ILicenseGrain>(number.GrainKey).ViewAsync(caller.Actor);
        if (!license.Ok)
        {
            return Problem.Of(license.Refusal);
        }

        var account = await grains
            .GetGrain<ICreditAccountGrain>(license.Value.Customer.Account.Value)
            .ViewAsync(caller.Actor);
        if (!account.Ok)
        {
            return Problem.Of(account.Refusal);
        }

        var policy = source.Current;
        var asked = new AssessmentCase(category, license.Value.Coverage, time.GetUtcNow())
        {
            Credits = body.Credits,
            Upgrade = body.Upgrade?.ToPath(),
            MinorModification = body.MinorModification ?? false,
            CareQuotaUsed = license.Value.Modifications?.Used ?? 0,
        };
        var agreement = new PriorAgreement(body.PreAgreedUpTo, Acknowledged: body.Acknowledged ?? false);
        var quote = QuoteRules.ForNewTicket(policy, asked, agreement, account.Value);
        return quote.Ok(found => QuoteBody.Of(found, policy, license.Value, account.Value));
    }
}
