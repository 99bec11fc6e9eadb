using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tallydesk.Attachments;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Pages.Credits;
using Tallydesk.Pages.Customers;
using Tallydesk.Pages.Enquiries;
using Tallydesk.Pages.Tickets;
using Tallydesk.Refusals;
using Tallydesk.Tickets;

namespace Tallydesk.Pages;

/// <summary>The pages on which tickets, customers and enquiries are read, made on the server without script.</summary>
internal static class DeskPages
{
    private const int LongestCommand = 64;
    private const long LargestForm = 64L << 20;

    /// <summary>Adds the pages.</summary>
    public static void MapDeskPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages
            .MapGet("/", (HttpContext http) => new RazorComponentResult<Start>(new { Me = http.User.Actor()! }))
            .RequireAuthorization(Rights.Anyone);

        var tickets = pages.MapGroup("/tickets").RequireAuthorization(Rights.CustomerOrStaff);
        tickets.MapGet("", () => new RazorComponentResult<TicketListPage>());
        tickets.MapGet("/{number:long}", ShowTicket);
        tickets.MapPost("/{number:long}/messages", PostAsync).WithMetadata(new RequestSizeLimitAttribute(LargestForm));
        tickets.MapAttachmentDownload();

        pages.MapGet("/credits", ShowCredits).RequireAuthorization(Rights.CustomerOrStaff);
        pages.MapOwnStatement();
        var staff = pages.MapGroup("").RequireAuthorization(Rights.Staff);
        staff.MapGet("/customers", () => new RazorComponentResult<CustomerListPage>());
        staff.MapGet(
            "/customers/{customer}",
            (string customer, long? after) =>
                new RazorComponentResult<CustomerPage>(new { Customer = customer, After = after ?? 0 })
        );
        staff.MapGet("/enquiries", () => new RazorComponentResult<EnquiryListPage>());
        staff.MapGet("/enquiries/{id}", (string id) => new RazorComponentResult<EnquiryPage>(new { Id = id }));
    }

    private static RazorComponentResult<TicketPage> ShowTicket(long number, long? after) =>
        Ticket(number, after ?? 0, refused: null);

    /// <summary>Staff see credits on the customers' pages; here are a customer's own.</summary>
    private static IResult ShowCredits(HttpContext http, long? after) =>
        http.User.Actor()?.Customer is null
            ? TypedResults.LocalRedirect("/customers")
            : new RazorComponentResult<CreditsPage>(new { After = after ?? 0 });

    private static async Task<IResult> PostAsync(
        long number,
        [FromForm] string? body,
        [FromForm] bool? @internal,
        [FromForm] string? command,
        HttpContext http,
        TicketDirectory tickets,
        AttachmentDesk desk
    )
    {
        if (await tickets.FindAsync(number) is not { } ticket)
        {
            return Ticket(number, 0, refused: null);
        }

        var actor = ActorClaims.ActorOf(http);
        // The page names its command, so that a form sent twice is one message.
        var name = command is { Length: > 0 and <= LongestCommand } given ? given : http.TraceIdentifier;
        CommandContext ContextOf(string what) =>
            new(actor, new(KeyHash.Of("cmd-", $"{actor.Id}\npages/messages\n{number}\n{name}\n{what}")));
        var kept = await KeepAsync(ticket, actor, http.Request.Form.Files, ContextOf, desk);
        if (!kept.Ok)
        {
            return Ticket(number, 0, kept.Refusal.Detail);
        }

        var text = (body ?? "").Replace("\0", "", StringComparison.Ordinal);
        var message = new PostMessage(text, @internal ?? false)
        {
            Attachments = kept.Value.IsEmpty ? null : [.. kept.Value],
        };
        var posted = await ticket.PostAsync(ContextOf("message"), message);
        return posted.Ok ? TypedResults.LocalRedirect($"/tickets/{number}") : Ticket(number, 0, posted.Refusal.Detail);
    }

    /// <summary>Takes the form's files in and keeps them for the message.</summary>
    private static async Task<Answer<ImmutableList<Attachment>>> KeepAsync(
        ITicketGrain ticket,
        Actor actor,
        IFormFileCollection files,
        Func<string, CommandContext> contextOf,
        AttachmentDesk desk
    )
    {
        var sent = files.Where(file => file.Length > 0).ToList();
        var view = await ticket.ViewAsync(actor);
        if (!view.Ok || sent.Count == 0)
        {
            return view.Ok ? ImmutableList<Attachment>.Empty : view.Refusal;
        }

        var ids = new List<string>();
        foreach (var file in sent)
        {
            await using var content = file.OpenReadStream();
            var brought = await desk.BringAsync(
                contextOf($"file {ids.Count}"),
                view.Value,
                file.FileName,
                content,
                CancellationToken.None
            );
            if (!brought.Ok)
            {
                return brought.Refusal;
            }

            ids.Add(brought.Value.Id);
        }

        return await desk.ClaimAsync(actor, view.Value.Id, ids);
    }

    private static RazorComponentResult<TicketPage> Ticket(long number, long after, string? refused) =>
        new(
            new
            {
                Number = number,
                After = after,
                Refused = refused,
            }
        )
        {
            StatusCode = refused is null ? null : StatusCodes.Status422UnprocessableEntity,
        };
}
