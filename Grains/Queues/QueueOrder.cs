namespace Tallydesk.Queues;

/// <summary>The data that determines a ticket's place in its queue.</summary>
/// <param name="Vip">Whether its license has VIP care now.</param>
/// <param name="Urgent">Whether staff flagged it as urgent.</param>
/// <param name="WaitingSince">The oldest customer message without a public answer.</param>
/// <param name="Number">The ticket's number, unique.</param>
internal readonly record struct QueuePlace(bool Vip, bool Urgent, DateTimeOffset WaitingSince, long Number);

/// <summary>
/// The order of a queue, next ticket first: VIP care, then urgent, then longest waiting, then lowest number
/// (Policy E1, I7). Total, since numbers are unique.
/// </summary>
internal sealed class QueueOrder : IComparer<QueuePlace>
{
    /// <summary>The only order.</summary>
    internal static QueueOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(QueuePlace x, QueuePlace y) => Key(x).CompareTo(Key(y));

    // False sorts before true.
    private static (bool, bool, DateTimeOffset, long) Key(QueuePlace place) =>
        (!place.Vip, !place.Urgent, place.WaitingSince, place.Number);
}
