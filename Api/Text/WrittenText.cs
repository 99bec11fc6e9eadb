using System.Globalization;
using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Tallydesk.Text;

/// <summary>
/// Keeps Markdown from swallowing what a person wrote: only its marks vanish. A definition of a link, a title, a target that
/// leads nowhere, the words behind a fence, an entity, the number of a list's entry and a path's backslash stay visible.
/// </summary>
internal static class WrittenText
{
    /// <summary>Switches off the parsers that drop text.</summary>
    public static MarkdownPipelineBuilder KeepWritten(this MarkdownPipelineBuilder pipeline)
    {
        pipeline.BlockParsers.Replace<ParagraphBlockParser>(new WholeParagraphs());
        pipeline.InlineParsers.Replace<EscapeInlineParser>(new EscapedMarks());
        pipeline.InlineParsers.Replace<LinkInlineParser>(new WrittenLinks());
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
                ShowBeside(link);
                break;
            case LinkInline link:
                ShowAsWritten(link);
                break;
            case AutolinkInline bare when IsWithinLink(bare) || (!bare.IsEmail && !leads(bare.Url)):
                bare.ReplaceBy(new LiteralInline($"<{bare.Url}>"));
                break;
            case FencedCodeBlock fence:
                ShowInfo(fence, source);
                break;
            case ListItemBlock { Parent: ListBlock { IsOrdered: true } } item:
                item.GetAttributes().AddProperty("value", item.Order.ToString(CultureInfo.InvariantCulture));
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

    /// <summary>A link without text shows its URL, and its title is shown after it.</summary>
    private static void ShowBeside(LinkInline link)
    {
        if (link.FirstChild is null)
        {
            link.AppendChild(new LiteralInline(link.Url!));
        }

        if (link.Title is { Length: > 0 })
        {
            link.InsertAfter(new LiteralInline($" {WrittenLinks.TitleOf(link)}"));
        }
    }

    /// <summary>A link without a target is not a link.</summary>
    private static void ShowAsWritten(LinkInline link)
    {
        link.InsertBefore(new LiteralInline(link.IsImage ? "![" : "["));
        while (link.FirstChild is { } child)
        {
            child.Remove();
            link.InsertBefore(child);
        }

        link.ReplaceBy(new LiteralInline(WrittenLinks.EndOf(link)));
    }

    /// <summary>The text after a fence's marks is its first line.</summary>
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

    // HTML knows no link within a link.
    private static bool IsWithinLink(Inline inline)
    {
        var around = inline.Parent;
        for (; around is not (null or LinkInline); around = around.Parent) { }

        return around is not null;
    }

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

    /// <summary>Links that remember how their target was written.</summary>
    private sealed class WrittenLinks : LinkInlineParser
    {
        private const int Opening = 2; // Of "](".

        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            var from = slice.Start;
            var matches = base.Match(processor, ref slice);
            if (matches && processor.Inline is LinkInline link && link.GetData(typeof(WrittenLinks)) is null)
            {
                link.SetData(typeof(WrittenLinks), slice.Text[from..slice.Start]);
            }

            return matches;
        }

        /// <summary>The part after a link's text, as in <c>](target "title")</c>.</summary>
        public static string EndOf(LinkInline link) => (string)link.GetData(typeof(WrittenLinks))!;

        /// <summary>The title of a link that has one, with its quotes.</summary>
        public static string TitleOf(LinkInline link)
        {
            var rest = EndOf(link).AsSpan(Opening)[..^1].Trim();
            var end = 0;
            for (var isBare = rest[0] != '<'; isBare ? !char.IsWhiteSpace(rest[end]) : rest[end] != '>'; end++)
            {
                end += rest[end] == '\\' ? 1 : 0;
            }

            return rest[(end + 1)..].Trim().ToString();
        }
    }

    /// <summary>A backslash vanishes before a mark alone, so that paths and shares keep theirs.</summary>
    private sealed class EscapedMarks : EscapeInlineParser
    {
        private const string Marks = "*_~`[]()<>#|!+-.";

        public override bool Match(InlineProcessor processor, ref StringSlice slice) =>
            Marks.Contains(slice.PeekChar(), StringComparison.Ordinal) && base.Match(processor, ref slice);
    }
}
