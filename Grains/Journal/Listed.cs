using System.Collections.Immutable;

namespace Tallydesk.Journal;

/// <summary>A place in a list: lists are sorted by rank, then by the grain's key.</summary>
/// <param name="Rank">What the list is sorted by, such as a ticket's number.</param>
/// <param name="GrainKey">Whose row it is.</param>
public readonly record struct ListPlace(long Rank, string GrainKey);

/// <summary>A row of a list, and where in the list it is.</summary>
/// <param name="View">What the row shows.</param>
/// <param name="Place">Its place.</param>
public sealed record Listed<T>(T View, ListPlace Place);

/// <summary>Reads lists of cards as what their bodies hold.</summary>
internal static class CardLists
{
    /// <summary>The rows of a query, in its order.</summary>
    public static async Task<ImmutableArray<Listed<T>>> ListAsync<T>(this IJournalReader journal, CardQuery query) =>
        [.. (await journal.ListCardsAsync(query)).Select(Of<T>)];

    /// <summary>
    /// The rows of a query that a condition admits, in its order. Reads on until there are as many as the query's limit, so
    /// that rows that are filtered out don't shorten the list.
    /// </summary>
    public static async Task<ImmutableArray<T>> ListAsync<T>(
        this IJournalReader journal,
        CardQuery query,
        Func<T, bool> admits
    )
    {
        List<T> admitted = [];
        ImmutableArray<Listed<T>> page;
        do
        {
            page = await journal.ListAsync<T>(query);
            admitted.AddRange(page.Select(row => row.View).Where(admits));
            query = query with { After = page is [.., var last] ? last.Place : query.After };
        } while (admitted.Count < query.Limit && page.Length == query.Limit);
        return [.. admitted.Take(query.Limit)];
    }

    /// <summary>What the rows show.</summary>
    public static ImmutableArray<T> Views<T>(this ImmutableArray<Listed<T>> rows) => [.. rows.Select(row => row.View)];

    private static Listed<T> Of<T>(StoredCard card) =>
        new(StateJson.Read<T>(card.Card.Body), new(card.Card.Rank, card.GrainKey));
}
