namespace Tallydesk.Queues;

/// <summary>What stands above the board: how many tickets each choice of the filter shows.</summary>
/// <param name="All">All tickets of the desk that are not over.</param>
/// <param name="Waiting">Those of them that wait for an answer.</param>
/// <param name="Unassigned">Those that nobody works on.</param>
/// <param name="Soon">Those whose promised answer is due within an hour.</param>
/// <param name="Overdue">Those whose promised answer is late.</param>
public sealed record BoardCounts(int All, int Waiting, int Unassigned, int Soon, int Overdue)
{
    /// <summary>Counts rows at an instant.</summary>
    public static BoardCounts Of(IReadOnlyCollection<BoardRow> rows, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new(rows.Count, CountOf("waiting"), CountOf("unassigned"), CountOf("soon"), CountOf("overdue"));

        int CountOf(string choice) => rows.Count(row => BoardFilter.Shows(choice, row, now));
    }
}
