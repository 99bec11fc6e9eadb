using AngleSharp.Html.Parser;
using CsCheck;
using Tallydesk.Text;
using Xunit;

namespace Tallydesk.Tests.Text;

public sealed class MarkdownTests
{
    private static readonly string[] Pieces =
    [
        "<script>",
        "</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href=\"javascript:alert(1)\">",
        "](javascript:alert(1))",
        "](data:text/html,x)",
        "](https://a.example \"t\")",
        "[x",
        "![x](https://a.example/i.png)",
        "<https://a.example>",
        "<javascript:alert(1)>",
        "`",
        "```\n",
        "**",
        "~~",
        "# ",
        "> ",
        "- ",
        "1. ",
        "| a | b |\n|---|---|\n",
        "<!--",
        "-->",
        "<style>",
        "&lt;b&gt;",
        "&#106;avascript:",
        "\n\n",
        "\\",
        "{onclick=x}",
        "<![CDATA[",
        "text ",
        "\u202E",
        "<p style=\"x\">",
        "[r]: javascript:alert(1)\n",
        "[r]",
    ];

    /// <summary>What is written, and what it becomes.</summary>
    public static TheoryData<string, string> Cases =>
        new()
        {
            { "plain", "<p>plain</p>" },
            { "one\ntwo", "<p>one<br>\ntwo</p>" },
            { "**bold** and ~~gone~~", "<p><strong>bold</strong> and <del>gone</del></p>" },
            { "# Title", "<h3>Title</h3>" },
            { "<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>" },
            {
                "[a](https://a.example)",
                "<p><a href=\"https://a.example\" rel=\"noopener noreferrer nofollow ugc\" target=\"_blank\">a</a></p>"
            },
            { "[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>" },
            {
                "![pic](https://a.example/p.png)",
                "<p><a href=\"https://a.example/p.png\" rel=\"noopener noreferrer nofollow ugc\" target=\"_blank\">pic</a></p>"
            },
            { "`<i>`", "<p><code>&lt;i&gt;</code></p>" },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_becomes(string written, string html) => Assert.Equal(html, MarkdownText.ToHtml(written).Trim());

    [Fact]
    public void Whatever_is_written_becomes_allowed_elements_alone() =>
        Gen.OneOf(Gen.Int[0, Pieces.Length - 1].Select(n => Pieces[n]), Gen.String)
            .Array[0, 30]
            .Select(string.Concat)
            .Sample(written => Disallowed(MarkdownText.ToHtml(written)).Count == 0, iter: 2_000);

    [Theory]
    [InlineData(">")]
    [InlineData("[")]
    [InlineData("*")]
    [InlineData("- ")]
    [InlineData("`")]
    [InlineData("![")]
    [InlineData("|")]
    public void A_bomb_of_marks_is_survived(string mark)
    {
        var written = string.Concat(Enumerable.Repeat(mark, 20_000 / mark.Length));
        Assert.Empty(Disallowed(MarkdownText.ToHtml(written)));
    }

    private static List<string> Disallowed(string html)
    {
        var body = new HtmlParser().ParseDocument($"<body>{html}</body>").Body!;
        return
        [
            .. body.QuerySelectorAll("*")
                .Where(element =>
                    !MarkdownText.Elements.Contains(element.LocalName)
                    || element.Attributes.Any(attribute => !MarkdownText.Attributes.Contains(attribute.LocalName))
                    || (
                        element.GetAttribute("href") is { } link
                        && Uri.TryCreate(link, UriKind.Absolute, out var uri)
                        && !MarkdownText.Schemes.Contains(uri.Scheme)
                    )
                )
                .Select(element => element.OuterHtml),
        ];
    }
}
