using Tallydesk.Identity;
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
            .WithSummary(
                "Returns what a ticket opened now would cost, why, and how many credits are missing. Nothing is saved."
            )
            .WithDescription(
                "Refused in the same cases as the ticket: a revoked license, a modification without a price, or releases that "
                    + "can't be priced. The price applies to this category; staff decide on the category of the ticket."
            );

    private static async Task<IResult> QuoteAsync(NewQuote body, Caller caller, QuoteService service) =>
        (await service.QuoteAsync(body, caller.Actor)).Ok(QuoteBody.Of);
}
