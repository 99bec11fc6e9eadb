using Tallydesk.Problems;
using Tallydesk.Requests;

namespace Tallydesk.Tickets;

/// <summary>What is done about a ticket's price beside assessing it, and the explanation of what it cost.</summary>
internal static class TicketPriceEndpoints
{
    /// <summary>Adds waivers, applied coverage and charges.</summary>
    public static void MapTicketPrices(this RouteGroupBuilder ticket)
    {
        ticket
            .MapPost("/waivers", WaiveAsync)
            .Produces<TicketState>()
            .WithSummary("Waives the price of the assessed category, by staff.")
            .WithDescription(
                "The category takes effect at price 0 as a new revision, and what was charged goes back; also after an end at "
                    + "which a charge stayed. It holds for that category: another is charged by its own rules. A second waiver "
                    + "changes nothing. Without an assessment it is refused: not_assessed."
            );
        ticket
            .MapPost("/coverage", ApplyCoverageAsync)
            .Produces<TicketState>()
            .WithSummary("Applies what the license covers now to the assessed category, by staff.")
            .WithDescription(
                "For care or a period that was bought while the ticket was open. It only takes the price away, and holds for "
                    + "that category. A category that the coverage does not bring is refused: coverage_out_of_scope."
            );
        ticket
            .MapGet("/charges", ExplainAsync)
            .Produces<TicketChargesBody>()
            .WithSummary("Explains every credit that was taken or given back on the ticket, and what waits.");
    }

    private static async Task<IResult> WaiveAsync(long number, NewWaiver body, Command command, TicketActs acts) =>
        (await acts.WaiveAsync(command.Context, number, body)).Ok(TicketState.Of);

    private static async Task<IResult> ApplyCoverageAsync(
        long number,
        NewCoverage? body,
        Command command,
        TicketActs acts
    ) => (await acts.ApplyCoverageAsync(command.Context, number, body ?? new(Reason: null))).Ok(TicketState.Of);

    private static async Task<IResult> ExplainAsync(
        long number,
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
        return view.Ok
            ? new JsonAnswer<TicketChargesBody>(
                StatusCodes.Status200OK,
                TicketChargesBody.Of(await queries.ChargesAsync(view.Value))
            )
            : Problem.Of(view.Refusal);
    }
}
