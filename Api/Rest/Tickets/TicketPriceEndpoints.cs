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
            .WithSummary("Waives the price of the assessed category. Staff only.")
            .WithDescription(
                "The category takes effect at price 0 as a new revision, and the charge is refunded, even after the ticket ended with "
                    + "a charge. The waiver applies to this category only; another category is charged as usual. A second waiver "
                    + "changes nothing. Refused with not_assessed if there is no assessment."
            );
        ticket
            .MapPost("/coverage", ApplyCoverageAsync)
            .Produces<TicketState>()
            .WithSummary("Applies the license's current coverage to the assessed category. Staff only.")
            .WithDescription(
                "For VIP care or a support period that was bought while the ticket was open. It only removes the price, and applies to "
                    + "this category only. Refused with coverage_out_of_scope if the coverage doesn't include the category."
            );
        ticket
            .MapGet("/charges", ExplainAsync)
            .Produces<TicketChargesBody>()
            .WithSummary("Explains all charges and refunds of the ticket, and any charge that is waiting.");
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
