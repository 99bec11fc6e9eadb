using CsCheck;
using Tallydesk.Search;
using Xunit;

namespace Tallydesk.Tests.Search;

/// <summary>What people type, as terms.</summary>
public sealed class SearchQueryTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  - -- \" ' ( ) : * & | ! \\ ", "")]
    [InlineData("blank", "blank*")]
    [InlineData("blank page", "blank page*")]
    [InlineData("blank blank", "blank blank*")]
    [InlineData("\"blank page\"", "[blank page]")]
    [InlineData("\"blank page", "[blank page]")]
    [InlineData("“blank page” shown", "[blank page] shown*")]
    [InlineData("page -blank", "page -blank")]
    [InlineData("-\"blank page\" shop", "shop* -[blank page]")]
    [InlineData("NORD-1001", "[nord 1001*]")]
    [InlineData("nora@test.ex", "[nora test ex*]")]
    [InlineData("title:(a OR b) AND *", "[title a] or b and")]
    [InlineData("#12", "#12")]
    [InlineData("#12 slow", "#12 slow*")]
    [InlineData("12", "12*")]
    [InlineData("#", "")]
    [InlineData("#12a", "12a*")]
    [InlineData("東京", "東京")]
    [InlineData("東京都 x", "[東京 京都] x*")]
    [InlineData("東 x", "東* x*")]
    [InlineData("東京php", "[東京 京 php*]")]
    [InlineData("a\"b\"c", "a b c*")]
    public void A_query_is_read_as_terms(string text, string terms) =>
        Assert.Equal(terms, Shown(SearchQuery.Parse(text)));

    [Theory]
    [InlineData("12", 12)]
    [InlineData("#12", 12)]
    [InlineData(" #0012 ", 12)]
    [InlineData("\"12\"", null)]
    [InlineData("-12", null)]
    [InlineData("12 13", null)]
    [InlineData("12a", null)]
    [InlineData("9999999999999999999", null)]
    public void A_number_by_itself_is_a_tickets_number(string text, int? number) =>
        Assert.Equal(number, SearchQuery.Parse(text).Ticket);

    [Fact]
    public void Every_text_is_a_query_whose_terms_are_words() =>
        SearchWordsTests.Texts.Sample(text =>
        {
            var query = SearchQuery.Parse(text);
            foreach (var term in query.Terms.Concat(query.Excluded))
            {
                Assert.Equal(term.Ticket is null, term.Words.Length > 0);
                Assert.All(term.Words, word => Assert.All(word, character => Assert.True(IsOfWord(character), word)));
            }

            Assert.Equal(query.Terms.Distinct(), query.Terms);
        });

    [Fact]
    public void A_text_is_found_by_any_of_its_phrases() =>
        // A fraction is two words at one place, so no phrase begins with the second.
        Gen.Select(SearchWordsTests.Texts.Where(text => !text.Contains('½')), Gen.Int[0, 39], Gen.Int[1, 5])
            .Sample(
                (text, first, count) =>
                {
                    var words = SearchWords.Of(text);
                    if (first < words.Length)
                    {
                        var last = words[Math.Min(first + count, words.Length) - 1];
                        var phrase = text[words[first].Start..last.End].Replace('"', ' ');
                        foreach (var term in SearchQuery.Parse($"\"{phrase}\"").Terms)
                        {
                            Assert.Contains(term.FindIn(words), range => range.Start <= words[first].Start);
                        }
                    }
                }
            );

    [Fact]
    public void The_number_of_words_is_counted_with_excluded_ones_and_numbers() =>
        Assert.Equal(6, SearchQuery.Parse("#12 a \"b c\" -\"d e\"").Count);

    private static bool IsOfWord(char character) =>
        !char.IsWhiteSpace(character) && (character > 127 || char.IsLetterOrDigit(character));

    private static string Shown(SearchQuery query) =>
        string.Join(' ', query.Terms.Select(Shown).Concat(query.Excluded.Select(term => $"-{Shown(term)}")));

    private static string Shown(SearchTerm term)
    {
        var words = string.Join(' ', term.Words) + (term.IsPrefix ? "*" : "");
        return term.Ticket is { } number ? $"#{number}"
            : term.Words.Length > 1 ? $"[{words}]"
            : words;
    }
}
