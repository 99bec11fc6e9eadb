using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tests.Policy;
using Xunit;

namespace Tallydesk.Tests.Examples;

/// <summary>Each number of the shipped policy counts: changed by one, an example of its rule no longer holds.</summary>
public sealed partial class NumberTests
{
    /// <summary>Where numbers stand, and the rules they belong to. A new number needs a line here and an example.</summary>
    private static readonly ImmutableArray<(string Path, string[] Rules)> RulesOf =
    [
        ("editions[", ["A1"]),
        ("prices.question", ["C1"]),
        ("prices.configuration", ["C1"]),
        ("prices.investigation", ["C1"]),
        ("prices.complexModificationFrom", ["C6"]),
        ("prices.upgrade.", ["C2"]),
        ("care.answerWithinWorkingHours", ["E2"]),
        ("care.minorModificationsPerMonth", ["E3"]),
        ("calendar.utcOffset", ["E2", "H2"]),
        ("calendar.open", ["E2", "H2"]),
        ("calendar.close", ["E2", "H2"]),
        ("calendar.holidays[", ["H1"]),
        ("calendar.extraWorkingDays[", ["H1"]),
        ("reopenDays", ["F4"]),
        ("closeSolvedAfterDays", ["F4"]),
        ("lowBalance[", ["D14"]),
        ("services[", ["J1"]),
    ];

    public static TheoryData<string> Numbers => [.. NumbersOf(Document(), "").Select(number => number.Path)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_changed_by_one_turns_an_example_of_its_rule_red(string path)
    {
        var rules = RulesOf.Single(known => path.StartsWith(known.Path, StringComparison.Ordinal)).Rules;
        var examples = Example.All.Where(example => rules.Contains(example.Rule)).ToArray();
        var changed = new[] { -1, 1 }.Select(step => Changed(path, step)).ToArray();

        // A number at the end of its range can be changed one way only; the other is refused by its name.
        Assert.All(
            changed.Where(answer => !answer.Ok),
            answer => Assert.Equal(path, answer.Refusal!.Facts.Single().Text)
        );
        var policies = changed.Where(answer => answer.Ok).Select(answer => answer.Value!).ToArray();
        Assert.NotEmpty(policies);
        Assert.All(
            policies,
            policy => Assert.True(examples.Any(example => !example.Holds(policy)), $"No example looks at {path}.")
        );
    }

    [Fact]
    public void Numbers_are_found_wherever_they_stand()
    {
        var paths = NumbersOf(Document(), "").Select(number => number.Path).ToArray();

        Assert.All(
            RulesOf,
            known => Assert.Contains(paths, path => path.StartsWith(known.Path, StringComparison.Ordinal))
        );
    }

    private static Answer<SupportPolicy> Changed(string path, int step)
    {
        var document = Document();
        var (_, node) = NumbersOf(document, "").Single(number => number.Path == path);
        var next = Step(node, step)!;
        while (node.Parent is JsonArray list && list.Any(other => JsonNode.DeepEquals(other, next)))
        {
            // No list holds the same twice: on to the next that it does not hold.
            next = Step(next.AsValue(), step)!;
        }

        node.ReplaceWith(next);
        return PolicyDocument.Parse(document.ToJsonString());
    }

    private static JsonNode Document() => JsonNode.Parse(PolicyDocument.Write(Business.Policy))!;

    private static IEnumerable<(string Path, JsonValue Node)> NumbersOf(JsonNode? node, string path) =>
        node switch
        {
            JsonObject members => members.SelectMany(member =>
                NumbersOf(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}")
            ),
            JsonArray items => items.SelectMany((item, index) => NumbersOf(item, $"{path}[{index}]")),
            JsonValue value when Step(value, 1) is not null => [(path, value)],
            _ => [],
        };

    /// <summary>A number one higher or lower: a time by a minute, a date by a day; null for what is none.</summary>
    private static JsonNode? Step(JsonValue value, int step)
    {
        if (value.GetValueKind() == JsonValueKind.Number)
        {
            return value.GetValue<decimal>() + step;
        }

        if (value.GetValueKind() != JsonValueKind.String)
        {
            return null;
        }

        var text = value.GetValue<string>();
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date.AddDays(step).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return ClockForm().Match(text) is not { Success: true } clock
            ? null
            : clock.Groups["sign"].Value
                + (
                    TimeSpan.Parse(clock.Groups["time"].Value, CultureInfo.InvariantCulture)
                    + TimeSpan.FromMinutes(step)
                ).ToString(@"hh\:mm", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(
        @"\A(?<sign>[+-]?)(?<time>[0-9]{2}:[0-9]{2})\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex ClockForm();
}
