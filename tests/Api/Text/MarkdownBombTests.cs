using Tallydesk.Text;
using Xunit;

namespace Tallydesk.Tests.Text;

/// <summary>Texts that multiply: what they cost is counted, never timed.</summary>
public sealed class MarkdownBombTests
{
    private const int Longest = 20_000;

    // A character is at most six of HTML ("&quot;"), in a paragraph of its own.
    private const int LongestOfPlain = (6 * Longest) + 7;

    /// <summary>Bombs in two dimensions: each becomes the text as it was written.</summary>
    public static TheoryData<string, string> Bombs =>
        new()
        {
            { "table", Table(600, 600) },
            { "table of wide rows", Table(2_000, 2_000) },
            { "table in a quote", Table(400, 1_000, "> ") },
            { "table in a list", "- " + Table(400, 1_000, "  ") },
            { "table with old line ends", Table(600, 600).Replace('\n', '\r') },
            {
                "table without outer bars",
                Repeat("a|", 2_000) + "\n" + Repeat("-|", 2_000) + "\n" + Repeat("a|\n", 12_000)
            },
            { "table of code", Repeat("|a", 800) + "\n" + Repeat("|-", 800) + "\n" + Repeat("|`a\n", 12_000) },
            { "tables", Repeat(Table(40, 40) + "\n", Longest) },
            { "a definition and its uses", $"[a]: http://{Repeat("x", 10_000)}\n\n{Repeat("[a]", 9_000)}" },
            { "a title and its uses", $"[a]: b \"{Repeat("x", 10_000)}\"\n\n{Repeat("[a] ", 9_000)}" },
            { "quotes", Repeat(">", Longest) },
            { "quotes and lists", Repeat("> - ", Longest) },
            { "lists", Repeat("1. ", Longest) },
            { "brackets", Repeat("[", 10_000) + Repeat("]", 10_000) },
            { "links", Repeat("[a](", Longest) },
            { "links in links", $"{Repeat("[", 4_000)}a{Repeat("](b)", 16_000)}" },
            { "emphasis", Repeat("*a_ ", Longest) },
            { "emphasis in emphasis", Repeat("*a **a ", 10_000) + Repeat("a** a*", 10_000) },
            { "strikes", Repeat("~~a ", Longest) },
        };

    /// <summary>Long texts of one kind of mark, which cost what they are long.</summary>
    public static TheoryData<string> Lengths =>
        [
            "[]",
            "![",
            "](",
            "`a",
            "`` ` ",
            "http://a.b ",
            "www.a.b ",
            "mailto:a@b.c ",
            "<http://a",
            "<!--",
            "&amp;",
            "\"",
            "a\n",
            "> a\n\n",
            "- a\n",
            "# a\n",
            "a\n=\n",
            "***\n",
            "```\n",
            "|",
            "a|b\n",
            "|a|b\n|-|-\n|\n\n",
            "  \n a",
            "\\",
            "a",
            "😀",
        ];

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_bomb_is_shown_as_it_was_written(string name, string written)
    {
        Assert.True(written.Length <= Longest + 100, name);
        var html = MarkdownText.ToHtml(written);
        Assert.InRange(html.Length, written.Length, LongestOfPlain);
        Assert.DoesNotContain("<td", html);
        Assert.DoesNotContain("<a", html);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Twice_the_text_is_at_most_twice_the_html(string mark)
    {
        var (half, whole) = (
            MarkdownText.ToHtml(Repeat(mark, Longest / 2)),
            MarkdownText.ToHtml(Repeat(mark, Longest))
        );
        Assert.InRange(whole.Length, 0, Math.Max((2 * half.Length) + 100, LongestOfPlain));
        Assert.InRange(whole.Length, 0, LongestOfPlain);
    }

    [Fact]
    public void A_long_table_that_people_write_is_a_table()
    {
        Assert.Equal(10 * 102, MarkdownBounds.CellsOf(Table(9, 100).TrimEnd()));
        Assert.Contains("<td", MarkdownText.ToHtml(Table(9, 100)));
    }

    [Fact]
    public void A_log_with_bars_is_no_table() =>
        Assert.Equal(0, MarkdownBounds.CellsOf(Repeat("2026-11-27 10:30 | error | x | y | z\n", Longest)));

    [Fact]
    public void The_bars_are_counted_before_anything_is_parsed()
    {
        Assert.False(MarkdownBounds.Allow(Table(600, 600)));
        Assert.InRange(MarkdownBounds.CellsOf(Table(600, 600)), 600 * 600, 700 * 700);
    }

    [Fact]
    public void The_same_text_is_rendered_once_and_what_is_kept_has_an_end()
    {
        var rendered = 0;
        var texts = new RenderedTexts(
            text =>
            {
                rendered++;
                return text;
            },
            mostCharacters: 10
        );
        Assert.Equal(("abc", "abc", 1), (texts.HtmlOf("abc"), texts.HtmlOf("abc"), rendered));
        texts.HtmlOf("too long to be kept");
        texts.HtmlOf("too long to be kept");
        Assert.Equal(3, rendered);
    }

    private static string Table(int columns, int rows, string prefix = "")
    {
        var head = $"{Repeat("|a", 2 * columns)}\n{prefix}{Repeat("|-", 2 * columns)}\n";
        var all = prefix + head + Repeat(prefix + "|\n", (prefix.Length + 2) * rows);
        return all[..Math.Min(all.Length, Longest)];
    }

    private static string Repeat(string part, int characters) =>
        string.Concat(Enumerable.Repeat(part, characters / part.Length));
}
