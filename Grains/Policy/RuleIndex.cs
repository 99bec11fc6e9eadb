using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Tallydesk.Policy;

/// <summary>The rules' sentences, as <c>RULES.md</c> words them for developers and customers alike.</summary>
public static partial class RuleIndex
{
    private const string IndexName = "Tallydesk.RULES.md";

    private static readonly Lazy<FrozenDictionary<string, string>> Sentences = new(Read);

    /// <summary>The sentence of a rule.</summary>
    /// <param name="id">The rule's id, such as <c>C2</c>.</param>
    /// <exception cref="KeyNotFoundException">The index has no such rule.</exception>
    public static string SentenceOf(string id) => Sentences.Value[id];

    private static FrozenDictionary<string, string> Read()
    {
        using var stream =
            typeof(RuleIndex).Assembly.GetManifestResourceStream(IndexName)
            ?? throw new InvalidOperationException($"The resource {IndexName} is missing.");
        using var reader = new StreamReader(stream);
        return RowForm()
            .Matches(reader.ReadToEnd())
            .ToFrozenDictionary(row => row.Groups["id"].Value, row => row.Groups["sentence"].Value);
    }

    [GeneratedRegex(
        @"^(\| (?<id>[A-J][0-9]+) \| (?<sentence>[^|\n]+) \|.*|- (?<id>[A-J][0-9]+): (?<sentence>[^\n]+))$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex RowForm();
}
