using System.Collections.Immutable;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>Converts the queue's views into what browsers receive.</summary>
internal static class BoardRows
{
    /// <summary>A delta.</summary>
    public static BoardDelta Of(QueueDelta delta) =>
        new(delta.Epoch, delta.Seq, [.. delta.Changes.Select(Of)], delta.Removed);

    /// <summary>A whole queue.</summary>
    public static ImmutableArray<BoardRow> Of(QueueSnapshot snapshot) => [.. snapshot.Items.Select(Of)];

    /// <summary>A ticket in its place.</summary>
    public static BoardRow Of(QueueItem item) =>
        BoardProjection.Of(item.Card) with
        {
            Vip = item.Vip,
            DueAt = item.DueAt?.ToUniversalTime(),
            Balance = item.Balance?.Value,
            CoveredUntil = item.CoveredUntil?.ToUniversalTime(),
            Replying = item.Replying is [var first, ..]
                ? new(BoardProjection.Of(first).Id, string.Join(", ", item.Replying.Select(one => one.Name)))
                {
                    Writers = [.. item.Replying.Select(BoardProjection.Of)],
                }
                : null,
        };
}
