using Tallydesk.Identity;
using Tallydesk.Storage.Reading;

namespace Tallydesk.Tickets;

/// <summary>Finds tickets by the number that people use. A number never changes its ticket, so what was found once is kept in memory.</summary>
internal sealed class TicketDirectory(TicketQueries queries, IGrainFactory grains)
{
    private const int Capacity = 100_000;
    private readonly Remembered<long, TicketId> found = new(Capacity);

    /// <summary>The ticket of a number; null when there is none.</summary>
    public async ValueTask<ITicketGrain?> FindAsync(long number)
    {
        if (!found.TryFind(number, out var id))
        {
            if (await queries.FindAsync(number) is not { } stored)
            {
                return null;
            }

            id = found.Keep(number, stored);
        }

        return Ticket(id);
    }

    /// <summary>Keeps a ticket that was just opened, so that what follows needs no look-up.</summary>
    public void Keep(long number, TicketId id) => found.Keep(number, id);

    /// <summary>The ticket of a number as an actor sees it; null when there is none that the actor may see.</summary>
    public async Task<TicketView?> ViewAsync(long number, Actor actor) =>
        await FindAsync(number) is { } ticket ? (await ticket.ViewAsync(actor)).Value : null;

    /// <summary>The ticket of a grain's key.</summary>
    public ITicketGrain Ticket(TicketId id) => grains.GetGrain<ITicketGrain>(id.Value);
}
