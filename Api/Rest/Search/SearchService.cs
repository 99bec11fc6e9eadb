using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Requests;

namespace Tallydesk.Search;

/// <summary>Searches for a request: reads what is asked for, and leaves out groups that the caller can't read.</summary>
internal sealed class SearchService(SearchQueries queries)
{
    /// <summary>What is searched for.</summary>
    /// <exception cref="InvalidFieldException"><c>q</c> is empty or too long, or has no word to search for.</exception>
    public static SearchQuery QueryOf(string? q)
    {
        var text = Given.Words(q, "q").Trim();
        if (text.Length is 0 or > SearchQuery.Longest)
        {
            throw new InvalidFieldException("q", $"q must have 1 to {SearchQuery.Longest} characters.");
        }

        var query = SearchQuery.Parse(text);
        return query.Count > SearchQuery.MostWords
            ? throw new InvalidFieldException("q", $"q must have at most {SearchQuery.MostWords} words.")
            : query;
    }

    /// <summary>The group that is asked for; null for all.</summary>
    /// <exception cref="InvalidFieldException">There is no such group.</exception>
    public static SearchGroup? GroupOf(string? group) =>
        QueryField.ValueOf<SearchGroup>("group", group, "group must be tickets, customers, licenses or people.");

    /// <summary>The groups that a caller can search: those of the role whose lists the token's scopes allow to read.</summary>
    public static ImmutableArray<SearchGroup> GroupsOf(HttpContext http) =>
        [
            .. SearchRights
                .GroupsOf(ActorClaims.ActorOf(http))
                .Where(group => Scopes.Allow(http.User.Scopes(), Scopes.ReadOf(AreaOf(group)))),
        ];

    /// <summary>A page of a group, or the first page of each.</summary>
    /// <param name="http">The request.</param>
    /// <param name="query">What is searched for.</param>
    /// <param name="only">The group; null for all that the caller can search.</param>
    /// <param name="page">Which part of each group; a place to continue from belongs to one group.</param>
    /// <exception cref="InvalidFieldException">A place without a group.</exception>
    public async Task<IReadOnlyList<FoundGroup>> FindAsync(
        HttpContext http,
        SearchQuery query,
        SearchGroup? only,
        PageRequest page
    )
    {
        if (page.After is not null && only is null)
        {
            throw new InvalidFieldException("after", "after needs the group that next came from.");
        }

        var (actor, place) = (ActorClaims.ActorOf(http), page.AfterPlace());
        List<FoundGroup> found = [];
        foreach (var group in GroupsOf(http).Where(group => only is null || group == only))
        {
            found.Add(await queries.FindAsync(actor, query, group, place, page.Limit + 1));
        }

        return found;
    }

    /// <summary>The ticket whose number the query is; null if it is none, or the caller can't see it.</summary>
    public async Task<Tickets.TicketCard?> FindTicketAsync(HttpContext http, SearchQuery query) =>
        query.Ticket is { } number && GroupsOf(http).Contains(SearchGroup.Tickets)
            ? await queries.FindTicketAsync(ActorClaims.ActorOf(http), number)
            : null;

    private static string AreaOf(SearchGroup group) =>
        group switch
        {
            SearchGroup.Tickets => "tickets",
            SearchGroup.Customers => "customers",
            SearchGroup.Licenses => "licenses",
            SearchGroup.People => "users",
            _ => throw new ArgumentOutOfRangeException(nameof(group), group, "Unknown group."),
        };
}
