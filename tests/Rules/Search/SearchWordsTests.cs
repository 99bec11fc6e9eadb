using System.Text;
using CsCheck;
using Tallydesk.Search;
using Xunit;

namespace Tallydesk.Tests.Search;

/// <summary>Texts as folded words.</summary>
public sealed class SearchWordsTests
{
    private static readonly string[] Signs =
    [
        "東",
        "京",
        "都",
        "か",
        "カ",
        "ไ",
        "ท",
        "ย",
        "서",
        "울",
        "\u0301",
        "\u3099",
        "𠮷",
        "😀",
        "½",
        "ﬁ",
    ];

    [Theory]
    [InlineData("", "")]
    [InlineData("Checkout shows a blank page.", "checkout shows a blank page")]
    [InlineData("Straße STRASSE straſſe", "strasse strasse strasse")]
    [InlineData("CAFÉ café cafe\u0301", "cafe cafe cafe")]
    [InlineData("Ångström Øre Łódź Ærø œuvre", "angstrom ore lodz aero oeuvre")]
    [InlineData("İstanbul ISPARTA ısparta", "istanbul isparta isparta")]
    [InlineData("ΟΔΥΣΣΕΥΣ Οδυσσεύς", "οδυσσευσ οδυσσευσ")]
    [InlineData("Ёлка ЁЛКА йод", "елка елка иод")]
    [InlineData("ﬁle ＦＵＬＬ １２ ⅷ", "file full 12 viii")]
    [InlineData("½ cup", "1 2 cup")]
    [InlineData("nora@nord-licht.example", "nora nord licht example")]
    [InlineData("NORD-1001 v4.3.9 C++ don't", "nord 1001 v4 3 9 c don t")]
    [InlineData("snake_case a\u00ADb 👍🏽 x", "snake case ab x")]
    [InlineData("مَرحَبًا", "مرحبا")]
    [InlineData("नमस्ते हिन्दी", "नमस्ते हिन्दी")]
    [InlineData("東京都", "東京 京都 都")]
    [InlineData("東", "東")]
    [InlineData("カタカナ ｶﾀｶﾅ", "カタ タカ カナ ナ カタ タカ カナ ナ")]
    [InlineData("が か\u3099", "か か")]
    [InlineData("PHPのバージョン8.4", "php のハ ハー ーシ ショ ョン ン 8 4")]
    [InlineData("ไทย", "ไท ทย ย")]
    [InlineData("서울에서", "서울 울에 에서 서")]
    [InlineData("𠮷野家", "𠮷野 野家 家")]
    [InlineData("\uD83Dx \0y", "x y")]
    public void A_text_is_cut_into_folded_words(string text, string words) =>
        Assert.Equal(words, string.Join(' ', SearchWords.Of(text).Select(word => word.Text)));

    [Fact]
    public void A_long_word_counts_by_its_beginning()
    {
        var words = SearchWords.Of($"{new string('x', 200)}😀{new string('y', SearchWords.Longest)} z");
        Assert.Equal(
            [new('x', SearchWords.Longest), new('y', SearchWords.Longest), "z"],
            words.Select(word => word.Text)
        );
        Assert.Equal((0, 200), (words[0].Start, words[0].End));
    }

    [Fact]
    public void Every_character_folds_the_same_in_upper_and_lower_case_and_once_is_enough()
    {
        List<string> wrong = [];
        foreach (var value in Enumerable.Range(0, 0x110000).Where(Rune.IsValid))
        {
            var rune = new Rune(value);
            var folded = Folding.Of(rune);
            // An accent has no case, although Unicode gives one of them an upper case.
            if (
                folded.Length > 0
                && (
                    Folding.Of(Rune.ToUpperInvariant(rune)) != folded
                    || Folding.Of(Rune.ToLowerInvariant(rune)) != folded
                )
            )
            {
                wrong.Add($"case of {value:X}");
            }

            if (string.Concat(folded.EnumerateRunes().Select(Folding.Of)) != folded)
            {
                wrong.Add($"twice {value:X}");
            }
        }

        Assert.Equal([], wrong);
    }

    [Fact]
    public void Words_have_only_letters_digits_and_marks_and_know_their_places() =>
        Texts.Sample(text =>
        {
            var words = SearchWords.Of(text);
            foreach (var word in words)
            {
                Assert.InRange(word.Text.Length, 1, SearchWords.Longest + 2);
                Assert.True(
                    word.Text.EnumerateRunes().All(rune => !Rune.IsWhiteSpace(rune) && !IsSyntax(rune)),
                    word.Text
                );
                Assert.True(word.Start < word.End && word.End <= text.Length && word.HeadEnd <= word.End);
                // The piece of the text is the word, wherever it stands.
                Assert.Contains(SearchWords.Of(text[word.Start..word.End]), piece => piece.Text == word.Text);
            }

            Assert.Equal(words.Select(word => word.Start).Order(), words.Select(word => word.Start));
        });

    /// <summary>Texts of many scripts, with accents and signs that query languages know.</summary>
    internal static Gen<string> Texts =>
        Gen.OneOf(
                Gen.Char["aäßÉéIıİσςxyz09"].Select(character => character.ToString()),
                Gen.Char[" \n-\"'():*&|!<>\\%_.,#@"].Select(character => character.ToString()),
                Gen.Int[0, Signs.Length - 1].Select(place => Signs[place])
            )
            .Array[0, 40]
            .Select(pieces => string.Concat(pieces));

    private static bool IsSyntax(Rune rune) => rune.IsAscii && !Rune.IsLetterOrDigit(rune);
}
