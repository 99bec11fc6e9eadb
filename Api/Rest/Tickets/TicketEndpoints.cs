using Tallydesk.Attachments;
using Tallydesk.Batches;
using Tallydesk.Identity;
using Tallydesk.Requests;

namespace Tallydesk.Tickets;

/// <summary>Tickets. Who may do what with one, and when, is the ticket's to decide (<see cref="TicketTable"/>).</summary>
internal static class TicketEndpoints
{
    /// <summary>Adds <c>/tickets</c>.</summary>
    public static void MapTickets(this IEndpointRouteBuilder v1)
    {
        var tickets = v1.MapGroup("/tickets").WithTags("Tickets").RequireAuthorization(Rights.CustomerOrStaff);
        tickets
            .MapPost("", OpenAsync)
            .InBatches()
            .Produces<OpenedTicket>(StatusCodes.Status201Created)
            .WithSummary("Opens a ticket with the files uploaded for it.")
            .WithDescription(
                "Upload files to the license's attachments first. If one of them is rejected, the ticket is not opened."
            );
        tickets.MapTicketList();

        var ticket = tickets.MapGroup("/{number:long}");
        ticket.MapTicketReads();
        ticket.MapTicketPrices();
        ticket.MapAttachments();
        ticket
            .MapPost("/messages", PostAsync)
            .Produces<AddedMessage>(StatusCodes.Status201Created)
            .WithSummary("Posts a message, or an internal note (staff only).")
            .WithDescription(TicketTexts.Messages);
        ticket.MapPost("/assessments", AssessAsync).Produces<MadeAssessment>(StatusCodes.Status201Created);
        ticket.MapPost("/splits", SplitAsync).Produces<SplitOffTicket>(StatusCodes.Status201Created);
        ticket.MapPost("/claim", ClaimAsync).Produces<TicketState>();
        ticket.MapPost("/release", ReleaseAsync).Produces<TicketState>();
        ticket.MapPost("/assignee", AssignAsync).Produces<TicketState>();
        ticket.MapPost("/urgency", ChangeUrgencyAsync).Produces<TicketState>();
        ticket.MapPost("/consents", DecideAsync).Produces<TicketState>();
        ticket
            .MapPost("/resolution", ResolveAsync)
            .Produces<TicketState>()
            .WithSummary("Resolves the ticket.")
            .WithDescription(
                "The customer sees the note in the conversation. A duplicate costs nothing; any other charge stays unless it is waived. To solve a product bug, name the "
                    + "release that fixes it in fixedIn. Setting fixedIn turns any ticket into a product bug, which costs nothing."
            );
        ticket.MapPost("/withdrawal", WithdrawAsync).Produces<TicketState>();
        ticket.MapPost("/closing", CloseAsync).Produces<TicketState>();
        ticket
            .MapPost("/reopening", ReopenAsync)
            .Produces<TicketState>()
            .WithSummary("Reopens a solved or closed ticket without a message.")
            .WithDescription(TicketTexts.Reopening);
        ticket
            .MapPost("/merges", MergeAsync)
            .Produces<TicketState>()
            .WithSummary("Merges a duplicate into another ticket of the same customer. Staff only.")
            .WithDescription(TicketTexts.Merges);
    }

    private static async Task<IResult> OpenAsync(NewTicket body, Command command, TicketActs acts) =>
        (await acts.OpenAsync(command.Context, body)).Created(
            OpenedTicket.Of,
            receipt => $"/v1/tickets/{receipt.Number}"
        );

    private static async Task<IResult> PostAsync(long number, NewMessage body, Command command, TicketActs acts) =>
        (await acts.PostAsync(command.Context, number, body)).Created(AddedMessage.Of);

    private static async Task<IResult> AssessAsync(long number, NewAssessment body, Command command, TicketActs acts) =>
        (await acts.AssessAsync(command.Context, number, body)).Created(MadeAssessment.Of);

    private static async Task<IResult> SplitAsync(long number, NewSplit body, Command command, TicketActs acts) =>
        (await acts.SplitAsync(command.Context, number, body)).Created(receipt => new SplitOffTicket(
            receipt.Child ?? 0
        ));

    private static async Task<IResult> ClaimAsync(long number, Command command, TicketActs acts) =>
        (await acts.ClaimAsync(command.Context, number)).Ok(TicketState.Of);

    private static async Task<IResult> ReleaseAsync(long number, Command command, TicketActs acts) =>
        (await acts.ReleaseAsync(command.Context, number)).Ok(TicketState.Of);

    private static async Task<IResult> AssignAsync(long number, NewAssignee body, Command command, TicketActs acts) =>
        (await acts.AssignAsync(command.Context, number, body)).Ok(TicketState.Of);

    private static async Task<IResult> ChangeUrgencyAsync(
        long number,
        NewUrgency body,
        Command command,
        TicketActs acts
    ) => (await acts.ChangeUrgencyAsync(command.Context, number, body)).Ok(TicketState.Of);

    private static async Task<IResult> DecideAsync(long number, NewConsent body, Command command, TicketActs acts) =>
        (await acts.DecideAsync(command.Context, number, body)).Ok(TicketState.Of);

    private static async Task<IResult> ResolveAsync(
        long number,
        NewResolution body,
        Command command,
        TicketActs acts
    ) => (await acts.ResolveAsync(command.Context, number, body)).Ok(TicketState.Of);

    private static async Task<IResult> WithdrawAsync(long number, Command command, TicketActs acts) =>
        (await acts.WithdrawAsync(command.Context, number)).Ok(TicketState.Of);

    private static async Task<IResult> CloseAsync(long number, Command command, TicketActs acts) =>
        (await acts.CloseAsync(command.Context, number)).Ok(TicketState.Of);

    private static async Task<IResult> MergeAsync(long number, NewMerge body, Command command, TicketActs acts) =>
        (await acts.MergeAsync(command.Context, number, body)).Ok(TicketState.Of);

    private static async Task<IResult> ReopenAsync(long number, Command command, TicketActs acts) =>
        (await acts.ReopenAsync(command.Context, number)).Ok(TicketState.Of);
}
