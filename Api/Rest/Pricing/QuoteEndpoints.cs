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
            .WithSummary("What a ticket asked now would cost, why, and what is missing. Nothing is kept.")
            .WithDescription(
                "Refused where the ticket would be: a revoked license, a modification without a price, releases that "
                    + "can't be priced. The price holds for the category; which one it is, staff decide."
            );

    private static async Task<IResult> QuoteAsync(NewQuote body, Caller caller, QuoteService service) =>
        (await service.QuoteAsync(body, caller.Actor)).Ok(QuoteBody.Of);
}
