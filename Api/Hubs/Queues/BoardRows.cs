using System.Collections.Immutable;
using Tallydesk.Journal;
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
    public static BoardRow Of(QueueItem item)
    {
        var card = item.Card;
        return new()
        {
            Number = card.Number,
            Version = card.Version,
            Subject = card.Subject,
            Customer = card.CustomerName,
            License = card.License.Value,
            Edition = card.Edition,
            Status = StoredNames.Of(card.Status),
            Coverage = StoredNames.Of(card.Coverage),
            Category = card.Category is { } category ? StoredNames.Of(category) : null,
            Price = card.Price?.Value,
            Charged = card.Charged.Value,
            Vip = item.Vip,
            Urgent = card.Urgent,
            Assignee = card.Assignee is { } assignee ? BoardProjection.Of(assignee) : null,
            AskedAt = card.AskedAt.ToUniversalTime(),
            WaitingSince = card.WaitingSince?.ToUniversalTime(),
            DueAt = item.DueAt?.ToUniversalTime(),
            Balance = item.Balance?.Value,
            CoveredUntil = item.CoveredUntil?.ToUniversalTime(),
            Replying = ReplyingOf(item.Replying),
        };
    }

    private static BoardReplying? ReplyingOf(ImmutableArray<Assignee> writers) =>
        writers is [var first, ..]
            ? new(BoardProjection.Of(first).Id, string.Join(", ", writers.Select(one => one.Name)))
            {
                Writers = [.. writers.Select(BoardProjection.Of)],
            }
            : null;
}
