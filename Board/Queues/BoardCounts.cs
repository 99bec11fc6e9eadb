namespace Tallydesk.Queues;

/// <summary>What stands above the board: how many tickets each choice of the filter shows.</summary>
/// <param name="All">All tickets of the desk that are not over.</param>
/// <param name="Waiting">Those of them that wait for an answer.</param>
/// <param name="Unassigned">Those that nobody works on.</param>
/// <param name="Soon">Those whose promised answer is due within an hour.</param>
/// <param name="Overdue">Those whose promised answer is late.</param>
public sealed record BoardCounts(int All, int Waiting, int Unassigned, int Soon, int Overdue)
{
    /// <summary>Counts rows at an instant, in one pass.</summary>
    public static BoardCounts Of(IReadOnlyCollection<BoardRow> rows, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var (waiting, unassigned, soon, overdue) = (0, 0, 0, 0);
        foreach (var row in rows)
        {
            waiting += One("waiting", row);
            unassigned += One("unassigned", row);
            soon += One("soon", row);
            overdue += One("overdue", row);
        }

        return new(rows.Count, waiting, unassigned, soon, overdue);

        int One(string choice, BoardRow row) => BoardFilter.Shows(choice, row, now) ? 1 : 0;
    }
}
