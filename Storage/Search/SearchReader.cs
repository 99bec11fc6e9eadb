using System.Collections.Immutable;
using Dapper;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Storage;

namespace Tallydesk.Search;

/// <summary>
/// Reads the search index on read-only connections. Each term is a query of its own over the passages that the reader can see,
/// and a ticket is found when all of them find it: its terms may be in different messages.
/// </summary>
internal sealed class SearchReader(Database database) : ISearchReader
{
    /// <summary>The kind of a person's passages; the other kinds are those of cards.</summary>
    public const string Person = "person";

    /// <inheritdoc/>
    public async Task<ImmutableArray<ListPlace>> FindAsync(
        SearchScope scope,
        SearchQuery query,
        ListPlace? after,
        int limit
    )
    {
        var parameters = ParametersOf(scope, query);
        parameters.Add("afterRank", after?.Rank);
        parameters.Add("afterKey", after?.GrainKey);
        parameters.Add("limit", limit);
        var behind = after is null ? "" : "WHERE (rank, grain_key) < (@afterRank, @afterKey)";
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<PlaceRow>(
            $"""
            SELECT DISTINCT rank AS Rank, grain_key AS GrainKey FROM ({Found(scope, query)}) AS found {behind}
            ORDER BY rank DESC, grain_key DESC LIMIT @limit
            """,
            parameters
        );
        return [.. rows.Select(row => new ListPlace(row.Rank, row.GrainKey))];
    }

    /// <inheritdoc/>
    public async Task<int> CountAsync(SearchScope scope, SearchQuery query, int most)
    {
        var parameters = ParametersOf(scope, query);
        parameters.Add("most", most);
        await using var connection = await database.OpenReadAsync();
        return await connection.ExecuteScalarAsync<int>(
            $"""
            SELECT count(*) FROM (
                SELECT DISTINCT rank, grain_key FROM ({Found(scope, query)}) AS found LIMIT @most
            ) AS counted
            """,
            parameters
        );
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<MatchingText>> FindTextsAsync(
        SearchScope scope,
        SearchQuery query,
        ImmutableArray<string> grainKeys
    )
    {
        var texts = query
            .Terms.Select((term, place) => (term, place))
            .Where(one => one.term.Ticket is null)
            .Select(one =>
                $"""
                    SELECT DISTINCT p.grain_key, p.seq FROM search_passages AS p
                    WHERE {Visible(scope)} AND p.seq > 0 AND {database.IsOneOf("p.grain_key", "keys")}
                        AND {database.Search.Has(NameOf(one.place))}
                    """
            )
            .ToList();
        if (texts.Count == 0 || grainKeys.IsEmpty)
        {
            return [];
        }

        var parameters = ParametersOf(scope, query);
        parameters.Add("keys", grainKeys.ToArray());
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<TextRow>(
            $"""
            SELECT grain_key AS GrainKey, seq AS Seq, count(*) AS Terms FROM ({string.Join(
                " UNION ALL ",
                texts
            )}) AS texts
            GROUP BY grain_key, seq
            """,
            parameters
        );
        return
        [
            .. rows.GroupBy(row => row.GrainKey)
                .Select(ticket => ticket.OrderByDescending(row => row.Terms).ThenByDescending(row => row.Seq).First())
                .Select(row => new MatchingText(row.GrainKey, row.Seq)),
        ];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<FoundPerson>> ReadPeopleAsync(ImmutableArray<string> ids)
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<PersonRow>(
            $"""
            SELECT id AS Id, name AS Name, email AS Email, role AS Role, customer_id AS Customer FROM people
            WHERE {database.IsOneOf("id", "ids")}
            """,
            new { ids = ids.ToArray() }
        );
        return
        [
            .. rows.Select(row => new FoundPerson(
                row.Id,
                row.Name,
                row.Email,
                StoredNames.Read<Role>(row.Role),
                row.Customer is null ? null : new CustomerId(row.Customer)
            )),
        ];
    }

    /// <summary>What a reader can see. Excluded terms count only there, so none can be guessed from what is not found.</summary>
    private static string Visible(SearchScope scope) =>
        "p.kind = @kind"
        + (scope.Customer is null ? "" : " AND p.customer = @customer")
        + (scope.Internal ? "" : " AND p.internal = 0");

    private static string KindOf(SearchGroup group) =>
        group switch
        {
            SearchGroup.Tickets => CardKinds.Ticket,
            SearchGroup.Customers => CardKinds.Customer,
            SearchGroup.Licenses => CardKinds.License,
            SearchGroup.People => Person,
            _ => throw new ArgumentOutOfRangeException(nameof(group), group, "Unknown group."),
        };

    private static string NameOf(int place) => $"@term{place}";

    private string Found(SearchScope scope, SearchQuery query)
    {
        var wanted = query.Terms.Select((term, place) => Having(scope, term, place));
        var excluded = query.Excluded.Select((term, place) => Having(scope, term, query.Terms.Length + place));
        return string.Join(" EXCEPT ", excluded.Prepend(string.Join(" INTERSECT ", wanted)));
    }

    private string Having(SearchScope scope, SearchTerm term, int place) =>
        term.Ticket is null
            ? $"""
                SELECT p.rank, p.grain_key FROM search_passages AS p
                WHERE {Visible(scope)} AND {database.Search.Has(NameOf(place))}
                """
            : $"""
                SELECT c.rank, c.grain_key FROM cards AS c
                WHERE c.kind = @kind AND c.kind = '{CardKinds.Ticket}' AND c.rank = {NameOf(place)}
                    {(scope.Customer is null ? "" : "AND c.customer = @customer")}
                """;

    private DynamicParameters ParametersOf(SearchScope scope, SearchQuery query)
    {
        var parameters = new DynamicParameters();
        parameters.Add("kind", KindOf(scope.Group));
        parameters.Add("customer", scope.Customer);
        foreach (var (term, place) in query.Terms.Concat(query.Excluded).Select((term, place) => (term, place)))
        {
            parameters.Add(NameOf(place), term.Ticket is { } number ? number : database.Search.TextOf(term));
        }

        return parameters;
    }

    private sealed class PlaceRow
    {
        public required long Rank { get; init; }
        public required string GrainKey { get; init; }
    }

    private sealed class TextRow
    {
        public required string GrainKey { get; init; }
        public required long Seq { get; init; }
        public required long Terms { get; init; }
    }

    private sealed class PersonRow
    {
        public required string Id { get; init; }
        public required string Name { get; init; }
        public required string Email { get; init; }
        public required string Role { get; init; }
        public string? Customer { get; init; }
    }
}
