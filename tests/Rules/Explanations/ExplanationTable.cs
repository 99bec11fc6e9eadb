using System.Collections.Immutable;
using Tallydesk.Explanations;

namespace Tallydesk.Tests.Explanations;

/// <summary>The table of examples, one sentence for every way in which something came about.</summary>
internal static class ExplanationTable
{
    /// <summary>The reader's clock, at the offset of the shipped policy.</summary>
    public static ReaderClock Clock { get; } =
        new(TimeZoneInfo.CreateCustomTimeZone("+04:00", TimeSpan.FromHours(4), "+04:00", "+04:00"));

    /// <summary>The rows in the order of the document.</summary>
    public static ImmutableArray<Example> Rows { get; } =
    [.. PriceExamples.Rows, .. PaymentExamples.Rows, .. ChargeExamples.Rows, .. RefusalExamples.Rows];

    /// <summary>The document.</summary>
    public static string Document()
    {
        var lines = new List<string>
        {
            "# Explanations",
            "",
            "What customers read about prices, coverage, charges, refunds and refusals: one example for every way in which they",
            "come about. `Grains/Explanations` makes the sentences, for pages and for the field `explanation` of the API alike. This",
            "document is written by the tests: `EXPLANATIONS=write dotnet test tests/Rules --filter FullyQualifiedName~ExplanationDocumentTests`.",
        };
        foreach (var section in Rows.GroupBy(row => row.Section))
        {
            lines.AddRange(["", $"## {section.Key}", "", "| how it came about | sentence |", "|---|---|"]);
            lines.AddRange(section.Select(row => $"| {row.Situation} | {row.Sentence} |"));
        }

        return string.Join('\n', lines) + "\n";
    }
}
