using System.Collections.Immutable;
using Xunit;

namespace Tallydesk.Tests.Crashes;

/// <summary>A flow that nothing disturbed.</summary>
/// <param name="Commits">How many commits it made.</param>
/// <param name="Completed">What stood there at its end.</param>
/// <param name="Answers">What clients were told.</param>
internal sealed record Whole(int Commits, Snapshot Completed, ImmutableArray<Answered> Answers)
{
    /// <summary>Runs flows to their end, each on a desk of its own, in one process.</summary>
    public static async Task<Dictionary<string, Whole>> RunAsync(IReadOnlyDictionary<string, string> storeOfFlow)
    {
        var host = await HostProcess.RunAsync([
            "run",
            .. storeOfFlow.SelectMany(flow => (string[])[flow.Key, flow.Value]),
        ]);
        return storeOfFlow.ToDictionary(flow => flow.Key, flow => Of(host, flow.Value));
    }

    private static Whole Of(HostProcess host, string store)
    {
        var completed = Assert.Single(host.ReportsOf(store), report => report.Stage == Stage.Completed);
        return new(completed.Commits, completed.Found!, host.AnswersOf(store));
    }
}
