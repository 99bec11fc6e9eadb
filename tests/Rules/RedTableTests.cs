using System.Text.RegularExpressions;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests;

/// <summary>The table of changes that turn tests red, in the README of the tests, names files and tests that exist.</summary>
public sealed partial class RedTableTests
{
    private static readonly IReadOnlyList<Match> Rows =
    [
        .. File.ReadLines(Path.Combine(Checkout.Root, "tests", "README.md"))
            .SkipWhile(line => line != "## Seeing each kind fail")
            .Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1) // The table's head.
            .Select(line => Row().Match(line)),
    ];

    [Fact]
    public void Every_row_has_a_change_and_a_test()
    {
        Assert.NotEmpty(Rows);
        Assert.All(Rows, row => Assert.True(PathsOf(row).Any() && TestsOf(row).Any(), row.Value));
    }

    [Fact]
    public void Every_file_it_names_exists() =>
        Assert.All(Rows.SelectMany(PathsOf), path => Assert.True(File.Exists(Path.Combine(Checkout.Root, path)), path));

    [Fact]
    public void Every_test_it_names_exists()
    {
        var known = Directory
            .EnumerateFiles(Path.Combine(Checkout.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Declared().Matches(File.ReadAllText(file)))
            .Select(declared => declared.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);
        Assert.All(
            Rows.SelectMany(TestsOf),
            name => Assert.True(known.Any(new Regex(PatternOf(name), RegexOptions.NonBacktracking).IsMatch), name)
        );
    }

    private static IEnumerable<string> PathsOf(Match row) => NamesIn(FilePath().Matches(row.Groups["change"].Value));

    private static IEnumerable<string> TestsOf(Match row) => NamesIn(Test().Matches(row.Groups["red"].Value));

    private static IEnumerable<string> NamesIn(MatchCollection found) => found.Select(one => one.Groups["name"].Value);

    /// <summary>A name, in which an ellipsis stands for any part.</summary>
    private static string PatternOf(string name) => $"^{Regex.Escape(name).Replace("…", @"\w*")}$";

    [GeneratedRegex(@"^\| [^|]+ \| (?<change>.+) \| (?<red>[^|]+) \|$", RegexOptions.NonBacktracking)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>[A-Za-z][\w.]*(?:/[\w.-]+)+|\w+\.md)`", RegexOptions.NonBacktracking)]
    private static partial Regex FilePath();

    // What follows the name tells one case of a theory from the others.
    [GeneratedRegex(@"`(?<name>[\w…]+)[^`]*`", RegexOptions.NonBacktracking)]
    private static partial Regex Test();

    [GeneratedRegex(@"\bclass (?<name>\w+)|\b(?:void|Task) (?<name>\w+)\(", RegexOptions.NonBacktracking)]
    private static partial Regex Declared();
}
