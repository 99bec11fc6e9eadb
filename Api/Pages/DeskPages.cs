using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Pages.Credits;
using Tallydesk.Pages.Customers;
using Tallydesk.Pages.Enquiries;
using Tallydesk.Pages.Tickets;
using Tallydesk.Tickets;

namespace Tallydesk.Pages;

/// <summary>The pages on which tickets, customers and enquiries are read, made on the server without script.</summary>
internal static class DeskPages
{
    private const int LongestCommand = 64;

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
        tickets.MapPost("/{number:long}/messages", PostAsync);

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
        TicketDirectory tickets
    )
    {
        if (await tickets.FindAsync(number) is not { } ticket)
        {
            return Ticket(number, 0, refused: null);
        }

        var actor = ActorClaims.ActorOf(http);
        // The page names its command, so that a form sent twice is one message.
        var name = command is { Length: > 0 and <= LongestCommand } given ? given : http.TraceIdentifier;
        var id = new CommandId(KeyHash.Of("cmd-", $"{actor.Id}\npages/messages\n{number}\n{name}"));
        var text = (body ?? "").Replace("\0", "", StringComparison.Ordinal);
        var posted = await ticket.PostAsync(new(actor, id), new PostMessage(text, @internal ?? false));
        return posted.Ok ? TypedResults.LocalRedirect($"/tickets/{number}") : Ticket(number, 0, posted.Refusal.Detail);
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
