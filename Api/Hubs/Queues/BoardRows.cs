using System.Collections.Immutable;
using System.Text.Json;

namespace Tallydesk.Queues;

/// <summary>What the queue tells a gateway, as browsers are told it.</summary>
internal static class BoardRows
{
    /// <summary>A delta.</summary>
    public static BoardDelta Of(QueueDelta delta) =>
        new(delta.Epoch, delta.Seq, [.. delta.Changes.Select(Of)], delta.Removed);

    /// <summary>A whole queue.</summary>
    public static ImmutableArray<BoardRow> Of(QueueSnapshot snapshot) => [.. snapshot.Items.Select(Of)];

    /// <summary>A ticket in its place.</summary>
    public static BoardRow Of(QueueItem item) =>
        new()
        {
            Number = item.Card.Number,
            Version = item.Card.Version,
            Subject = item.Card.Subject,
            Customer = item.Card.CustomerName,
            License = item.Card.License.Value,
            Edition = item.Card.Edition,
            Status = Word(item.Card.Status),
            Coverage = Word(item.Card.Coverage),
            Category = item.Card.Category is { } category ? Word(category) : null,
            Price = item.Card.Price?.Value,
            Charged = item.Card.Charged.Value,
            Vip = item.Vip,
            Urgent = item.Card.Urgent,
            Assignee = item.Card.Assignee is { } assignee ? new(assignee.Id, assignee.Name) : null,
            AskedAt = item.Card.AskedAt.ToUniversalTime(),
            WaitingSince = item.Card.WaitingSince?.ToUniversalTime(),
            DueAt = item.DueAt?.ToUniversalTime(),
            Balance = item.Balance?.Value,
            CoveredUntil = item.CoveredUntil?.ToUniversalTime(),
            Replying = item.Replying is [var first, ..]
                ? new(first.Id, string.Join(", ", item.Replying.Select(one => one.Name)))
                {
                    Writers = [.. item.Replying.Select(one => new BoardAssignee(one.Id, one.Name))],
                }
                : null,
        };

    private static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
