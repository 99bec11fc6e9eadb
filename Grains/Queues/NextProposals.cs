using Tallydesk.Identity;
using Tallydesk.Refusals;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>
/// Keeps two engineers who ask at once from being sent to one ticket, and the same engineer from being sent twice: what is
/// proposed is reserved, and what was taken stays away until its card says so too.
/// </summary>
internal sealed class NextProposals
{
    private const int Remembered = 1000;
    private readonly HashSet<long> reserved = [];
    private readonly Dictionary<long, long> taken = [];
    private readonly Dictionary<CommandId, Task<Answer<NextTicket>>> answers = [];
    private readonly Queue<CommandId> oldest = new();

    /// <summary>The answer to a command, also while it is still being found; a repeat gets the first one.</summary>
    public async Task<Answer<NextTicket>> AnswerOnceAsync(CommandId command, Func<Task<Answer<NextTicket>>> find)
    {
        if (!answers.TryGetValue(command, out var answer))
        {
            answer = find();
            Remember(command, answer);
        }

        try
        {
            var found = await answer;
            if (found.Value?.Number is null)
            {
                // Nothing was done, so a repeat is decided afresh.
                answers.Remove(command);
            }

            return found;
        }
        catch
        {
            answers.Remove(command);
            throw;
        }
    }

    /// <summary>The first ticket that can be proposed, reserved until <see cref="Release"/>; null when there is none.</summary>
    public TicketCard? Reserve(IEnumerable<TicketCard> unassigned, HashSet<long> refused) =>
        unassigned.FirstOrDefault(card =>
            !refused.Contains(card.Number) && !IsTaken(card) && reserved.Add(card.Number)
        );

    /// <summary>The proposal has been decided.</summary>
    public void Release(long number) => reserved.Remove(number);

    /// <summary>The ticket was taken with this version; until a card of it arrives nobody is sent to it.</summary>
    public void Taken(long number, long version) => taken[number] = version;

    /// <summary>A card arrived: one that knows of the taking speaks for itself.</summary>
    public void Seen(TicketCard card)
    {
        if (taken.TryGetValue(card.Number, out var version) && card.Version >= version)
        {
            taken.Remove(card.Number);
        }
    }

    private bool IsTaken(TicketCard card) => taken.TryGetValue(card.Number, out var version) && card.Version < version;

    private void Remember(CommandId command, Task<Answer<NextTicket>> answer)
    {
        answers[command] = answer;
        oldest.Enqueue(command);
        while (oldest.Count > Remembered)
        {
            answers.Remove(oldest.Dequeue());
        }
    }
}
