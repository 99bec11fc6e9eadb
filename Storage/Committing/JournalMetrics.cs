using System.Diagnostics.Metrics;

namespace Tallydesk.Storage.Committing;

/// <summary>What the journal measures.</summary>
internal static class JournalMetrics
{
    private static readonly Meter Meter = new("Tallydesk");
    private static readonly Histogram<int> GroupSize = Meter.CreateHistogram<int>(
        "tallydesk.journal.group_size",
        "{commit}",
        "Commits in one transaction"
    );
    private static readonly Histogram<double> GroupTime = Meter.CreateHistogram<double>(
        "tallydesk.journal.group_time",
        "s",
        "Time from sending a group to its confirmation"
    );
    private static readonly Counter<int> Failures = Meter.CreateCounter<int>(
        "tallydesk.journal.failures",
        "{commit}",
        "Commits whose group was not confirmed"
    );

    /// <summary>Counts a group that is on disk.</summary>
    public static void Written(int commits, TimeSpan took)
    {
        GroupSize.Record(commits);
        GroupTime.Record(took.TotalSeconds);
    }

    /// <summary>Counts a group that was not confirmed.</summary>
    public static void Failed(GroupOutcome outcome, int commits) =>
        Failures.Add(commits, new KeyValuePair<string, object?>("outcome", outcome.ToString()));
}
