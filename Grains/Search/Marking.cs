using System.Collections.Immutable;

namespace Tallydesk.Search;

/// <summary>A piece of a text.</summary>
/// <param name="Text">The piece.</param>
/// <param name="Match">Whether it matches the query.</param>
public sealed record MarkedText(string Text, bool Match);

/// <summary>Divides texts into pieces that match a query and pieces between them. All pieces together are the text.</summary>
public static class Marking
{
    private const string Cut = "…";

    /// <summary>The pieces of a whole text.</summary>
    public static ImmutableArray<MarkedText> Of(string text, SearchQuery query)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(query);
        return Pieces(text, 0, text.Length, Ranges(text, query));
    }

    /// <summary>The pieces of a part of a text around its matches, with line breaks as blanks; from the start when nothing matches.</summary>
    /// <param name="text">The text.</param>
    /// <param name="query">What is searched for.</param>
    /// <param name="length">About how many characters.</param>
    public static ImmutableArray<MarkedText> Excerpt(string text, SearchQuery query, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(query);
        var ranges = Ranges(text, query);
        var place = PlaceOf(text, ranges, length);
        var start = Boundary(text, place, step: -1);
        var end = Boundary(text, Math.Min(text.Length, place + length), step: 1);
        var pieces = Pieces(text, start, end, ranges).Select(piece => piece with { Text = OnOneLine(piece.Text) });
        if (start > 0)
        {
            pieces = pieces.Prepend(new(Cut, Match: false));
        }

        return [.. end < text.Length ? pieces.Append(new(Cut, Match: false)) : pieces];
    }

    /// <summary>Where the part with the most matches begins, a little before its first match. Words may be cut there.</summary>
    private static int PlaceOf(string text, List<(int Start, int End)> ranges, int length)
    {
        var (best, most) = (0, 0);
        for (int first = 0, next = 0; first < ranges.Count; first++)
        {
            // A match may be longer than the part.
            next = Math.Max(next, first + 1);
            while (next < ranges.Count && ranges[next].End <= ranges[first].Start + (length * 3 / 4))
            {
                next++;
            }

            if (next - first > most)
            {
                (best, most) = (ranges[first].Start, next - first);
            }
        }

        var start = best + (length * 3 / 4) >= text.Length ? Math.Max(0, text.Length - length) : best - (length / 4);
        return Math.Clamp(start, 0, best);
    }

    /// <summary>The nearest blank before or behind a place, so that no word is cut; the place itself when there is none nearby.</summary>
    private static int Boundary(string text, int place, int step)
    {
        const int Nearby = 24;
        for (var at = place; at > 0 && at < text.Length && Math.Abs(at - place) < Nearby; at += step)
        {
            if (char.IsWhiteSpace(step > 0 ? text[at] : text[at - 1]))
            {
                return at;
            }
        }

        return place > 0 && place < text.Length && char.IsLowSurrogate(text[place]) ? place + step : place;
    }

    private static List<(int Start, int End)> Ranges(string text, SearchQuery query)
    {
        var words = SearchWords.Of(text);
        List<(int Start, int End)> ranges = [];
        foreach (var (start, end) in query.Terms.SelectMany(term => term.FindIn(words)).Order())
        {
            if (ranges is [.., var last] && start <= last.End)
            {
                ranges[^1] = (last.Start, Math.Max(last.End, end));
            }
            else
            {
                ranges.Add((start, end));
            }
        }

        return ranges;
    }

    private static ImmutableArray<MarkedText> Pieces(string text, int from, int to, List<(int Start, int End)> ranges)
    {
        var pieces = ImmutableArray.CreateBuilder<MarkedText>();
        var place = from;
        foreach (var (start, end) in ranges.Where(range => range.Start < to && range.End > from))
        {
            Add(Math.Max(start, from), match: false);
            Add(Math.Min(end, to), match: true);
        }

        Add(to, match: false);
        return pieces.DrainToImmutable();

        void Add(int until, bool match)
        {
            if (until > place)
            {
                pieces.Add(new(text[place..until], match));
                place = until;
            }
        }
    }

    private static string OnOneLine(string text) =>
        string.Create(
            text.Length,
            text,
            static (line, source) =>
            {
                for (var place = 0; place < line.Length; place++)
                {
                    line[place] = char.IsControl(source[place]) ? ' ' : source[place];
                }
            }
        );
}
