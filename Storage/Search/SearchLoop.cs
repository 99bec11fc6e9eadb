using Tallydesk.Background;

namespace Tallydesk.Search;

/// <summary>Indexes what is committed within a second. Every silo does so in turn; of two that meet, one waits for its next turn.</summary>
internal sealed class SearchLoop(SearchIndex index, TimeProvider time, ILogger<SearchLoop> log)
    : BackgroundLoop("search index", Pause, time, log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.6);

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && await index.AdvanceAsync() == Indexing.More) { }
    }
}
