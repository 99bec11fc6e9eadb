using Tallydesk.Journal;

namespace Tallydesk.Flows;

/// <summary>Reads how much work waits to be finished.</summary>
public sealed class FlowQueries(IJournalReader journal)
{
    /// <summary>How many notices wait; counts no further than a limit.</summary>
    public async Task<int> CountNoticesAsync(int limit) => (await journal.ReadNoticesAsync(limit)).Length;

    /// <summary>How many grains have a flow that has not ended; counts no further than a limit.</summary>
    public async Task<int> CountPendingAsync(DateTimeOffset now, int limit) =>
        (await journal.ReadPendingAsync(now, limit)).Length;
}
