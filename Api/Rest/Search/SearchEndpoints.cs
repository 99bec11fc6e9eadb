using Tallydesk.Identity;
using Tallydesk.Requests;

namespace Tallydesk.Search;

/// <summary>The search over tickets, customers, licenses and people.</summary>
internal static class SearchEndpoints
{
    /// <summary>Adds <c>/search</c>.</summary>
    public static void MapSearch(this IEndpointRouteBuilder v1) =>
        v1.MapGet("/search", SearchAsync)
            .WithTags("Tickets")
            .RequireAuthorization(Rights.CustomerOrStaff)
            .Produces<SearchBody>()
            .WithSummary("Searches tickets, customers, licenses and people, newest first.")
            .WithDescription(
                "q has words, which must all be found, regardless of case and accents; the last one can be the beginning of "
                    + "a word. \"Quotation marks\" enclose a phrase, -word excludes a word, #12 is a ticket's number. Tickets "
                    + "are found by subject and conversation, for staff also by internal notes. Customers find only their own "
                    + "tickets, and only admins find people. Each group needs the scope that reads its list, such as customers:read. "
                    + "Without group, the first page of each group is returned; with group, after continues it. "
                    + "What was just written is found after about a second."
            );

    private static async Task<IResult> SearchAsync(
        PageRequest page,
        HttpContext http,
        SearchService search,
        string? q,
        string? group
    )
    {
        var query = SearchService.QueryOf(q);
        var found = await search.FindAsync(http, query, SearchService.GroupOf(group), page);
        var ticket = await search.FindTicketAsync(http, query);
        return TypedResults.Ok(
            new SearchBody(ticket?.Number, [.. found.Select(one => SearchGroupBody.Of(one, query, page))])
        );
    }
}
