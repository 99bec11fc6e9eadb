using System.Runtime.InteropServices;

namespace Tallydesk.Queues;

/// <summary>
/// What decides a row's place: tickets that wait for an answer come first, as Policy E1 orders them, then the others by
/// number. The server orders the same way; the browser repeats it, so a delta carries only the rows that changed.
/// </summary>
/// <param name="Tier">0 to 3 for a waiting ticket, by VIP care and then urgency; 4 for one that doesn't wait.</param>
/// <param name="WaitingSince">UTC ticks of the oldest customer message without a public answer; 0 for one that doesn't wait.</param>
/// <param name="Number">The ticket's number, unique, which makes the order total.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BoardPlace(int Tier, long WaitingSince, long Number)
{
    private const int NotWaiting = 4;

    /// <summary>The order of places, first row first.</summary>
    public static IComparer<BoardPlace> Order { get; } = Comparer<BoardPlace>.Create(Compare);

    /// <summary>The place of a row.</summary>
    public static BoardPlace Of(BoardRow row) =>
        row.WaitingSince is { } since
            ? new((row.Vip ? 0 : 2) + (row.Urgent ? 0 : 1), since.UtcTicks, row.Number)
            : new(NotWaiting, 0, row.Number);

    private static int Compare(BoardPlace x, BoardPlace y)
    {
        var byTier = x.Tier.CompareTo(y.Tier);
        if (byTier != 0)
        {
            return byTier;
        }

        var byTime = x.WaitingSince.CompareTo(y.WaitingSince);
        return byTime != 0 ? byTime : x.Number.CompareTo(y.Number);
    }
}
