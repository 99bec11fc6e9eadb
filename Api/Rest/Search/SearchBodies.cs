using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Tallydesk.Identity;
using Tallydesk.Requests;
using Tallydesk.Tickets;

namespace Tallydesk.Search;

/// <summary>What was found.</summary>
/// <param name="Ticket">The ticket's number if q is the number of a ticket that you can see.</param>
/// <param name="Groups">What was found in each group.</param>
internal sealed record SearchBody(long? Ticket, IReadOnlyList<SearchGroupBody> Groups);

/// <summary>What was found in a group.</summary>
/// <param name="Group">tickets, customers, licenses or people.</param>
/// <param name="Count">How many there are; 1,000 stands for 1,000 or more.</param>
/// <param name="Items">A page of them, newest first.</param>
/// <param name="Next">What to send as <c>after</c> for the group's next page; null on the last.</param>
internal sealed record SearchGroupBody(
    SearchGroup Group,
    int Count,
    IReadOnlyList<SearchItemBody> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next
)
{
    /// <summary>A group as its body.</summary>
    public static SearchGroupBody Of(FoundGroup found, SearchQuery query, PageRequest page)
    {
        var list = page.Of(found.Hits, hit => SearchItemBody.Of(hit, query), PlaceOf);
        return new(found.Group, found.Count, list.Items, list.Next);
    }

    /// <summary>A hit's place, as the next page begins behind it.</summary>
    public static string PlaceOf(SearchHit hit) => $"{hit.Place.Rank} {hit.Place.GrainKey}";
}

/// <summary>A ticket, customer, license or person that was found.</summary>
/// <param name="Id">The number of a ticket or license, or the id of a customer or person.</param>
/// <param name="Title">A ticket's subject, a name, or a license's number.</param>
/// <param name="Detail">A ticket's customer, an email address, or a license's edition.</param>
/// <param name="CustomerId">The customer; absent for staff.</param>
/// <param name="Status">A ticket's status.</param>
/// <param name="Passage">The part of a ticket's conversation that matches; absent if only the subject does.</param>
internal sealed record SearchItemBody(
    string Id,
    string Title,
    string Detail,
    string? CustomerId,
    TicketStatus? Status,
    PassageBody? Passage
)
{
    /// <summary>A hit as its body.</summary>
    public static SearchItemBody Of(SearchHit hit, SearchQuery query) =>
        hit switch
        {
            { Ticket: { } ticket } => new(
                $"{ticket.Number}",
                ticket.Subject,
                ticket.CustomerName,
                ticket.Customer.Value,
                ticket.Status,
                hit.Message is { } message ? PassageBody.Of(message, query) : null
            ),
            { Customer: { } customer } => new(
                customer.Id.Value,
                customer.Name,
                customer.Email,
                customer.Id.Value,
                null,
                null
            ),
            { License: { } license } => new(
                license.Number.Value,
                license.Number.Value,
                license.Edition,
                license.Customer.Value,
                null,
                null
            ),
            { Person: { } person } => new(person.Id, person.Name, person.Email, person.Customer?.Value, null, null),
            _ => throw new ArgumentException("A hit is a ticket, customer, license or person.", nameof(hit)),
        };
}

/// <summary>A part of a message or note.</summary>
/// <param name="MessageId">The message's id within the ticket.</param>
/// <param name="At">When it was written.</param>
/// <param name="Author">The author's name.</param>
/// <param name="AuthorRole">The author's role; system for messages by Tallydesk.</param>
/// <param name="Internal">Whether only staff can see it.</param>
/// <param name="Text">The text in pieces, each of which matches or doesn't.</param>
internal sealed record PassageBody(
    long MessageId,
    DateTimeOffset At,
    string Author,
    Role AuthorRole,
    bool Internal,
    ImmutableArray<MarkedText> Text
)
{
    /// <summary>About how many characters a passage has.</summary>
    public const int Length = 240;

    /// <summary>The part of a message around its matches.</summary>
    public static PassageBody Of(ConversationMessage message, SearchQuery query) =>
        new(
            message.Id,
            message.At,
            message.Author,
            message.AuthorRole,
            message.Internal,
            Marking.Excerpt(message.Body, query, Length)
        );
}
