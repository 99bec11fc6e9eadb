using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Search;

/// <summary>What is searched: only rows that the reader can see, so others are neither found nor counted.</summary>
/// <param name="Group">The group.</param>
/// <param name="Customer">Only rows of this customer; null for all.</param>
/// <param name="Internal">Whether texts that only staff can see are searched too.</param>
public sealed record SearchScope(SearchGroup Group, string? Customer, bool Internal);

/// <summary>A text of a ticket that matches.</summary>
/// <param name="GrainKey">The ticket.</param>
/// <param name="Seq">The row of its history.</param>
public sealed record MatchingText(string GrainKey, long Seq);

/// <summary>A person who was found.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
/// <param name="Email">The email address.</param>
/// <param name="Role">The role.</param>
/// <param name="Customer">The customer whom the person acts for; null for staff.</param>
public sealed record FoundPerson(string Id, string Name, string Email, Role Role, CustomerId? Customer);

/// <summary>Reads the search index. Both databases find the same.</summary>
public interface ISearchReader
{
    /// <summary>Where a query is found, newest first.</summary>
    /// <param name="scope">Where to search.</param>
    /// <param name="query">What to search for; not empty.</param>
    /// <param name="after">Return those after this place; null for the beginning.</param>
    /// <param name="limit">The maximum number.</param>
    Task<ImmutableArray<ListPlace>> FindAsync(SearchScope scope, SearchQuery query, ListPlace? after, int limit);

    /// <summary>How often a query is found.</summary>
    /// <param name="scope">Where to search.</param>
    /// <param name="query">What to search for; not empty.</param>
    /// <param name="most">Count up to this number.</param>
    Task<int> CountAsync(SearchScope scope, SearchQuery query, int most);

    /// <summary>For each of several tickets the message with the most terms of a query, the newest of those; none without any.</summary>
    Task<ImmutableArray<MatchingText>> FindTextsAsync(
        SearchScope scope,
        SearchQuery query,
        ImmutableArray<string> grainKeys
    );

    /// <summary>People by their ids, in no order.</summary>
    Task<ImmutableArray<FoundPerson>> ReadPeopleAsync(ImmutableArray<string> ids);
}
