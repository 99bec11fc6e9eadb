using System.Text;
using CsCheck;
using Tallydesk.Search;
using Xunit;

namespace Tallydesk.Tests.Search;

/// <summary>The pieces of a text that match.</summary>
public sealed class MarkingTests
{
    [Theory]
    [InlineData("Checkout shows a blank page", "blank", "Checkout shows a [blank] page")]
    [InlineData("Checkout shows a blank page", "CHECK", "[Checkout] shows a blank page")]
    [InlineData("Die Straße, die STRASSE", "strasse", "Die [Straße], die [STRASSE]")]
    [InlineData("A blank page is a blank one", "\"blank page\"", "A [blank page] is a blank one")]
    [InlineData("<script>blank</script>", "blank", "<script>[blank]</script>")]
    [InlineData("大東京都庁", "東京", "大[東京]都庁")]
    [InlineData("大東京都庁", "京", "大東[京]都庁")]
    [InlineData("blank", "-blank", "blank")]
    [InlineData("a b c d", "\"a b\" \"b c\"", "[a b c] d")]
    public void Matches_are_marked_in_the_text_as_it_is(string text, string query, string marked) =>
        Assert.Equal(marked, Shown(Marking.Of(text, SearchQuery.Parse(query))));

    [Fact]
    public void All_pieces_together_are_the_text() =>
        Gen.Select(SearchWordsTests.Texts, SearchWordsTests.Texts)
            .Sample(
                (text, query) =>
                    Assert.Equal(
                        text,
                        string.Concat(Marking.Of(text, SearchQuery.Parse(query)).Select(piece => piece.Text))
                    )
            );

    [Fact]
    public void A_passage_is_short_has_whole_characters_and_shows_a_match_if_there_is_one() =>
        Gen.Select(SearchWordsTests.Texts.Array[0, 20], SearchWordsTests.Texts)
            .Sample(
                (texts, asked) =>
                {
                    var text = string.Join(' ', texts);
                    var query = SearchQuery.Parse(asked);
                    var pieces = Marking.Excerpt(text, query, 60);
                    var shown = string.Concat(pieces.Select(piece => piece.Text));
                    Assert.InRange(shown.Length, 0, 60 + 60);
                    Assert.DoesNotContain('\n', shown);
                    Assert.DoesNotContain(Rune.ReplacementChar, shown.EnumerateRunes());
                    var matches = Marking.Of(text, query).Any(piece => piece.Match);
                    Assert.Equal(matches, pieces.Any(piece => piece.Match));
                }
            );

    [Fact]
    public void A_passage_lies_where_most_terms_are()
    {
        var text = $"needle {new string('x', 500)} needle in a haystack {new string('y', 500)}";
        var shown = Shown(Marking.Excerpt(text, SearchQuery.Parse("needle \"haystack\""), 100));
        Assert.Contains("[needle] in a [haystack]", shown, StringComparison.Ordinal);
        Assert.StartsWith("…", shown, StringComparison.Ordinal);
        Assert.EndsWith("…", shown, StringComparison.Ordinal);
    }

    private static string Shown(IEnumerable<MarkedText> pieces) =>
        string.Concat(pieces.Select(piece => piece.Match ? $"[{piece.Text}]" : piece.Text));
}
