namespace Tallydesk.Queues;

/// <summary>A row as it is drawn.</summary>
/// <param name="Row">The ticket as it is known last.</param>
/// <param name="Place">Its place among those that wait, 1 for the next; null when it waits for nothing.</param>
/// <param name="Gone">It has left the queue and keeps its line while the order is held.</param>
public sealed record BoardLine(BoardRow Row, int? Place, bool Gone);

/// <summary>
/// The lines of the board. While the order is held, because a pointer is about to press something, lines change in place and
/// none moves; what came, went or moved falls into place afterwards.
/// </summary>
/// <param name="replica">The queue.</param>
public sealed class BoardView(QueueReplica replica)
{
    private IReadOnlyList<BoardRow>? heldOrder;

    /// <summary>Whether lines keep their places.</summary>
    public bool IsHeld => heldOrder is not null;

    /// <summary>How many lines there are.</summary>
    public int Count => (heldOrder ?? replica.Rows).Count;

    /// <summary>Tickets that came while the order was held and have no line yet.</summary>
    public int Arrived =>
        heldOrder is null
            ? 0
            : Math.Max(0, replica.Rows.Count - heldOrder.Count(row => replica.Find(row.Number) is not null));

    /// <summary>Keeps the lines where they are, or lets them fall into place.</summary>
    public void Hold(bool hold) => heldOrder = hold ? heldOrder ?? [.. replica.Rows] : null;

    /// <summary>Some of the lines.</summary>
    public IEnumerable<BoardLine> Lines(int first, int count)
    {
        var order = heldOrder ?? replica.Rows;
        for (var index = first; index < Math.Min(order.Count, first + count); index++)
        {
            var known = replica.Find(order[index].Number);
            var row = known ?? order[index];
            yield return new(row, row.WaitingSince is null ? null : index + 1, Gone: known is null);
        }
    }

    /// <summary>Where a ticket's line is; -1 when it has none.</summary>
    public int IndexOf(long number)
    {
        var order = heldOrder ?? replica.Rows;
        for (var index = 0; index < order.Count; index++)
        {
            if (order[index].Number == number)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The ticket so many lines below or above another, within the board; the first one when there is no other.</summary>
    public long? Step(long? from, int by)
    {
        if (Count == 0)
        {
            return null;
        }

        var at = from is { } number ? IndexOf(number) : -1;
        var index = at < 0 ? 0 : Math.Clamp(at + by, 0, Count - 1);
        return Lines(index, 1).First().Row.Number;
    }
}
