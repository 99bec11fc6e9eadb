using System.Text.Json.Serialization;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Problems;
using Tallydesk.Requests;
using Tallydesk.Tickets;

namespace Tallydesk.Pricing;

/// <summary>What a ticket asked now would cost.</summary>
/// <param name="LicenseNumber">The license it would be about.</param>
/// <param name="Category">The category.</param>
/// <param name="Credits">The engineer's price, for a complex modification only.</param>
/// <param name="Upgrade">From where to where, for an upgrade only.</param>
internal sealed record QuoteRequest(string? LicenseNumber, Category? Category, long? Credits, UpgradeBody? Upgrade);

/// <summary>A price, and why.</summary>
/// <param name="Coverage">Who would pay.</param>
/// <param name="CoveredUntil">End of the license's period or care; null when there never was one.</param>
/// <param name="Price">The price in credits.</param>
/// <param name="ConsentNeeded">Whether the customer would be asked first.</param>
/// <param name="Missing">Credits that the balance lacks for it.</param>
/// <param name="Rules">Ids of the rules behind the price.</param>
internal sealed record QuoteBody(
    CoverageBasis Coverage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? CoveredUntil,
    long Price,
    bool ConsentNeeded,
    long Missing,
    IReadOnlyList<string> Rules
)
{
    /// <summary>A price as its body.</summary>
    public static QuoteBody Of(PricedAssessment priced, LicenseCoverage license, long balance)
    {
        var settlement = AgreementRules.Settle(priced, new PriorAgreement(), charged: 0, balance);
        return new(
            priced.Coverage.Basis,
            license.End,
            priced.Price,
            settlement.Outcome == AssessmentOutcome.AwaitingConsent,
            settlement.Missing,
            priced.Rules
        );
    }
}

/// <summary>Prices before a ticket is written.</summary>
internal static class QuoteEndpoints
{
    /// <summary>Adds <c>/quotes</c>.</summary>
    public static void MapQuotes(this IEndpointRouteBuilder v1) =>
        v1.MapPost("/quotes", QuoteAsync)
            .WithTags("Quotes")
            .RequireAuthorization(Rights.CustomerOrStaff)
            .Produces<QuoteBody>();

    private static async Task<IResult> QuoteAsync(
        QuoteRequest body,
        Caller caller,
        IGrainFactory grains,
        ISupportPolicySource policy,
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

        var account = grains.GetGrain<ICreditAccountGrain>(license.Value.Customer.Account.Value);
        var view = await account.ViewAsync(caller.Actor);
        if (!view.Ok)
        {
            return Problem.Of(view.Refusal);
        }

        var coverage = license.Value.Coverage;
        var asked = new AssessmentCase(category, coverage, time.GetUtcNow())
        {
            Credits = body.Credits,
            Upgrade = body.Upgrade?.ToPath(),
        };
        var priced = PriceRules.Assess(policy.Current, asked);
        return priced.Ok(price => QuoteBody.Of(price, coverage, view.Value.Balance));
    }
}
