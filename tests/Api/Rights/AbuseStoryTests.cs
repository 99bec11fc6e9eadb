using System.Reflection;
using System.Text.RegularExpressions;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Rights;

/// <summary>The table of abuse stories in the README of the tests names tests that are there, and all of those that tell stories.</summary>
public sealed partial class AbuseStoryTests
{
    private static readonly IReadOnlyList<string> Named =
    [
        .. File.ReadLines(Path.Combine(Checkout.Root, "tests", "README.md"))
            .Select(line => Story().Match(line))
            .Where(story => story.Success)
            .Select(story => story.Groups["test"].Value),
    ];

    private static readonly IReadOnlyList<string> Told =
    [
        .. typeof(AbuseStoryTests)
            .Assembly.GetTypes()
            .SelectMany(type =>
                type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            )
            .Where(method => method.IsDefined(typeof(FactAttribute), inherit: true))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}"),
    ];

    [Fact]
    public void Every_story_is_told_by_a_test()
    {
        Assert.NotEmpty(Named);
        Assert.Empty(Named.Except(Told));
    }

    [Fact]
    public void Every_test_of_abuse_is_in_the_table()
    {
        var abuse = Told.Where(test => test.StartsWith("AbuseOf", StringComparison.Ordinal));
        Assert.Empty(abuse.Except(Named));
    }

    [GeneratedRegex(@"^\| [^|]+ \| [^|]+ \| `(?<test>\w+\.\w+)` \|$", RegexOptions.NonBacktracking)]
    private static partial Regex Story();
}
