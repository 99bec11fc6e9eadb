namespace Tallydesk.Queues;

/// <summary>
/// The order of the rows: what waits for an answer as Policy E1 orders it, then the others by number. The server orders the
/// same way; the browser repeats it, so that a delta carries changed rows alone.
/// </summary>
public sealed class BoardOrder : IComparer<BoardRow>
{
    /// <summary>The one order.</summary>
    public static BoardOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(BoardRow? x, BoardRow? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return Key(x).CompareTo(Key(y));
    }

    // False sorts before true. Among tickets that wait for nothing only the number counts.
    private static (bool, bool, bool, DateTimeOffset, long) Key(BoardRow row) =>
        row.WaitingSince is { } since
            ? (false, !row.Vip, !row.Urgent, since, row.Number)
            : (true, true, true, default, row.Number);
}
