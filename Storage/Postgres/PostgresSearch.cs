using System.Collections.Immutable;
using Tallydesk.Search;

namespace Tallydesk.Storage.Postgres;

/// <summary>The search index as <c>tsvector</c>, written with the program's own words and positions, so no dictionary takes part.</summary>
internal sealed class PostgresSearch : SearchSql
{
    /// <inheritdoc/>
    public override string Words => "CAST(@words AS tsvector)";

    /// <inheritdoc/>
    public override string TextOf(ImmutableArray<string> words) =>
        string.Join(
            ' ',
            words
                .Select((word, place) => (word, place))
                .GroupBy(one => one.word, one => one.place + 1)
                .Select(places => $"'{places.Key}':{string.Join(',', places)}")
        );

    /// <inheritdoc/>
    public override string Has(string parameter) => $"p.words @@ CAST({parameter} AS tsquery)";

    /// <inheritdoc/>
    public override string TextOf(SearchTerm term) =>
        string.Join(" <-> ", term.Words.Select(word => $"'{word}'")) + (term.IsPrefix ? ":*" : "");
}
