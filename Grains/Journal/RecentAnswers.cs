using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Journal;

/// <summary>
/// The newest answers of one activation, so that a quick repeat reads nothing. Older repeats are found in the rows, where
/// every command stays for ever.
/// </summary>
internal sealed class RecentAnswers
{
    private const int Capacity = 32;
    private readonly Dictionary<string, (CommandHash Hash, object Answer)> answers = new(Capacity);
    private readonly Queue<string> order = new(Capacity);

    /// <summary>Keeps an answer, and lets the oldest go.</summary>
    public void Keep(string commandId, CommandHash hash, object answer)
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

    /// <summary>Whether a command is among the newest.</summary>
    public bool Knows(CommandId id) => answers.ContainsKey(id.Value);

    /// <summary>The answer to a command when its id is among the newest; refused when that came with other content.</summary>
    public Answer<TAnswer>? Find<TAnswer>(CommandId id, CommandHash hash)
        where TAnswer : class =>
        !answers.TryGetValue(id.Value, out var kept) ? null
        : kept.Hash.Matches(hash.Bytes.Span) ? (TAnswer)kept.Answer
        : Repeats.KeyReused(id);
}
