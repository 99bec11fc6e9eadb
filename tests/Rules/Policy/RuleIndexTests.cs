using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
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
                [.. row.Groups["type"].Captures.Zip(row.Groups["member"].Captures, (type, name) => $"{type}.{name}")],
                row.Groups["tests"].Value
            )),
    ];
    private static readonly ImmutableArray<Documented> Docs =
    [
        .. DocumentedIn(typeof(PolicyDocument).Assembly),
        .. DocumentedIn(typeof(Category).Assembly),
    ];
    private static readonly ImmutableArray<string> Product = Sources("Grains", "Grains.Interfaces");
    private static readonly ImmutableArray<string> Tests = Sources("tests");

    [Fact]
    public void Every_rule_is_listed_once() => Assert.Equal(Rules.Order(), Kept.Select(row => row.Id).Order());

    [Fact]
    public void Every_function_exists_and_its_docstring_or_its_types_names_the_rule()
    {
        var missing =
            from row in Kept
            from function in row.Functions
            where !Exists(function) || !Docs.Any(doc => doc.IsOf(function) && doc.Rules.Contains(row.Id))
            select $"{row.Id} {function}";

        Assert.Equal([], missing);
    }

    [Fact]
    public void Every_function_whose_docstring_names_a_rule_is_in_its_row()
    {
        var missing =
            from doc in Docs
            where doc.IsFunction
            from rule in doc.Named
            where !Kept.Any(row => row.Id == rule && row.Functions.Contains(doc.Name))
            select $"{rule} {doc.Name}";

        Assert.True(!missing.Any(), string.Join("; ", missing));
    }

    [Fact]
    public void Rules_are_read_from_docstrings_one_by_one_and_as_a_range()
    {
        Assert.Equal<string>(["D5", "D9", "D10", "D11", "D13"], RulesIn("(Policy D5, D9 to D11, D13)"));
        Assert.Equal<string>(["A3", "E4", "A8"], RulesIn("To whom it belongs (Policy A3), and more (E4, A8)."));
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

    private static bool Exists(string function) =>
        new[] { typeof(PolicyDocument).Assembly, typeof(Category).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Any(type =>
                function.StartsWith($"{type.Name}.", StringComparison.Ordinal)
                && type.GetMember(
                    function[(type.Name.Length + 1)..],
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance
                ).Length > 0
            );

    /// <summary>What an assembly's compiled docstrings say, private ones included.</summary>
    private static IEnumerable<Documented> DocumentedIn(Assembly assembly) =>
        from member in XDocument.Load(Path.ChangeExtension(assembly.Location, "xml")).Descendants("member")
        let id = member.Attribute("name")!.Value
        let path = id[2..].Split('(')[0].Split('.').Select(part => part.Split('`')[0]).ToArray()
        select new Documented(
            id[0],
            path[^1],
            string.Join('.', path.TakeLast(2)),
            RulesIn(member.Value),
            RulesIn(member.Element("summary")?.Value ?? "")
        );

    private static ImmutableArray<string> RulesIn(string text) =>
        [
            .. RuleForm()
                .Matches(text)
                .SelectMany(rules =>
                {
                    var first = int.Parse(rules.Groups["first"].Value, CultureInfo.InvariantCulture);
                    var last = rules.Groups["last"].Success
                        ? int.Parse(rules.Groups["last"].Value, CultureInfo.InvariantCulture)
                        : first;
                    return Enumerable.Range(first, last - first + 1).Select(n => $"{rules.Groups["letter"].Value}{n}");
                }),
        ];

    private static bool Declares(string source, string type) =>
        Regex.IsMatch(source, $@"\b(class|struct|record|interface) {type}\b", RegexOptions.None, Second);

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
        @"^\| (?<id>[A-J]\d+) \| [^|]+ \| `(?<type>\w+)\.(?<member>\w+)`(, `(?<type>\w+)\.(?<member>\w+)`)* \| `(?<tests>\w+)` \|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 60_000
    )]
    private static partial Regex RowForm();

    [GeneratedRegex(@"""(?<id>[A-J]\d{1,2})""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RuleLiteral();

    [GeneratedRegex(
        @"\b(?<letter>[A-J])(?<first>\d{1,2})\b( to \k<letter>(?<last>\d{1,2})\b)?",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 60_000
    )]
    private static partial Regex RuleForm();

    private sealed record Row(string Id, ImmutableArray<string> Functions, string Tests);

    /// <summary>A docstring.</summary>
    /// <param name="Kind">T for a type, M for a method, P for a property.</param>
    /// <param name="Last">The member's or the type's name.</param>
    /// <param name="Name">Type and member.</param>
    /// <param name="Rules">The rules it names.</param>
    /// <param name="Named">Those that its summary names.</param>
    private sealed record Documented(
        char Kind,
        string Last,
        string Name,
        ImmutableArray<string> Rules,
        ImmutableArray<string> Named
    )
    {
        /// <summary>Whether it is a function that decides or carries out. What grains promise in their interfaces, and how events are made, is none.</summary>
        public bool IsFunction => Kind == 'M' && Last != "#ctor" && !InterfaceForm().IsMatch(Name);

        /// <summary>Whether it is of a function, or of its type.</summary>
        public bool IsOf(string function) =>
            Name == function
            || (Kind == 'T' && function.StartsWith($"{Last}.", StringComparison.Ordinal))
            || (Last == "#ctor" && function.Split('.')[0] == Name.Split('.')[0]);
    }

    [GeneratedRegex(@"^I[A-Z]", RegexOptions.NonBacktracking)]
    private static partial Regex InterfaceForm();
}
