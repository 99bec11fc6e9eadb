namespace Tallydesk.Journal;

/// <summary>
/// The newest answers of one activation, so that a quick repeat reads nothing. Older repeats are found in the rows, where
/// every command stays for ever.
/// </summary>
internal sealed class RecentAnswers
{
    private const int Capacity = 32;
    private readonly Dictionary<string, (byte[] Hash, object Answer)> answers = new(Capacity);
    private readonly Queue<string> order = new(Capacity);

    /// <summary>Keeps an answer, and lets the oldest go.</summary>
    public void Keep(string commandId, byte[] hash, object answer)
    {
        if (!answers.TryAdd(commandId, (hash, answer)))
        {
            return;
        }

        order.Enqueue(commandId);
        if (order.Count > Capacity)
        {
            answers.Remove(order.Dequeue());
        }
    }

    /// <summary>The hash and answer of a command, when it is among the newest.</summary>
    public bool TryFind(string commandId, out byte[] hash, out object answer)
    {
        var found = answers.TryGetValue(commandId, out var kept);
        (hash, answer) = kept;
        return found;
    }
}
