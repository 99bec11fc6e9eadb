using System.Collections.Immutable;
using Tallydesk.Identity;

namespace Tallydesk.Search;

/// <summary>What is found together.</summary>
public enum SearchGroup
{
    /// <summary>Tickets by subject and conversation.</summary>
    Tickets,

    /// <summary>Customers by name and email address.</summary>
    Customers,

    /// <summary>Licenses by number.</summary>
    Licenses,

    /// <summary>People by name and email address.</summary>
    People,
}

/// <summary>Who can search what.</summary>
public static class SearchRights
{
    /// <summary>The groups that an actor can search: customers only their tickets, and people only who manages them.</summary>
    public static ImmutableArray<SearchGroup> GroupsOf(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.Role switch
        {
            Role.Customer => [SearchGroup.Tickets],
            Role.Engineer or Role.Lead => [SearchGroup.Tickets, SearchGroup.Customers, SearchGroup.Licenses],
            Role.Admin => [SearchGroup.Tickets, SearchGroup.Customers, SearchGroup.Licenses, SearchGroup.People],
            _ => [],
        };
    }

    /// <summary>What an actor sees of a group.</summary>
    /// <exception cref="ArgumentException">The actor can't search the group.</exception>
    public static SearchScope ScopeOf(Actor actor, SearchGroup group)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!GroupsOf(actor).Contains(group))
        {
            throw new ArgumentException($"{actor.Role} can't search {group}.", nameof(group));
        }

        return actor.IsStaff
            ? new SearchScope(group, Customer: null, Internal: true)
            : new SearchScope(group, actor.Customer!.Value.Value, Internal: false);
    }
}
