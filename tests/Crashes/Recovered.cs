using System.Collections.Immutable;
using Xunit;

namespace Tallydesk.Tests.Crashes;

/// <summary>What a restarted desk did by itself, and what it answered to the repeated commands.</summary>
/// <param name="Crashed">What it started on.</param>
/// <param name="Found">What stood there then; nobody had called.</param>
/// <param name="Answers">The answers to every command, repeated with its id; the flow's own are repeated twice.</param>
/// <param name="Repeated">What stood there afterwards.</param>
internal sealed record Recovered(Crashed Crashed, Snapshot Found, ImmutableArray<Answered> Answers, Snapshot Repeated)
{
    /// <summary>Starts a desk on each of those that were left behind, in one process.</summary>
    public static async Task<ImmutableArray<Recovered>> RunAsync(IReadOnlyCollection<Crashed> crashed)
    {
        var host = await HostProcess.RunAsync([
            "recover",
            .. crashed.SelectMany(left => (string[])[left.Cut.Flow, left.Cut.Store]),
        ]);
        return [.. crashed.Select(left => Of(host, left))];
    }

    /// <summary>The books agree before and after the repeats; nobody was told two things.</summary>
    public void AssertInOrder()
    {
        BooksAssert.Agree(Found);
        BooksAssert.Agree(Repeated);
        foreach (var answers in Crashed.Answers.Concat(Answers).GroupBy(answer => answer.Command))
        {
            Assert.True(answers.Distinct().Count() == 1, $"{Crashed.Cut}: {string.Join('\n', answers)}");
        }
    }

    private static Recovered Of(HostProcess host, Crashed crashed)
    {
        var reports = host.ReportsOf(crashed.Cut.Store).ToLookup(report => report.Stage);
        var recovered = Assert.Single(reports[Stage.Recovered]);
        return new(
            crashed,
            recovered.Found!,
            host.AnswersOf(crashed.Cut.Store),
            Assert.Single(reports[Stage.Repeated]).Found!
        );
    }
}
