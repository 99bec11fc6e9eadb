using System.Text.RegularExpressions;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Wording;

/// <summary>Pages, messages and documents say things the plain way: phrases that a reader stumbles over don't come back.</summary>
public sealed class PlainWordsTests
{
    /// <summary>Phrases that no text has, as patterns between word boundaries, and what is said instead.</summary>
    private static readonly (string Phrase, string Instead)[] Everywhere =
    [
        ("(?:agreed?|told) (?:ahead|in advance)", "pre-approved"),
        ("anew", "again"),
        ("(?:answered|promised) until", "response due"),
        ("by day and by night", "light and dark theme"),
        ("nobody's", "no account uses it"),
        ("somebody's", "personal"),
        ("take over this picture", "scan this QR code"),
        ("(?:takes?|took) (?:it|this|them) for", "category, assesses as"),
        ("until now", "so far, before"),
        ("what you wrote", "your text"),
        ("whose it is", "name"),
        ("(?:by itself|by themselves)", "automatically"),
        ("(?:it )?counts once", "it won't be saved twice"),
        ("given back", "refunded"),
        ("(?:went|goes) on", "continues"),
        ("(?:is|are|was|were|be) told(?: of)?", "you see, receives"),
        ("leads to", "URL"),
        ("meanwhile", "while"),
        ("second factor", "two-factor authentication"),
        ("what (?:it|he|she|they) may(?: do)?", "scopes"),
    ];

    /// <summary>Phrases that no page has; elsewhere they are names in routes and settings.</summary>
    private static readonly (string Phrase, string Instead)[] OnPages =
    [
        ("(?:en|in)quir(?:y|ies)", "contact request"),
    ];

    private static readonly string[] Pages = ["Api/Pages", "Api/wwwroot", "Board", "Display"];

    private static readonly string[] All =
    [
        .. Pages,
        "Accounts",
        "Api",
        "Contracts",
        "Files",
        "Grains",
        "Grains.Interfaces",
        "Silo",
        "Storage",
        "Webhooks",
        "docs",
        "README.md",
    ];

    /// <summary>Each phrase with the roots that are free of it.</summary>
    public static TheoryData<string, string, bool> Phrases
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var (phrase, instead) in Everywhere)
            {
                data.Add(phrase, instead, true);
            }

            foreach (var (phrase, instead) in OnPages)
            {
                data.Add(phrase, instead, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Phrases))]
    public void Nothing_that_is_shown_has_the_phrase(string phrase, string instead, bool everywhere)
    {
        var pattern = PatternOf(phrase);
        var found = FilesOf(everywhere ? All : Pages)
            .SelectMany(file => ShownText.Of(file).Select(piece => (file, piece.Line, piece.Text)))
            .Where(piece => pattern.IsMatch(piece.Text))
            .Select(piece => $"{Path.GetRelativePath(Checkout.Root, piece.file)}:{piece.Line}: {piece.Text.Trim()}")
            .Distinct();

        Assert.True(!found.Any(), $"Say {instead}:{Environment.NewLine}{string.Join(Environment.NewLine, found)}");
    }

    [Fact]
    public void Every_root_has_files() => Assert.All(All, root => Assert.NotEmpty(FilesOf([root])));

    [Theory]
    [InlineData("""<button title="Ask anew" id="x">Go</button>""")]
    [InlineData("""<p>Ask anew <b>now</b></p>""")]
    [InlineData("""<p>@(IsSent ? "Ask anew" : "")</p>""")]
    [InlineData("""<p class="soft">Ask <a href="/x">anew</a></p>""")]
    [InlineData("""<Sheet Title="@(anew is null ? "Ask" : "Ask anew")" Me="me">""")]
    public void What_a_component_shows_is_found(string markup) => Assert.True(HasAnew(ShownText.OfMarkup(markup)));

    [Theory]
    [InlineData("""<section id="anew" class="anew x" data-x="anew"></section>""")]
    [InlineData("""@* Ask anew. *@<p>Ask again</p>""")]
    [InlineData("""<Sheet Title="@(anew is null ? "Ask" : "Ask again")" Me="me">""")]
    [InlineData("    /// <summary>Asks <c>x</c> anew.</summary>")]
    public void What_a_component_does_not_show_is_left_out(string markup) =>
        Assert.False(HasAnew(ShownText.OfMarkup(markup)));

    [Theory]
    [InlineData("""var text = $"Ask {name} anew.";""", true)]
    [InlineData("const text = `Ask ${name} anew.`;", true)]
    [InlineData("""Get("anew"); // It asks "him" anew.""", false)]
    public void Of_code_the_sentences_are_found(string code, bool expected) =>
        Assert.Equal(expected, HasAnew(ShownText.OfCode(code)));

    [Fact]
    public void Of_the_API_raw_literals_and_docstrings_are_found()
    {
        Assert.True(HasAnew(ShownText.OfApi("/// <param name=\"A\">Asks anew.</param>")));
        Assert.True(HasAnew(ShownText.OfApi("const string A = \"\"\"\n    Ask\n    anew.\n    \"\"\";")));
    }

    [Theory]
    [InlineData("Ask [anew](x.md).", true)]
    [InlineData("Ask `anew` [again](anew.md).\n```\nanew\n```", false)]
    public void Of_a_document_the_prose_is_found(string text, bool expected) =>
        Assert.Equal(expected, HasAnew(ShownText.OfProse(text)));

    private static bool HasAnew(IEnumerable<(int Line, string Text)> pieces) =>
        pieces.Any(piece => PatternOf("anew").IsMatch(piece.Text));

    // A name in a path, a selector or an identifier is none of the words.
    private static Regex PatternOf(string phrase) =>
        new($@"(?<![\w#./$-])(?:{phrase})(?![\w/=-])", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(10));

    private static IEnumerable<string> FilesOf(IEnumerable<string> roots) =>
        roots
            .Select(root => Path.Combine(Checkout.Root, root))
            .SelectMany(root => File.Exists(root) ? [root] : Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".js" or ".md" or ".razor")
            .Select(file => Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Intersect(["bin", "obj"]).Any())
            .Distinct()
            .Select(file => Path.Combine(Checkout.Root, file));
}
