namespace Tallydesk.Queues;

/// <summary>What stands above the board.</summary>
/// <param name="Waiting">Tickets that wait for an answer.</param>
/// <param name="Vip">Those of them under VIP care.</param>
/// <param name="Unassigned">Those of them that nobody works on.</param>
/// <param name="Overdue">Those whose promised answer is late.</param>
/// <param name="All">All tickets of the desk that are not over.</param>
public sealed record BoardCounts(int Waiting, int Vip, int Unassigned, int Overdue, int All)
{
    /// <summary>Counts rows at an instant.</summary>
    public static BoardCounts Of(IReadOnlyCollection<BoardRow> rows, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var (waiting, vip, unassigned, overdue) = (0, 0, 0, 0);
        foreach (var row in rows)
        {
            if (row.WaitingSince is not null)
            {
                waiting++;
                vip += row.Vip ? 1 : 0;
                unassigned += row.Assignee is null ? 1 : 0;
                overdue += row.DueAt < now ? 1 : 0;
            }
        }

        return new(waiting, vip, unassigned, overdue, rows.Count);
    }
}
