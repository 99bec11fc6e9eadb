using System.Collections.Immutable;
using Tallydesk.Search;

namespace Tallydesk.Storage.Sqlite;

/// <summary>The search index as an FTS5 table over the passages, which gets words separated by blanks.</summary>
internal sealed class SqliteSearch : SearchSql
{
    /// <inheritdoc/>
    public override string Words => "@words";

    /// <inheritdoc/>
    public override string TextOf(ImmutableArray<string> words) => string.Join(' ', words);

    /// <inheritdoc/>
    public override string Has(string parameter) =>
        $"p.id IN (SELECT rowid FROM search_words WHERE search_words MATCH {parameter})";

    /// <inheritdoc/>
    public override string TextOf(SearchTerm term) =>
        $"\"{string.Join(' ', term.Words)}\"{(term.IsPrefix ? " *" : "")}";
}
