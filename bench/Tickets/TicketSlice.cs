using Tallydesk.Bench.Load;

namespace Tallydesk.Bench.Tickets;

/// <summary>What one slice of load measured.</summary>
/// <param name="Subject">The service's name.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Connections">How many connections were open.</param>
/// <param name="Round">The round, from 0.</param>
/// <param name="Load">What the load process saw.</param>
/// <param name="ApplicationMicroseconds">Processor time of the service for one operation.</param>
/// <param name="DatabaseMicroseconds">Processor time of PostgreSQL for one operation; 0 for SQLite, which runs in the service.</param>
/// <param name="WalBytes">Bytes of write-ahead log for one operation; 0 for SQLite.</param>
/// <param name="Statements">Statements that PostgreSQL carried out for one operation; null when nobody counts them.</param>
/// <param name="AllocatedBytes">Bytes that the service allocated for one operation.</param>
/// <param name="ForeignCores">Cores that others used meanwhile.</param>
internal sealed record TicketSlice(
    string Subject,
    TicketWorkload Workload,
    int Connections,
    int Round,
    LoadResult Load,
    double ApplicationMicroseconds,
    double DatabaseMicroseconds,
    double WalBytes,
    double? Statements,
    double AllocatedBytes,
    double ForeignCores
)
{
    /// <summary>Operations that were answered to the end, per second.</summary>
    public double PerSecond => Load.Completed / Load.Seconds;
}
