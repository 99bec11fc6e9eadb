using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using Tallydesk.Policy;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Policy;

/// <summary>Keeps <c>Grains/RULES.md</c> true.</summary>
public sealed partial class RuleIndexTests
{
    private static readonly string[] Rules =
    [
        .. Section('A', 9),
        .. Section('B', 9),
        .. Section('C', 8),
        .. Section('D', 14),
        .. Section('E', 6),
        .. Section('F', 5),
        .. Section('G', 3),
        .. Section('H', 2),
        .. Section('I', 8),
        .. Section('J', 3),
    ];

    private static readonly string Index = File.ReadAllText(Path.Combine(Checkout.Root, "Grains", "RULES.md"));
    private static readonly ImmutableArray<Row> Kept =
    [
        .. RowForm()
            .Matches(Index)
            .Select(row => new Row(
                row.Groups["id"].Value,
                row.Groups["type"].Value,
                row.Groups["member"].Value,
                row.Groups["tests"].Value
            )),
    ];
    private static readonly ImmutableArray<string> Product = Sources("Grains", "Grains.Interfaces");
    private static readonly ImmutableArray<string> Tests = Sources("tests");

    [Fact]
    public void Every_rule_is_listed_once() => Assert.Equal(Rules.Order(), Kept.Select(row => row.Id).Order());

    [Fact]
    public void Every_function_exists_and_its_docstrings_name_the_rule()
    {
        var missing = Kept.Where(row => !Exists(row) || !Product.Any(source => Documents(source, row)));

        Assert.Equal([], missing.Select(row => $"{row.Id} {row.Type}.{row.Member}"));
    }

    [Fact]
    public void Every_rule_that_is_kept_has_tests_with_its_id_in_their_names()
    {
        var missing = Kept.Where(row => !Tests.Any(source => Declares(source, row.Tests) && Names(source, row.Id)));

        Assert.Equal([], missing.Select(row => $"{row.Id} {row.Tests}"));
    }

    [Fact]
    public void Every_rule_has_a_sentence()
    {
        Assert.All(Rules, id => Assert.EndsWith(".", RuleIndex.SentenceOf(id), StringComparison.Ordinal));
        Assert.Equal("Each category has its price.", RuleIndex.SentenceOf("C1"));
    }

    [Fact]
    public void Rules_told_with_a_price_are_listed()
    {
        var told = RuleLiteral().Matches(string.Concat(Product)).Select(rule => rule.Groups["id"].Value);

        Assert.Equal([], told.Except(Rules));
    }

    private static IEnumerable<string> Section(char letter, int last) =>
        Enumerable.Range(1, last).Select(number => $"{letter}{number}");

    private static bool Exists(Row row) =>
        new[] { typeof(PolicyDocument).Assembly, typeof(Category).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name == row.Type)
            .Any(type =>
                type.GetMember(
                    row.Member,
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance
                ).Length > 0
            );

    private static bool Declares(string source, string type) =>
        Regex.IsMatch(source, $@"\b(class|struct|record|interface) {type}\b", RegexOptions.None, Second);

    private static bool Documents(string source, Row row) =>
        Declares(source, row.Type) && Regex.IsMatch(source, $@"///.*\b{row.Id}\b", RegexOptions.None, Second);

    private static bool Names(string source, string id) =>
        Regex.IsMatch(source, $@"\bpublic [\w<>]+( [\w<>]+)? ([A-J]\d+_)*{id}_\w+\(", RegexOptions.None, Second);

    private static TimeSpan Second => TimeSpan.FromSeconds(1);

    private static ImmutableArray<string> Sources(params string[] folders) =>
        [
            .. folders
                .SelectMany(folder =>
                    Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.cs", SearchOption.AllDirectories)
                )
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
                .Select(File.ReadAllText),
        ];

    [GeneratedRegex(
        @"^\| (?<id>[A-J]\d+) \| [^|]+ \| `(?<type>\w+)\.(?<member>\w+)` \| `(?<tests>\w+)` \|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex RowForm();

    [GeneratedRegex(@"""(?<id>[A-J]\d{1,2})""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RuleLiteral();

    private sealed record Row(string Id, string Type, string Member, string Tests);
}
