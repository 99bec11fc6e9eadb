using System.Collections.Immutable;
using Tallydesk.Journal;

namespace Tallydesk.Requests;

/// <summary>Lists that are made of cards.</summary>
internal static class CardPages
{
    /// <summary>What the bodies of some cards hold, in the query's order.</summary>
    public static async Task<IReadOnlyList<TView>> ListAsync<TView>(this IJournalReader journal, CardQuery query) =>
        [.. (await journal.ListCardsAsync(query)).Select(card => StateJson.Read<TView>(card.Card.Body))];

    /// <summary>
    /// What the bodies of those cards hold that a condition admits, in the query's order. Reads on until there are as many as
    /// the query's limit, so that cards that are filtered out don't shorten the page.
    /// </summary>
    public static async Task<IReadOnlyList<TView>> ListAsync<TView>(
        this IJournalReader journal,
        CardQuery query,
        Func<TView, bool> admits
    )
    {
        List<TView> admitted = [];
        ImmutableArray<StoredCard> page;
        do
        {
            page = await journal.ListCardsAsync(query);
            admitted.AddRange(page.Select(card => StateJson.Read<TView>(card.Card.Body)).Where(admits));
            query = query with { After = page is [.., var last] ? (last.Card.Rank, last.GrainKey) : query.After };
        } while (admitted.Count < query.Limit && page.Length == query.Limit);
        return [.. admitted.Take(query.Limit)];
    }

    /// <summary>The page of the cards found, one more than its limit when there are more.</summary>
    /// <typeparam name="TView">What the card's body holds.</typeparam>
    /// <typeparam name="TBody">What a row of the list shows.</typeparam>
    public static ListBody<TBody> OfCards<TView, TBody>(
        this Page page,
        ImmutableArray<StoredCard> cards,
        Func<TView, TBody> body
    ) =>
        page.Of(
            cards,
            card => body(StateJson.Read<TView>(card.Card.Body)),
            card => $"{card.Card.Rank} {card.GrainKey}"
        );
}
