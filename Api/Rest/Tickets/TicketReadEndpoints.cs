using Tallydesk.Problems;
using Tallydesk.Requests;

namespace Tallydesk.Tickets;

/// <summary>Tickets and their conversations, as their customer and staff see them.</summary>
internal static class TicketReadEndpoints
{
    /// <summary>Adds the list.</summary>
    public static void MapTicketList(this RouteGroupBuilder tickets) =>
        tickets.MapGet("", ListAsync).Produces<ListBody<TicketCard>>();

    /// <summary>Adds what is read of one ticket.</summary>
    public static void MapTicketReads(this RouteGroupBuilder ticket)
    {
        ticket.MapGet("", ViewAsync).Produces<TicketView>();
        ticket.MapGet("/conversation", ReadConversationAsync).Produces<ListBody<MessageBody>>();
    }

    private static async Task<IResult> ListAsync(
        PageRequest page,
        Caller caller,
        TicketQueries queries,
        string? status,
        string? assignee,
        string? customer
    )
    {
        var own = caller.Actor.Customer?.Value;
        if (own is not null && assignee is not null)
        {
            return Problem.OfField("assignee", "Only staff can filter tickets by assignee.");
        }

        var filter = new TicketFilter
        {
            Customer = own ?? customer,
            Statuses = StatusOf(status) is { } only ? [only] : [],
            Assignee = assignee,
        };
        var rows = await queries.PageAsync(filter, page.Limit + 1, page.AfterPlace());
        // A request for another customer's tickets returns an empty list.
        return TypedResults.Ok(
            page.Of(own is null || customer is null || customer == own ? rows : [], card => card.SeenBy(caller.Actor))
        );
    }

    private static async Task<IResult> ViewAsync(
        long number,
        Caller caller,
        TicketDirectory tickets,
        HttpResponse response
    )
    {
        if (await tickets.FindAsync(number) is not { } ticket)
        {
            return Problem.NotFound;
        }

        var view = await ticket.ViewAsync(caller.Actor);
        return view.Versioned(response, found => found.Version, found => found);
    }

    private static async Task<IResult> ReadConversationAsync(
        long number,
        PageRequest page,
        Caller caller,
        TicketDirectory tickets,
        TicketQueries queries
    )
    {
        if (await tickets.FindAsync(number) is not { } ticket)
        {
            return Problem.NotFound;
        }

        var view = await ticket.ViewAsync(caller.Actor);
        if (!view.Ok)
        {
            return Problem.Of(view.Refusal);
        }

        var messages = await queries.MessagesAfterAsync(view.Value.Id, caller.Actor, page.AfterSeq(), page.Limit + 1);
        return TypedResults.Ok(page.Of(messages, MessageBody.Of, message => message.Id.ToString()));
    }

    private static TicketStatus? StatusOf(string? status) =>
        QueryField.ValueOf<TicketStatus>("status", status, "status must be a ticket status, such as awaitingConsent.");
}
