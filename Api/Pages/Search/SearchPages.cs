using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Identity;

namespace Tallydesk.Pages.Search;

/// <summary>The page with what was found.</summary>
internal static class SearchPages
{
    /// <summary>Adds the page.</summary>
    public static void MapSearchPage(this RouteGroupBuilder pages) =>
        pages
            .MapGet("/search", () => new RazorComponentResult<SearchPage>())
            .RequireAuthorization(Rights.CustomerOrStaff);
}
