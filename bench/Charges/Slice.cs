using Tallydesk.Bench.Machine;

namespace Tallydesk.Bench.Charges;

/// <summary>What one slice of load measured.</summary>
/// <param name="PerSecond">Adjustments on disk and answered, per second.</param>
/// <param name="MedianMilliseconds">The median time of an answer.</param>
/// <param name="P99Milliseconds">99 of 100 answers came within it.</param>
/// <param name="ApplicationMicroseconds">Processor time of the service for one adjustment.</param>
/// <param name="DatabaseMicroseconds">Processor time of PostgreSQL for one adjustment; 0 for SQLite, which runs in the service.</param>
/// <param name="ForeignCores">Cores that others used meanwhile.</param>
internal sealed record Slice(
    double PerSecond,
    double MedianMilliseconds,
    double P99Milliseconds,
    double ApplicationMicroseconds,
    double DatabaseMicroseconds,
    double ForeignCores
)
{
    /// <summary>Processor time of service and database for one adjustment.</summary>
    public double CpuMicroseconds => ApplicationMicroseconds + DatabaseMicroseconds;

    /// <summary>The median of each figure.</summary>
    public static Slice Median(IReadOnlyList<Slice> slices) =>
        new(
            Medians.Of(slices.Select(s => s.PerSecond)),
            Medians.Of(slices.Select(s => s.MedianMilliseconds)),
            Medians.Of(slices.Select(s => s.P99Milliseconds)),
            Medians.Of(slices.Select(s => s.ApplicationMicroseconds)),
            Medians.Of(slices.Select(s => s.DatabaseMicroseconds)),
            Medians.Of(slices.Select(s => s.ForeignCores))
        );
}
