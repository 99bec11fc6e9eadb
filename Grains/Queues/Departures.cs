namespace Tallydesk.Queues;

/// <summary>
/// Versions of tickets that have left the queue, so that an older card that arrives late does not bring them back. Kept
/// for longer than a card can be delayed.
/// </summary>
internal sealed class Departures
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);
    private readonly Dictionary<long, long> versions = [];
    private readonly Queue<(DateTimeOffset At, long Number, long Version)> oldest = new();

    /// <summary>The version with which a ticket left; -1 if unknown.</summary>
    public long VersionOf(long number) => versions.GetValueOrDefault(number, -1);

    /// <summary>A ticket has left.</summary>
    public void Note(long number, long version, DateTimeOffset now)
    {
        versions[number] = version;
        oldest.Enqueue((now, number, version));
    }

    /// <summary>Removes entries that are older than a card can be delayed.</summary>
    public void Forget(DateTimeOffset now)
    {
        while (oldest.TryPeek(out var first) && now - first.At > Memory)
        {
            oldest.Dequeue();
            if (versions.GetValueOrDefault(first.Number, -1) == first.Version)
            {
                versions.Remove(first.Number);
            }
        }
    }
}
