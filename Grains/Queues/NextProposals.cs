using Tallydesk.Identity;
using Tallydesk.Refusals;
using Tallydesk.Tickets;

namespace Tallydesk.Queues;

/// <summary>
/// Prevents two concurrent engineers from getting the same ticket, and one engineer from getting it twice: a
/// proposed ticket is reserved, and a claimed one is excluded until its card shows the claim.
/// </summary>
internal sealed class NextProposals
{
    private const int Remembered = 1000;
    private readonly HashSet<long> reserved = [];
    private readonly Dictionary<long, long> taken = [];
    private readonly Dictionary<CommandId, Task<Answer<NextTicket>>> answers = [];
    private readonly Queue<CommandId> oldest = new();

    /// <summary>The result of a command, even while it is still running; a repeat gets the first result.</summary>
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
                // Nothing was done, so a retry is decided again.
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

    /// <summary>The first ticket that can be proposed, reserved until <see cref="Release"/>; null if there is none.</summary>
    public TicketCard? Reserve(IEnumerable<TicketCard> unassigned, HashSet<long> refused) =>
        unassigned.FirstOrDefault(card =>
            !refused.Contains(card.Number) && !IsTaken(card) && reserved.Add(card.Number)
        );

    /// <summary>The proposal has been decided.</summary>
    public void Release(long number) => reserved.Remove(number);

    /// <summary>The ticket was claimed with this version; it is not proposed again until its card arrives.</summary>
    public void Taken(long number, long version) => taken[number] = version;

    /// <summary>A card arrived; if it includes the claim, the reservation is no longer needed.</summary>
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
