using System.Collections.Immutable;
using Xunit;

namespace Tallydesk.Tests.Crashes;

/// <summary>What was left when a flow's process was killed.</summary>
/// <param name="Cut">Where it was killed.</param>
/// <param name="Prepared">What stood there before the flow.</param>
/// <param name="Answers">What clients were told before the kill: they rely on it.</param>
internal sealed record Crashed(Cut Cut, Snapshot Prepared, ImmutableArray<Answered> Answers)
{
    /// <summary>Runs flows in a process that is killed when each of them has come to its cut.</summary>
    public static async Task<ImmutableArray<Crashed>> RunAsync(IReadOnlyCollection<Cut> cuts)
    {
        var host = await HostProcess.RunAsync([
            "crash",
            .. cuts.SelectMany(cut => (string[])[cut.Flow, cut.Store, $"{cut.Commit}", cut.Moment]),
        ]);
        Assert.True(host.Killed, $"No kill: {string.Join("; ", cuts)}");
        return [.. cuts.Select(cut => Of(host, cut))];
    }

    private static Crashed Of(HostProcess host, Cut cut)
    {
        var prepared = Assert.Single(host.ReportsOf(cut.Store), report => report.Stage == Stage.Prepared);
        return new(cut, prepared.Found!, host.AnswersOf(cut.Store));
    }
}
