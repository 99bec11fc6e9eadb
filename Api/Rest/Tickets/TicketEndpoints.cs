using System.Collections.Immutable;
using Tallydesk.Attachments;
using Tallydesk.Identity;
using Tallydesk.Problems;
using Tallydesk.Refusals;
using Tallydesk.Requests;

namespace Tallydesk.Tickets;

/// <summary>Tickets. Who may do what with one, and when, is the ticket's to decide (<see cref="TicketTable"/>).</summary>
internal static class TicketEndpoints
{
    /// <summary>Adds <c>/tickets</c>.</summary>
    public static void MapTickets(this IEndpointRouteBuilder v1)
    {
        var tickets = v1.MapGroup("/tickets").WithTags("Tickets").RequireAuthorization(Rights.CustomerOrStaff);
        tickets.MapPost("", OpenAsync).Produces<OpenedTicket>(StatusCodes.Status201Created);
        tickets.MapTicketList();

        var ticket = tickets.MapGroup("/{number:long}");
        ticket.MapTicketReads();
        ticket.MapTicketPrices();
        ticket.MapAttachments();
        ticket
            .MapPost("/messages", PostAsync)
            .Produces<AddedMessage>(StatusCodes.Status201Created)
            .WithSummary("Writes a message, or an internal note by staff.")
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
            .WithSummary("Ends the work.")
            .WithDescription(
                "The customer reads the note in the conversation. A duplicate costs nothing; otherwise a charge stays unless it is waived. A product bug is solved by naming the "
                    + "release with its fix in fixedIn; naming it makes any ticket a product bug, which costs nothing."
            );
        ticket.MapPost("/withdrawal", WithdrawAsync).Produces<TicketState>();
        ticket.MapPost("/closing", CloseAsync).Produces<TicketState>();
        ticket
            .MapPost("/reopening", ReopenAsync)
            .Produces<TicketState>()
            .WithSummary("Goes on with a solved or closed ticket without a message.")
            .WithDescription(TicketTexts.Reopening);
        ticket
            .MapPost("/merges", MergeAsync)
            .Produces<TicketState>()
            .WithSummary("Merges a duplicate into another ticket of its customer; staff only.")
            .WithDescription(TicketTexts.Merges);
    }

    private static async Task<IResult> OpenAsync(NewTicket body, Command command, TicketDirectory tickets)
    {
        var ticket = tickets.Ticket(TicketId.For(command.Context.Id));
        var opened = await ticket.OpenAsync(command.Context, body.ToCommand());
        if (opened is { Ok: true, Value.Opening: null })
        {
            // Answers recorded by earlier releases lack the opening.
            var view = await ticket.ViewAsync(command.Actor);
            opened = view.Ok ? opened.Value with { Opening = OpenedTicket.OpeningOf(view.Value) } : view.Refusal;
        }

        return opened.Created(OpenedTicket.Of, receipt => $"/v1/tickets/{receipt.Number}");
    }

    private static async Task<IResult> PostAsync(
        long number,
        NewMessage body,
        Command command,
        TicketDirectory tickets,
        AttachmentService files
    )
    {
        if (await tickets.FindAsync(number) is not { } ticket)
        {
            return Problem.NotFound;
        }

        var claimed = await KeepFilesAsync(ticket, body, command, files);
        if (!claimed.Ok)
        {
            return Problem.Of(claimed.Refusal);
        }

        var message = body.ToCommand(claimed.Value.IsEmpty ? null : claimed.Value);
        return (await ticket.PostAsync(command.Context, message)).Created(AddedMessage.Of);
    }

    /// <summary>Keeps the message's files, once its sender is found to see the ticket.</summary>
    private static async Task<Answer<ImmutableList<Attachment>>> KeepFilesAsync(
        ITicketGrain ticket,
        NewMessage body,
        Command command,
        AttachmentService files
    )
    {
        if (body.Attachments is not { Count: > 0 } ids)
        {
            return ImmutableList<Attachment>.Empty;
        }

        if (ids.Count > files.Limits.MostOfMessage)
        {
            return FileRefusals.TooManyOfMessage(ids.Count, files.Limits.MostOfMessage);
        }

        var view = await ticket.ViewAsync(command.Actor);
        return view.Ok
            ? await files.ClaimAsync(
                command.Actor,
                view.Value.Id,
                [.. ids.Select(id => Given.OptionalText(id, "attachments") ?? "")]
            )
            : view.Refusal;
    }

    private static Task<IResult> AssessAsync(
        long number,
        NewAssessment body,
        Command command,
        TicketDirectory tickets
    ) =>
        tickets.DoAsync(
            number,
            ticket => ticket.AssessAsync(command.Context, body.ToCommand()),
            assessed => assessed.Created(MadeAssessment.Of)
        );

    private static Task<IResult> SplitAsync(long number, NewSplit body, Command command, TicketDirectory tickets) =>
        tickets.DoAsync(
            number,
            ticket => ticket.SplitAsync(command.Context, body.ToCommand()),
            split => split.Created(receipt => new SplitOffTicket(receipt.Child ?? 0))
        );

    private static Task<IResult> ClaimAsync(long number, Command command, TicketDirectory tickets) =>
        tickets.DoAsync(number, ticket => ticket.ClaimAsync(command.Context));

    private static Task<IResult> ReleaseAsync(long number, Command command, TicketDirectory tickets) =>
        tickets.DoAsync(number, ticket => ticket.ReleaseAsync(command.Context));

    private static async Task<IResult> AssignAsync(
        long number,
        NewAssignee body,
        Command command,
        TicketDirectory tickets,
        Colleagues colleagues
    )
    {
        var engineer = await colleagues.FindAsync(Given.Text(body.Engineer, "engineer"));
        return engineer is { IsStaff: true }
            ? await tickets.DoAsync(
                number,
                ticket => ticket.AssignAsync(command.Context, new AssignTicket(engineer.Id, engineer.Name))
            )
            : Problem.OfField("engineer", "There is no engineer of this id.");
    }

    private static Task<IResult> ChangeUrgencyAsync(
        long number,
        NewUrgency body,
        Command command,
        TicketDirectory tickets
    ) => tickets.DoAsync(number, ticket => ticket.ChangeUrgencyAsync(command.Context, body.ToCommand()));

    private static Task<IResult> DecideAsync(long number, NewConsent body, Command command, TicketDirectory tickets) =>
        tickets.DoAsync(number, ticket => ticket.DecideAsync(command.Context, body.ToCommand()));

    private static Task<IResult> ResolveAsync(
        long number,
        NewResolution body,
        Command command,
        TicketDirectory tickets
    ) => tickets.DoAsync(number, ticket => ticket.ResolveAsync(command.Context, body.ToCommand()));

    private static Task<IResult> WithdrawAsync(long number, Command command, TicketDirectory tickets) =>
        tickets.DoAsync(number, ticket => ticket.WithdrawAsync(command.Context));

    private static Task<IResult> CloseAsync(long number, Command command, TicketDirectory tickets) =>
        tickets.DoAsync(number, ticket => ticket.CloseAsync(command.Context));

    private static async Task<IResult> MergeAsync(
        long number,
        NewMerge body,
        Command command,
        TicketDirectory tickets,
        IGrainFactory grains
    )
    {
        var into = await tickets.FindAsync(Given.Value(body.Into, "into"));
        return await tickets.DoAsync(
            number,
            ticket => Merging.MergeAsync(grains, ticket, command.Context, body.ToCommand(into))
        );
    }

    private static Task<IResult> ReopenAsync(long number, Command command, TicketDirectory tickets) =>
        tickets.DoAsync(number, ticket => ticket.ReopenAsync(command.Context));

    /// <summary>A command to the ticket of a number; 404 when there is none, as the ticket itself answers those who may not see it.</summary>
    public static async Task<IResult> DoAsync(
        this TicketDirectory tickets,
        long number,
        Func<ITicketGrain, Task<Answer<TicketReceipt>>> command,
        Func<Answer<TicketReceipt>, IResult>? result = null
    )
    {
        if (await tickets.FindAsync(number) is not { } ticket)
        {
            return Problem.NotFound;
        }

        var answer = await command(ticket);
        return result is null ? answer.Ok(TicketState.Of) : result(answer);
    }
}
