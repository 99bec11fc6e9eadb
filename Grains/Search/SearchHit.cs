using System.Collections.Immutable;
using Tallydesk.Customers;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Tickets;

namespace Tallydesk.Search;

/// <summary>One row that was found: a ticket, customer, license or person.</summary>
/// <param name="Place">Its place in the list.</param>
public sealed record SearchHit(ListPlace Place)
{
    /// <summary>The ticket.</summary>
    public TicketCard? Ticket { get; init; }

    /// <summary>The message of the ticket that matches best; null if only the subject or the number does.</summary>
    public ConversationMessage? Message { get; init; }

    /// <summary>The customer.</summary>
    public CustomerView? Customer { get; init; }

    /// <summary>The license.</summary>
    public LicenseView? License { get; init; }

    /// <summary>The person.</summary>
    public FoundPerson? Person { get; init; }
}

/// <summary>What was found in a group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Count">How many there are, up to <see cref="SearchQueries.MostCounted"/>.</param>
/// <param name="Hits">A page of them, newest first.</param>
public sealed record FoundGroup(SearchGroup Group, int Count, ImmutableArray<SearchHit> Hits);
