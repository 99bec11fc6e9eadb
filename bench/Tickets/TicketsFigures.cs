namespace Tallydesk.Bench.Tickets;

/// <summary>Everything that a run measured.</summary>
internal sealed class TicketsFigures
{
    /// <summary>In which state the machine was met.</summary>
    public required string MachineState { get; init; }

    /// <summary>PostgreSQL's version.</summary>
    public string PostgresVersion { get; set; } = "";

    /// <summary>All slices, in their order.</summary>
    public List<TicketSlice> Slices { get; } = [];

    /// <summary>What an operation writes, for each service on the server.</summary>
    public List<RowsWritten> Written { get; } = [];

    /// <summary>Cores that each process uses while nothing is asked of any; the last one is PostgreSQL's.</summary>
    public IReadOnlyList<(string Process, double Cores)> Idle { get; set; } = [];

    /// <summary>The highest rates; none where nobody looked for them.</summary>
    public List<Knee> Knees { get; } = [];

    /// <summary>The books of each service after the load.</summary>
    public List<CheckedBooks> Books { get; } = [];
}

/// <summary>A service's books beside what its answers acknowledged.</summary>
/// <param name="Subject">The service's name.</param>
/// <param name="ChargedTickets">Tickets that are charged.</param>
/// <param name="Acknowledged">Charges that were acknowledged.</param>
/// <param name="Errors">Operations that ended in an error.</param>
/// <param name="Finding">What does not agree; null when everything does.</param>
internal sealed record CheckedBooks(
    string Subject,
    long ChargedTickets,
    long Acknowledged,
    long Errors,
    string? Finding
);
