using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using CsCheck;
using Tallydesk.Text;
using Xunit;

namespace Tallydesk.Tests.Text;

/// <summary>
/// No character that a person wrote disappears. What may: blanks; the marks of Markdown (<see cref="Marks"/>), which are
/// punctuation alone; and zeros before the number of a list's entry, which the list shows itself. The target of a link that
/// leads somewhere is its <c>href</c>, which counts as seen.
/// </summary>
public sealed partial class WrittenTextTests
{
    private const string Marks = "#*_~`>-+|:.=[]()<!\"'\\";

    private static readonly string[] Pieces =
    [
        .. (string[])
            ["[error]: ENOENT", "[a]: https://a.example 'T'", "[r]", "[r][s]", "[x](y)", "[x](foo:bar \"title\")"],
        .. (string[])["[x](https://a.example \"title\")", "![alt](https://a.example/p.png \"t\")", "![](pic.png)"],
        .. (string[])
            ["[](https://a.example)", "<std:string>", "<https://a.example>", "<a@b.example>", "mailto:a@b.example"],
        .. (string[])
            [
                "ftp://a.example/f",
                "tel:123",
                "www.a.example",
                "<!-- note -->",
                "<b>",
                "</b>",
                "<? php ?>",
                "&amp;",
                "&nbsp;",
            ],
        .. (string[])
            [
                "&#169;",
                "```bash run",
                "```",
                "~~~ error",
                "`code`",
                "**",
                "__init__",
                "~~",
                "# ",
                "> ",
                "- ",
                "7. ",
                "[^1]",
            ],
        .. (string[])
            [
                "[^1]: foot",
                "*[HTML]: Hyper",
                "---",
                "===",
                "\n\n| a | b |\n|---|:-:|\n| c | d | e |\n\n",
                "\\\\server\\share",
                "C:\\",
            ],
        .. (string[])
            ["\\*", "$x$", ":smile:", "{#id}", "{.class}", "[ ] task", "==mark==", "^up^", "H~2~O", "words", "\"q\""],
        .. (string[])["+++", "title: x", "[[wiki]]", "\u00e9\u4e2d", "1986. Year", "\t", "    ", "\n", "\n\n", " "],
    ];

    /// <summary>What is written, and what is read.</summary>
    public static TheoryData<string, string> Cases =>
        new()
        {
            { "[error]: ENOENT", "[error]: ENOENT" },
            { "[error]: ENOENT\n===", "[error]: ENOENT ===" },
            { "> [a]: /b 'c'", "[a]: /b 'c'" },
            { "[a]: /b\n[a]: /c", "[a]: /b [a]: /c" },
            { "[a](foo:bar \"t\")", "[a](foo:bar \"t\")" },
            { "[a](b.txt)", "[a](b.txt)" },
            { "![log **1**](C:\\x.png)", "![log 1](C:\\x.png)" },
            { "[a](https://a.example \"the title\")", "a \"the title\"" },
            { "[](https://a.example)", "https://a.example" },
            { "![](https://a.example/p.png)", "https://a.example/p.png" },
            { "vector<std:string>", "vector<std:string>" },
            { "ftp://a.example/f", "ftp://a.example/f" },
            { "mailto:a@b.example", "mailto:a@b.example" },
            { "<!-- why --> <b>x</b>", "<!-- why --> <b>x</b>" },
            { "a &amp; b &nbsp; &#169;", "a &amp; b &nbsp; &#169;" },
            { "```Error: disk full\nx\n```", "Error: disk full x" },
            { "\\\\server\\share", "\\\\server\\share" },
            { "C:\\dir\\\nnext", "C:\\dir\\ next" },
            { "\\*not\\* bold", "*not* bold" },
            { "[^1]: foot\n\n*[HTML]: Hyper", "[^1]: foot *[HTML]: Hyper" },
            { "---\ntitle: x", "title: x" },
            { "[x](<https://a.example/\\>> (y \\) z))", "x (y \\) z)" },
            { "#\t> [x](y)# z", "> [x](y)# z" },
            { "[| a |\n|---|\n| [x](y)", "[ a [x](y)" },
            { "[+o<std:string>[^1]: foot[x](y)", "[+o<std:string>[^1]: foot[x](y)" },
            { "[+o<std:string>[^1]: footC:\\[x](y)", "[+o<std:string>[^1]: footC:[x](y)" },
            { "```a&amp;b &lt; c\nx\n```", "a&amp;b &lt; c x" },
            { "[x](foo:a&amp;b \"t &amp; u\")", "[x](foo:a&amp;b \"t &amp; u\")" },
            { "[x](</a b> 'it')", "[x](</a b> 'it')" },
            { "> [x](https://a.example 'a &lt; b') on", "x 'a &lt; b' on" },
            { "> [x](a\n> 'b') on", "[x](a 'b') on" },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_read(string written, string read) =>
        Assert.Equal(read, Blanks().Replace(Visible(MarkdownText.ToHtml(written)), " ").Trim());

    /// <summary><c>TEXTS</c> says how many, <c>TEXTS_SEED</c> which.</summary>
    [Fact]
    public void No_character_that_was_written_disappears()
    {
        var texts = Gen.OneOf(
                Gen.Int[0, Pieces.Length - 1].Select(n => Pieces[n]),
                Gen.String[Gen.Char[' ', '~'], 0, 6]
            )
            .Array[0, 12]
            .Select(string.Concat);
        var chance = new PCG(1, (ulong)Number("TEXTS_SEED", 20_261));
        for (var left = Number("TEXTS", 10_000); left > 0; left--)
        {
            Assert.Equal("", Missing(texts.Generate(chance, null, out _)));
        }
    }

    private static int Number(string setting, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(setting), CultureInfo.InvariantCulture, out var given)
            ? given
            : otherwise;

    /// <summary>The first words of the text that are not seen, in their order.</summary>
    private static string Missing(string written)
    {
        var seen = Visible(MarkdownText.ToHtml(written), withTargets: true);
        var at = 0;
        foreach (var word in Essence(LeadingZeros().Replace(written, "")))
        {
            var found = seen.AsSpan(at).IndexOf(word);
            if (found < 0)
            {
                return $"{word} of {written} in {seen}";
            }

            at += found + 1;
        }

        return "";
    }

    private static IEnumerable<char> Essence(string text) =>
        text.Where(c => !char.IsWhiteSpace(c) && !Marks.Contains(c, StringComparison.Ordinal));

    private static string Visible(string html, bool withTargets = false)
    {
        var body = new HtmlParser().ParseDocument($"<body>{html}</body>").Body!;
        foreach (var entry in body.QuerySelectorAll("ol > li").Where(_ => withTargets))
        {
            entry.InsertBefore(body.Owner!.CreateTextNode(entry.GetAttribute("value")!), entry.FirstChild);
        }

        foreach (var link in body.QuerySelectorAll("a[href]").Where(_ => withTargets))
        {
            link.TextContent += Uri.UnescapeDataString(link.GetAttribute("href")!);
        }

        return body.TextContent;
    }

    // A list counts from a number, which has no zeros before it.
    [GeneratedRegex(@"(?<!\d)0+(?=\d+[.)])", RegexOptions.None, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex LeadingZeros();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();
}
