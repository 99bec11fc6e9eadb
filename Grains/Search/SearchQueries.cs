using System.Collections.Immutable;
using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Tickets;

namespace Tallydesk.Search;

/// <summary>Searches tickets, customers, licenses and people. Each reader finds and counts only what they can see.</summary>
public sealed class SearchQueries(ISearchReader index, IJournalReader journal)
{
    /// <summary>Where counting ends.</summary>
    public const int MostCounted = 1000;

    /// <summary>A page of what is found in a group, newest first.</summary>
    /// <param name="reader">Who searches.</param>
    /// <param name="query">What for.</param>
    /// <param name="group">Where; one of <see cref="SearchRights.GroupsOf"/>.</param>
    /// <param name="after">Return those after this place; null for the beginning.</param>
    /// <param name="limit">The maximum number.</param>
    public async Task<FoundGroup> FindAsync(
        Actor reader,
        SearchQuery query,
        SearchGroup group,
        ListPlace? after,
        int limit
    )
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(query);
        var scope = SearchRights.ScopeOf(reader, group);
        if (query.IsEmpty)
        {
            return new(group, 0, []);
        }

        var places = await index.FindAsync(scope, query, after, limit);
        var hits = group == SearchGroup.People ? await PeopleAsync(places) : await CardsAsync(places);
        if (group == SearchGroup.Tickets)
        {
            hits = await WithMessagesAsync(scope, query, hits);
        }

        var count =
            after is null && places.Length < limit ? places.Length : await index.CountAsync(scope, query, MostCounted);
        return new(group, count, hits);
    }

    /// <summary>The ticket with a number; null if there is none that the reader can see.</summary>
    public async Task<TicketCard?> FindTicketAsync(Actor reader, long number)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return
            SearchRights.GroupsOf(reader).Contains(SearchGroup.Tickets)
            && await journal.FindCardByRankAsync(CardKinds.Ticket, number) is { } card
            && StateJson.Read<TicketCard>(card.Card.Body) is var ticket
            && reader.Sees(ticket.Customer)
            ? ticket
            : null;
    }

    private async Task<ImmutableArray<SearchHit>> CardsAsync(ImmutableArray<ListPlace> places)
    {
        var cards = (await journal.ReadCardsAsync([.. places.Select(place => place.GrainKey)])).ToDictionary(card =>
            card.GrainKey
        );
        return [.. places.Where(place => cards.ContainsKey(place.GrainKey)).Select(place => HitOf(place, cards))];
    }

    private static SearchHit HitOf(ListPlace place, Dictionary<string, StoredCard> cards)
    {
        var card = cards[place.GrainKey].Card;
        return new(place)
        {
            Ticket = card.Kind == CardKinds.Ticket ? StateJson.Read<TicketCard>(card.Body) : null,
            Customer = card.Kind == CardKinds.Customer ? StateJson.Read<CustomerView>(card.Body) : null,
            License = card.Kind == CardKinds.License ? StateJson.Read<LicenseView>(card.Body) : null,
        };
    }

    private async Task<ImmutableArray<SearchHit>> PeopleAsync(ImmutableArray<ListPlace> places)
    {
        var people = (await index.ReadPeopleAsync([.. places.Select(place => place.GrainKey)])).ToDictionary(person =>
            person.Id
        );
        return
        [
            .. places
                .Where(place => people.ContainsKey(place.GrainKey))
                .Select(place => new SearchHit(place) { Person = people[place.GrainKey] }),
        ];
    }

    private async Task<ImmutableArray<SearchHit>> WithMessagesAsync(
        SearchScope scope,
        SearchQuery query,
        ImmutableArray<SearchHit> hits
    )
    {
        var texts = await index.FindTextsAsync(scope, query, [.. hits.Select(hit => hit.Place.GrainKey)]);
        var rows = texts.ToDictionary(text => text.GrainKey, text => text.Seq);
        var found = ImmutableArray.CreateBuilder<SearchHit>(hits.Length);
        foreach (var hit in hits)
        {
            found.Add(
                rows.TryGetValue(hit.Place.GrainKey, out var seq)
                    ? hit with
                    {
                        Message = await ReadAsync(scope, hit.Place.GrainKey, seq),
                    }
                    : hit
            );
        }

        return found.MoveToImmutable();
    }

    /// <summary>The message of a row; null if it is not for this reader, or its text was erased.</summary>
    private async Task<ConversationMessage?> ReadAsync(SearchScope scope, string ticket, long seq) =>
        Conversation
            .MessagesAmong(await journal.ReadHistoryRowsAsync(ticket, [seq]))
            .FirstOrDefault(message => (scope.Internal || !message.Internal) && message.Body.Length > 0);
}
