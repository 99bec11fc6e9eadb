using System.Collections.Immutable;

namespace Tallydesk.Search;

/// <summary>How a database stores the words of a passage and finds terms among them. Words have only letters, digits and marks.</summary>
public abstract class SearchSql
{
    /// <summary>SQL of the column <c>words</c> for the parameter <c>@words</c>.</summary>
    public abstract string Words { get; }

    /// <summary>The value of the parameter <c>@words</c>.</summary>
    /// <param name="words">The words in order.</param>
    public abstract string TextOf(ImmutableArray<string> words);

    /// <summary>A condition that the passage <c>p</c> has a term.</summary>
    /// <param name="parameter">The parameter with the term's text.</param>
    public abstract string Has(string parameter);

    /// <summary>A term's text: words that follow each other, the last of which may continue.</summary>
    public abstract string TextOf(SearchTerm term);
}
