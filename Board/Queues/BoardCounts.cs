namespace Tallydesk.Queues;

/// <summary>What stands above the board.</summary>
/// <param name="All">All tickets of the desk that are not over.</param>
/// <param name="Waiting">Those of them that wait for an answer.</param>
/// <param name="Unassigned">Those of the waiting that nobody works on.</param>
/// <param name="Soon">Those whose promised answer is due within an hour.</param>
/// <param name="Overdue">Those whose promised answer is late.</param>
public sealed record BoardCounts(int All, int Waiting, int Unassigned, int Soon, int Overdue)
{
    /// <summary>Counts rows at an instant.</summary>
    public static BoardCounts Of(IReadOnlyCollection<BoardRow> rows, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var (waiting, unassigned, soon, overdue) = (0, 0, 0, 0);
        foreach (var row in rows)
        {
            if (row.WaitingSince is not null)
            {
                waiting++;
                unassigned += row.Assignee is null ? 1 : 0;
                soon += row.DueAt >= now && row.DueAt - now < BoardFilter.Soon ? 1 : 0;
                overdue += row.DueAt < now ? 1 : 0;
            }
        }

        return new(rows.Count, waiting, unassigned, soon, overdue);
    }
}
