using System.Diagnostics.Metrics;

namespace Tallydesk.Background;

/// <summary>What a background loop measures.</summary>
internal sealed class LoopMetrics : IDisposable
{
    private readonly Meter meter = new("Tallydesk");
    private readonly KeyValuePair<string, object?> loop;
    private readonly Counter<long> runs;

    /// <summary>The measures of a loop.</summary>
    public LoopMetrics(string name)
    {
        loop = new("loop", name);
        runs = meter.CreateCounter<long>("tallydesk.background.runs", "{run}", "Runs of background loops");
    }

    /// <summary>Measures how long ago the loop last succeeded.</summary>
    public void Watch(LoopRecord record) =>
        meter.CreateObservableGauge(
            "tallydesk.background.since_success",
            () => new Measurement<double>(record.SinceSuccess?.TotalSeconds ?? 0, loop),
            "s",
            "Time since a background loop last succeeded"
        );

    /// <summary>Counts a run.</summary>
    public void Count(bool succeeded) => runs.Add(1, loop, new("outcome", succeeded ? "succeeded" : "failed"));

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
