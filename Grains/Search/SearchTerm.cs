using System.Collections.Immutable;

namespace Tallydesk.Search;

/// <summary>What one part of a query looks for: words that follow each other, or a ticket's number.</summary>
/// <param name="Words">The words in order; empty for a ticket's number.</param>
/// <param name="IsPrefix">Whether the last word may continue.</param>
public sealed record SearchTerm(ImmutableArray<string> Words, bool IsPrefix)
{
    /// <summary>The number of a ticket, <c>#12</c>; null for words.</summary>
    public long? Ticket { get; init; }

    /// <inheritdoc/>
    public bool Equals(SearchTerm? other) =>
        other is not null && IsPrefix == other.IsPrefix && Ticket == other.Ticket && Words.SequenceEqual(other.Words);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsPrefix, Ticket, Words.Length, Words.FirstOrDefault());

    /// <summary>The ranges of a text that it matches, from start to end, in order.</summary>
    internal IEnumerable<(int Start, int End)> FindIn(ImmutableArray<SearchWord> text)
    {
        for (var first = 0; Words.Length > 0 && first + Words.Length <= text.Length; first++)
        {
            if (IsAt(text, first))
            {
                var last = text[first + Words.Length - 1];
                var isHead = last.IsPair && last.Text.Length > Words[^1].Length;
                yield return (text[first].Start, isHead ? last.HeadEnd : last.End);
            }
        }
    }

    private bool IsAt(ImmutableArray<SearchWord> text, int first)
    {
        for (var place = 0; place < Words.Length; place++)
        {
            var (found, asked) = (text[first + place].Text, Words[place]);
            var isLast = place == Words.Length - 1;
            if (isLast && IsPrefix ? !found.StartsWith(asked, StringComparison.Ordinal) : found != asked)
            {
                return false;
            }
        }

        return true;
    }
}
