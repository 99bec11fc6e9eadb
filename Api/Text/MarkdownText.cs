using System.Collections.Frozen;
using System.Text.Encodings.Web;
using AngleSharp.Dom;
using Ganss.Xss;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Tallydesk.Text;

/// <summary>
/// What people write is Markdown. It becomes HTML here and nowhere else: Markdig with HTML switched off, and then a sanitizer
/// with a list of what is allowed, so that neither has to be right alone. A text that would cost too much
/// (<see cref="MarkdownBounds"/>) is shown as it was written.
/// </summary>
internal static class MarkdownText
{
    /// <summary>The elements that a text can become.</summary>
    public static readonly FrozenSet<string> Elements = FrozenSet.Create(
        StringComparer.Ordinal,
        [
            .. (string[])["p", "br", "hr", "strong", "em", "del", "a", "code", "pre", "blockquote", "ul", "ol", "li"],
            .. (string[])["h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"],
        ]
    );

    /// <summary>The attributes that they can have.</summary>
    public static readonly FrozenSet<string> Attributes = FrozenSet.Create(
        StringComparer.Ordinal,
        "href",
        "rel",
        "target",
        "start",
        "value"
    );

    /// <summary>What a link can begin with.</summary>
    public static readonly FrozenSet<string> Schemes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "http",
        "https",
        "mailto"
    );

    // Pages have headings of their own above; those of a text lie below them.
    private const int HeadingsLower = 2;
    private const int LowestHeading = 6;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UseAutoLinks()
        .UsePipeTables()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .UseSoftlineBreakAsHardlineBreak()
        .KeepWritten()
        .Build();

    private static readonly HtmlSanitizer Sanitizer = NewSanitizer();

    private static readonly RenderedTexts Rendered = new(Render);

    /// <summary>A text as HTML of the allowed elements alone; the same text is rendered once.</summary>
    public static string ToHtml(string text) => Rendered.HtmlOf(text);

    private static string Render(string text) => RenderMarkdown(text) ?? RenderPlain(text);

    /// <summary>A text as HTML; null when it is beyond the bounds.</summary>
    private static string? RenderMarkdown(string text)
    {
        if (!MarkdownBounds.Allow(text))
        {
            return null;
        }

        try
        {
            var document = Markdown.Parse(text, Pipeline);
            // All are taken before any is changed, which adds more, and inner ones are changed before a link around them goes.
            var nodes = document.Descendants().Take(MarkdownBounds.MostNodes + 1).ToList();
            if (nodes.Count > MarkdownBounds.MostNodes)
            {
                return null;
            }

            foreach (var node in nodes.AsEnumerable().Reverse())
            {
                Tame(node, text);
            }

            using var html = new BoundedWriter(MarkdownBounds.LongestHtml);
            document.ToHtml(html, Pipeline);
            var safe = html.IsFull ? null : Sanitizer.Sanitize(html.ToString());
            // Each link has grown by what it must say of itself.
            return safe?.Length > MarkdownBounds.LongestHtml ? null : safe;
        }
        catch (ArgumentException)
        {
            // Markdig refuses what is nested too deeply.
            return null;
        }
    }

    private static string RenderPlain(string text) =>
        $"<p>{HtmlEncoder.Default.Encode(text).Replace("&#xA;", "<br>", StringComparison.Ordinal)}</p>";

    private static void Tame(MarkdownObject node, string source)
    {
        if (node is HeadingBlock heading)
        {
            heading.Level = Math.Min(LowestHeading, heading.Level + HeadingsLower);
        }

        WrittenText.Show(node, source, Leads);
        // A picture from elsewhere would tell its host who reads the ticket.
        if (node is LinkInline picture)
        {
            picture.IsImage = false;
        }
    }

    // The target of a link must be clear from the link itself, not from the page that contains it.
    private static bool Leads(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var to) && Schemes.Contains(to.Scheme);

    private static HtmlSanitizer NewSanitizer()
    {
        var options = new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(Elements, StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(Attributes, StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(Schemes, StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href" },
        };
        var sanitizer = new HtmlSanitizer(options) { KeepChildNodes = true };
        sanitizer.PostProcessNode += (_, made) =>
        {
            if (made.Node is IElement { LocalName: "a" } link)
            {
                if (!Leads(link.GetAttribute("href")))
                {
                    link.RemoveAttribute("href");
                    return;
                }

                link.SetAttribute("rel", "noopener noreferrer nofollow ugc");
                link.SetAttribute("target", "_blank");
            }
        };
        return sanitizer;
    }
}
