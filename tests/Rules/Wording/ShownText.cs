using System.Text.RegularExpressions;

namespace Tallydesk.Tests.Wording;

/// <summary>
/// What people read of a source file: text between tags, attributes such as labels, string literals, prose, and what the API's
/// document takes from docstrings. Other comments, names and code are left out.
/// </summary>
internal static partial class ShownText
{
    /// <summary>The pieces of text in a file, each with its line's number.</summary>
    /// <param name="path">The file; how it is read follows from its ending: cs, js, md or razor.</param>
    public static IEnumerable<(int Line, string Text)> Of(string path) =>
        Path.GetExtension(path) switch
        {
            ".md" => OfProse(File.ReadAllText(path)),
            ".razor" => OfMarkup(File.ReadAllText(path)),
            _ when path.Contains("/Api/Rest/", StringComparison.Ordinal) => OfApi(File.ReadAllText(path)),
            _ => OfCode(File.ReadAllText(path)),
        };

    /// <summary>The sentences of a file of the API: its docstrings describe fields in the API's document.</summary>
    public static IEnumerable<(int Line, string Text)> OfApi(string text) =>
        Found(text, Docstring()).Concat(OfCode(text));

    /// <summary>The prose of a Markdown text: no code, no targets of links.</summary>
    public static IEnumerable<(int Line, string Text)> OfProse(string text) =>
        Lines(Blank(Blank(Blank(text, Fence()), Span()), Target()));

    /// <summary>The text of a Razor component, and the literals of its code.</summary>
    public static IEnumerable<(int Line, string Text)> OfMarkup(string text)
    {
        var unnamed = Blank(Unquoted(Blank(Blank(text, RazorComment()), Comment())), Naming());
        return Found(Blank(Blank(unnamed, Statement()), Expression()), Between()).Concat(OfCode(unnamed));
    }

    /// <summary>The sentences among the literals of C# or JavaScript; one word alone is a name.</summary>
    public static IEnumerable<(int Line, string Text)> OfCode(string text) =>
        Found(Blank(text, Comment()), Literal()).Where(found => found.Text.Contains(' ', StringComparison.Ordinal));

    /// <summary>Attributes whose value is an expression lose their own quotes, so that those of the literals in it are left.</summary>
    private static string Unquoted(string markup) =>
        markup
            .Replace("=\"@(", "=@(", StringComparison.Ordinal)
            .Replace("\")\"", "\")", StringComparison.Ordinal)
            .Replace("null)\"", "null)", StringComparison.Ordinal);

    private static IEnumerable<(int Line, string Text)> Found(string text, Regex piece) =>
        piece
            .Matches(text)
            .Select(match => (LineOf(text, match.Index), match.Groups["text"].Value))
            .Where(found => found.Value.Any(char.IsLetter));

    private static IEnumerable<(int Line, string Text)> Lines(string text) =>
        text.Split('\n').Select((line, index) => (index + 1, line));

    private static int LineOf(string text, int at) => text.AsSpan(0, at).Count('\n') + 1;

    /// <summary>Replaces what matches by blanks, so that the lines keep their numbers.</summary>
    private static string Blank(string text, Regex gone) =>
        gone.Replace(text, match => string.Concat(match.Value.Select(c => c == '\n' ? c : ' ')));

    [GeneratedRegex(@"^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`\n]*`", RegexOptions.NonBacktracking)]
    private static partial Regex Span();

    [GeneratedRegex(@"\]\([^)\n]*\)", RegexOptions.NonBacktracking)]
    private static partial Regex Target();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex RazorComment();

    // Also behind code on a line, but not the // of an address.
    [GeneratedRegex(@"(?:^|\s)//[^\n]*|/\*.*?\*/", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?:id|class|for|name|href|action|data-[\w-]+|aria-(?:controls|describedby|labelledby))=""[^""@]*""", RegexOptions.NonBacktracking)]
    private static partial Regex Naming();

    // Lines of code amid the markup, and the block at its end.
    [GeneratedRegex(@"^\s*(?:@(?:if|for|foreach|switch|using|page|attribute)\b|else\b|[{}])[^\n<]*|^@code \{.*", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Statement();

    [GeneratedRegex(@"@\w+|\b[A-Za-z_]\w*(?:[?!]?\.\w+)+", RegexOptions.NonBacktracking)]
    private static partial Regex Expression();

    [GeneratedRegex(@">(?<text>[^<>]+)<", RegexOptions.NonBacktracking)]
    private static partial Regex Between();

    [GeneratedRegex(@"^ *///(?<text>[^\n]*)", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Docstring();

    // A raw literal first, since its quotes are also two literals.
    [GeneratedRegex(@"""""""\n(?<text>.*?)""""""|""(?<text>(?:[^""\\\n]|\\.)*)""|`(?<text>[^`]*)`", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Literal();
}
