using Tallydesk.Chats;
using Tallydesk.Refusals;
using Tallydesk.Texts;
using Xunit;

namespace Tallydesk.Tests.Texts;

public sealed class TextElementsTests
{
    private const string Family = "👨‍👩‍👧";

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abc", 2, "ab")]
    [InlineData("abc", 0, "")]
    [InlineData("", 5, "")]
    [InlineData("a😀", 2, "a")]
    [InlineData("a😀", 3, "a😀")]
    [InlineData("ae\u0301x", 2, "a")]
    [InlineData("ae\u0301x", 3, "ae\u0301")]
    [InlineData("x" + Family, 8, "x")]
    [InlineData("x" + Family, 9, "x" + Family)]
    [InlineData("🇩🇪🇫🇷", 6, "🇩🇪")]
    [InlineData("\r\n", 1, "\r")]
    [InlineData("e\u0301\u0301\u0301", 2, "e\u0301")]
    [InlineData("😀\u0301", 1, "")]
    public void A_beginning_has_whole_text_elements(string text, int longest, string beginning) =>
        Assert.Equal(beginning, TextElements.Beginning(text, longest));

    [Fact]
    public void Half_of_a_pair_is_replaced_by_every_cut()
    {
        foreach (var broken in (string[])["\uD83Dx", "x\uDE00", "\uDE00\uD83D"])
        {
            Assert.False(TextElements.IsWhole(broken));
            Assert.True(TextElements.IsWhole(TextElements.Beginning(broken, 2)));
            Assert.True(TextElements.IsWhole(TextElements.Shortened(broken, 9)));
        }

        Assert.True(TextElements.IsWhole("a😀" + Family));
    }

    [Fact]
    public void What_no_database_keeps_is_taken_out()
    {
        // Not data of a theory, whose values reach the test as UTF-8, without halves of pairs.
        (string Text, string Storable)[] cases =
        [
            ("a😀", "a😀"),
            ("a\0b", "ab"),
            ("a\uD83D", "a\uFFFD"),
            ("\uDE00\0", "\uFFFD"),
        ];
        foreach (var (text, storable) in cases)
        {
            Assert.Equal(storable, TextElements.Storable(text));
            Assert.Equal(text == storable, TextElements.IsStorable(text));
            Assert.True(TextElements.IsStorable(storable));
        }
    }

    [Fact]
    public void What_is_shortened_is_whole_at_every_length()
    {
        var text = string.Concat(Enumerable.Repeat("a😀" + Family + "e\u0301", 40));
        for (var longest = 1; longest < text.Length + 2; longest++)
        {
            var cut = TextElements.Shortened(text, longest);
            Assert.True(cut.Length <= longest && TextElements.IsWhole(cut), $"{longest}");
        }

        Assert.True(TextElements.IsWhole(ChatRules.SubjectOf("x" + text)));
        Assert.True(TextElements.IsWhole(Fields.Shown("x" + text)));
    }
}
