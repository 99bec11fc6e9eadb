using Tallydesk.Feeds;
using Tallydesk.Queues;

namespace Tallydesk.Tickets;

/// <summary>Sends the changes of a ticket to one client.</summary>
/// <param name="client">The client.</param>
/// <param name="number">The ticket.</param>
/// <param name="isStaff">Whether they see who writes an answer.</param>
/// <param name="queues">Knows who writes.</param>
internal sealed class TicketVoice(ITicketClient client, long number, bool isStaff, QueueFeeds queues)
    : IVoice<TicketChange>
{
    /// <inheritdoc/>
    public async Task TellAsync(TicketChange news)
    {
        if (isStaff && news.Replying is { } who)
        {
            await client.Replying(number, who);
        }

        if (news.HasChanged)
        {
            await client.Touched(number);
        }
    }

    /// <inheritdoc/>
    public async Task TellMissedAsync()
    {
        if (isStaff)
        {
            await client.Replying(number, queues.WritersOf(number));
        }

        await client.Touched(number);
    }
}
