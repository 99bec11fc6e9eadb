using Markdig;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Tallydesk.Text;

/// <summary>
/// Keeps Markdown from swallowing what a person wrote: only its marks vanish. A definition of a link, a title, a target that
/// leads nowhere, the words behind a fence, an entity and a path's backslash stay visible.
/// </summary>
internal static class WrittenText
{
    /// <summary>Switches off the parsers that drop text.</summary>
    public static MarkdownPipelineBuilder KeepWritten(this MarkdownPipelineBuilder pipeline)
    {
        pipeline.BlockParsers.Replace<ParagraphBlockParser>(new WholeParagraphs());
        pipeline.InlineParsers.Replace<EscapeInlineParser>(new EscapedMarks());
        pipeline.InlineParsers.TryRemove<HtmlEntityParser>();
        return pipeline;
    }

    /// <summary>Adds to an element what it would not show.</summary>
    /// <param name="node">The element.</param>
    /// <param name="source">The text that it was parsed from.</param>
    /// <param name="leads">Whether a link may lead to an address.</param>
    public static void Show(MarkdownObject node, string source, Func<string?, bool> leads)
    {
        switch (node)
        {
            case LinkInline { IsAutoLink: true } bare:
                ShowAddress(bare);
                break;
            case LinkInline link when leads(link.Url):
                ShowBeside(link, source);
                break;
            case LinkInline link:
                ShowAsWritten(link, source);
                break;
            case AutolinkInline bare when !bare.IsEmail && !leads(bare.Url):
                bare.ReplaceBy(new LiteralInline($"<{bare.Url}>"));
                break;
            case FencedCodeBlock fence:
                ShowInfo(fence, source);
                break;
        }
    }

    /// <summary>An address that became a link by itself is shown with its scheme.</summary>
    private static void ShowAddress(LinkInline bare)
    {
        if (
            bare.Url is { } url
            && bare.FirstChild is LiteralInline shown
            && url.EndsWith($":{shown.Content}", StringComparison.Ordinal)
        )
        {
            shown.Content = new(url);
        }
    }

    /// <summary>A link without words shows its address, and a title stands behind the link.</summary>
    private static void ShowBeside(LinkInline link, string source)
    {
        if (link.FirstChild is null)
        {
            link.AppendChild(new LiteralInline(link.Url!));
        }

        if (link.Title is { Length: > 0 })
        {
            link.InsertAfter(new LiteralInline($" {Written(source, link.TitleSpan)}"));
        }
    }

    /// <summary>A link that leads nowhere is no link.</summary>
    private static void ShowAsWritten(LinkInline link, string source)
    {
        link.InsertBefore(new LiteralInline(link.IsImage ? "![" : "["));
        while (link.FirstChild is { } child)
        {
            child.Remove();
            link.InsertBefore(child);
        }

        var target = new SourceSpan(link.UrlSpan.Start, link.Span.End);
        link.ReplaceBy(new LiteralInline($"]({Written(source, target)}"));
    }

    /// <summary>What stands behind the marks of a fence is its first line.</summary>
    private static void ShowInfo(FencedCodeBlock fence, string source)
    {
        if (fence is { Info.Length: > 0, Parent: { } parent })
        {
            var info = new ParagraphBlock { Inline = new ContainerInline() };
            var line = source.AsSpan(fence.Span.Start);
            var end = line.IndexOfAny('\r', '\n');
            var words = (end < 0 ? line : line[..end]).TrimStart(fence.FencedChar).Trim();
            info.Inline.AppendChild(new LiteralInline(words.ToString()));
            parent.Insert(parent.IndexOf(fence), info);
        }
    }

    private static string Written(string source, SourceSpan span) => source[span.Start..(span.End + 1)];

    /// <summary>
    /// Paragraphs that define nothing: a line such as <c>[error]: ENOENT</c> is text. A row of hyphens or equals signs
    /// below a text makes no heading of it, since that parser looks for definitions too.
    /// </summary>
    private sealed class WholeParagraphs : ParagraphBlockParser
    {
        public WholeParagraphs() => ParseSetextHeadings = false;

        public override bool Close(BlockProcessor processor, Block block)
        {
            var lines = ((ParagraphBlock)block).Lines;
            for (var at = 0; at < lines.Count; at++)
            {
                lines.Lines[at].Slice.TrimStart();
            }

            if (lines.Count > 0)
            {
                lines.Lines[lines.Count - 1].Slice.TrimEnd();
            }

            return true;
        }
    }

    /// <summary>A backslash vanishes before a mark alone, so that paths and shares keep theirs.</summary>
    private sealed class EscapedMarks : EscapeInlineParser
    {
        private const string Marks = "*_~`[]()<>#|!+-.";

        public override bool Match(InlineProcessor processor, ref Markdig.Helpers.StringSlice slice) =>
            Marks.Contains(slice.PeekChar(), StringComparison.Ordinal) && base.Match(processor, ref slice);
    }
}
