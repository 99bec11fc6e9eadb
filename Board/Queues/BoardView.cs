namespace Tallydesk.Queues;

/// <summary>A row as it is drawn.</summary>
/// <param name="Row">The ticket as it is known last.</param>
/// <param name="Place">Its place among those that wait, 1 for the next; null when it waits for nothing.</param>
/// <param name="Gone">It has left the queue, or what is shown of it, and keeps its line while the order is held.</param>
public sealed record BoardLine(BoardRow Row, int? Place, bool Gone);

/// <summary>
/// The lines of the board: the queue in its order, as far as the filter shows it. While the order is held, because a pointer
/// is about to press something, lines change in place and none moves; what came, went or moved falls into place afterwards.
/// </summary>
/// <param name="replica">The queue.</param>
/// <param name="me">The reader's actor id.</param>
public sealed class BoardView(QueueReplica replica, string me)
{
    private List<PlacedRow> lines = [];
    private List<PlacedRow>? held;
    private (long Revision, BoardFilter Filter, DateTimeOffset Now) madeOf = (-1, BoardFilter.All, default);

    /// <summary>What is shown.</summary>
    public BoardFilter Filter { get; set; } = BoardFilter.All;

    /// <summary>The instant at which promises are looked at.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>Whether lines keep their places.</summary>
    public bool IsHeld => held is not null;

    /// <summary>How many lines there are.</summary>
    public int Count => Order.Count;

    /// <summary>Tickets that came while the order was held and have no line yet.</summary>
    public int Arrived
    {
        get
        {
            // Rows that only arrive late are not new.
            if (held is null || replica.IsFilling)
            {
                return 0;
            }

            var known = held.Select(line => line.Row.Number).ToHashSet();
            return Made.Count(line => !known.Contains(line.Row.Number));
        }
    }

    private List<PlacedRow> Order => held ?? Made;

    private List<PlacedRow> Made
    {
        get
        {
            var wanted = (replica.Revision, Filter, Filter.DependsOnTime ? Now : default);
            if (wanted != madeOf)
            {
                madeOf = wanted;
                lines =
                [
                    .. replica
                        .Rows.Select((row, index) => new PlacedRow(row, row.WaitingSince is null ? null : index + 1))
                        .Where(line => Filter.Admits(line.Row, me, Now)),
                ];
            }

            return lines;
        }
    }

    /// <summary>Keeps the lines where they are, or lets them fall into place.</summary>
    public void Hold(bool hold) => held = hold ? held ?? [.. Made] : null;

    /// <summary>Some of the lines.</summary>
    public IEnumerable<BoardLine> Lines(int first, int count)
    {
        var order = Order;
        var places = held is null ? null : Made.ToDictionary(line => line.Row.Number, line => line.Place);
        for (var index = first; index < Math.Min(order.Count, first + count); index++)
        {
            var number = order[index].Row.Number;
            var known = replica.Find(number);
            var place = order[index].Place;
            var isGone = known is null || places?.TryGetValue(number, out place) == false;
            yield return new(known ?? order[index].Row, isGone ? null : place, isGone);
        }
    }

    /// <summary>Where a ticket's line is; -1 when it has none.</summary>
    public int IndexOf(long number) => Order.FindIndex(line => line.Row.Number == number);

    /// <summary>The ticket so many lines below or above another, within the board; the first one when there is no other.</summary>
    public long? Step(long? from, int by)
    {
        if (Count == 0)
        {
            return null;
        }

        var at = from is { } number ? IndexOf(number) : -1;
        return Order[at < 0 ? 0 : Math.Clamp(at + by, 0, Count - 1)].Row.Number;
    }

    private sealed record PlacedRow(BoardRow Row, int? Place);
}
