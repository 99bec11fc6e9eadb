using System.Globalization;
using System.Text.RegularExpressions;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests;

/// <summary>The table in SECURITY.md is whole, and the tests it names are there.</summary>
public sealed partial class SecurityTableTests
{
    /// <summary>The requirements of ASVS 5.0.0, levels 1 and 2: in each section, the numbers of those levels.</summary>
    private const string Requirements = """
        1.1.1-2 1.2.1-9 1.3.1-11 1.4.1-3 1.5.1-2
        2.1.1-3 2.2.1-3 2.3.1-4 2.4.1-1
        3.2.1-2 3.3.1-4 3.4.1-6 3.5.1-5 3.7.1-2
        4.1.1-3 4.2.1-1 4.3.1-2 4.4.1-4
        5.1.1-1 5.2.1-3 5.3.1-2 5.4.1-3
        6.1.1-3 6.2.1-12 6.3.1-4 6.4.1-4 6.5.1-5 6.6.1-3 6.8.1-4
        7.1.1-3 7.2.1-4 7.3.1-2 7.4.1-5 7.5.1-2 7.6.1-2
        8.1.1-2 8.2.1-3 8.3.1-1 8.4.1-1
        9.1.1-3 9.2.1-4
        10.1.1-2 10.2.1-2 10.3.1-4 10.4.1-11 10.5.1-5 10.6.1-2 10.7.1-3
        11.1.1-2 11.2.1-3 11.3.1-3 11.4.1-4 11.5.1-1 11.6.1-1
        12.1.1-3 12.2.1-2 12.3.1-4
        13.1.1-1 13.2.1-5 13.3.1-2 13.4.1-5
        14.1.1-2 14.2.1-4 14.3.1-3
        15.1.1-3 15.2.1-3 15.3.1-7
        16.1.1-1 16.2.1-5 16.3.1-4 16.4.1-3 16.5.1-3
        """;

    private static readonly IReadOnlyList<Match> Rows =
    [
        .. File.ReadLines(Path.Combine(Checkout.Root, "SECURITY.md"))
            .Select(line => Row().Match(line))
            .Where(row => row.Success),
    ];

    [Fact]
    public void Every_requirement_has_its_row() =>
        Assert.Equal(
            Requirements.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).SelectMany(Expand),
            Rows.Select(row => row.Groups["id"].Value)
        );

    [Fact]
    public void Every_test_it_names_is_there()
    {
        var tests = Directory
            .EnumerateFiles(Path.Combine(Checkout.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension)
            .ToHashSet(StringComparer.Ordinal);
        var named = Rows.SelectMany(row => Name().Matches(row.Groups["tests"].Value))
            .Select(name => name.Groups["name"].Value);
        Assert.All(named, name => Assert.Contains(name, tests));
    }

    private static IEnumerable<string> Expand(string range)
    {
        var section = range[..range.LastIndexOf('.')];
        var ends = range[(section.Length + 1)..]
            .Split('-')
            .Select(end => int.Parse(end, CultureInfo.InvariantCulture))
            .ToArray();
        return Enumerable.Range(ends[0], ends[1] - ends[0] + 1).Select(number => $"{section}.{number}");
    }

    [GeneratedRegex(@"^\| (?<id>\d+\.\d+\.\d+) \| .+ \| (?<tests>.*) \|$", RegexOptions.NonBacktracking)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[A-Za-z]+)`", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
