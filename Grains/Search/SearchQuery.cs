using System.Collections.Immutable;
using System.Globalization;

namespace Tallydesk.Search;

/// <summary>
/// What somebody searches for. A text is found when it has all terms and none of the excluded ones. There is no syntax that a
/// character could break: blanks separate terms, quotation marks enclose phrases, a hyphen before a term excludes it, <c>#12</c> is
/// a ticket's number, and the last term may be the beginning of a word. All other characters only separate words.
/// </summary>
/// <param name="Terms">What must be found, each term once.</param>
/// <param name="Excluded">What must not be found.</param>
public sealed record SearchQuery(ImmutableArray<SearchTerm> Terms, ImmutableArray<SearchTerm> Excluded)
{
    /// <summary>The most characters of a query.</summary>
    public const int Longest = 200;

    /// <summary>The most words of a query; phrases are found up to this length.</summary>
    public const int MostWords = 32;

    private const int LongestNumber = 18;

    /// <summary>The number of a ticket when the query is nothing but a number, with or without #.</summary>
    public long? Ticket { get; init; }

    /// <summary>Whether it looks for nothing: it has no word, or only excluded ones.</summary>
    public bool IsEmpty => Terms.IsEmpty;

    /// <summary>Reads a query; every text is one.</summary>
    public static SearchQuery Parse(string text)
    {
        var parts = Parts(text);
        var wanted = ImmutableArray.CreateBuilder<SearchTerm>();
        var excluded = ImmutableArray.CreateBuilder<SearchTerm>();
        for (var place = 0; place < parts.Count; place++)
        {
            var part = parts[place];
            if (TermOf(part, isLast: place == parts.Count - 1) is { } term)
            {
                (part.IsExcluded ? excluded : wanted).Add(term);
            }
        }

        return new([.. wanted.Distinct()], [.. excluded.Distinct()])
        {
            Ticket = parts is [{ IsExcluded: false, IsPhrase: false } only] ? NumberOf(only.Text.TrimStart('#')) : null,
        };
    }

    /// <summary>How many words it has.</summary>
    public int Count => Terms.Concat(Excluded).Sum(term => Math.Max(1, term.Words.Length));

    private static SearchTerm? TermOf(Part part, bool isLast)
    {
        if (!part.IsPhrase && part.Text.StartsWith('#') && NumberOf(part.Text[1..]) is { } number)
        {
            return new([], IsPrefix: false) { Ticket = number };
        }

        var words = SearchWords.Of(part.Text);
        if (words.IsEmpty)
        {
            return null;
        }

        // The text that is searched may continue where a run of pairs ends here.
        var endsRun = words[^1].EndsRun;
        var isPair = endsRun && words.Length > 1 && words[^2] is { IsPair: true, EndsRun: false };
        return new(
            [.. words.Take(isPair ? words.Length - 1 : words.Length).Select(word => word.Text)],
            IsPrefix: endsRun ? !isPair : isLast && !part.IsPhrase && !part.IsExcluded
        );
    }

    private static long? NumberOf(string text) =>
        text.Length <= LongestNumber
        && text.All(char.IsAsciiDigit)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static List<Part> Parts(string text)
    {
        List<Part> parts = [];
        var place = 0;
        while (place < text.Length)
        {
            if (char.IsWhiteSpace(text[place]))
            {
                place++;
                continue;
            }

            var isExcluded = text[place] == '-';
            while (place < text.Length && text[place] == '-')
            {
                place++;
            }

            var isPhrase = place < text.Length && IsQuote(text[place]);
            var start = isPhrase ? place + 1 : place;
            var end = start;
            while (end < text.Length && !IsQuote(text[end]) && (isPhrase || !char.IsWhiteSpace(text[end])))
            {
                end++;
            }

            if (end > start)
            {
                parts.Add(new(text[start..end], isExcluded, isPhrase));
            }

            // The quotation mark that ends a phrase; one that begins the next phrase stays.
            place = isPhrase ? Math.Min(end + 1, text.Length) : end;
        }

        return parts;
    }

    private static bool IsQuote(char character) => character is '"' or '“' or '”' or '„';

    private readonly record struct Part(string Text, bool IsExcluded, bool IsPhrase);
}
