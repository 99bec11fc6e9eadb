using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Limits;
using Tallydesk.Pages.Admin;
using Tallydesk.Pages.CannedReplies;
using Tallydesk.Pages.Chats;
using Tallydesk.Pages.Credits;
using Tallydesk.Pages.Customers;
using Tallydesk.Pages.Enquiries;
using Tallydesk.Pages.Forms;
using Tallydesk.Pages.Home;
using Tallydesk.Pages.Policy;
using Tallydesk.Pages.Reports;
using Tallydesk.Pages.Search;
using Tallydesk.Pages.Tickets;
using Tallydesk.Requests;

namespace Tallydesk.Pages;

/// <summary>The pages on which tickets, customers and enquiries are read, made on the server without script.</summary>
internal static class DeskPages
{
    /// <summary>Adds the pages.</summary>
    public static void MapDeskPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/", () => new RazorComponentResult<Start>()).RequireAuthorization(Rights.Anyone);

        var tickets = pages.MapGroup("/tickets").RequireAuthorization(Rights.CustomerOrStaff);
        tickets.MapGet("", ListTickets);
        tickets.MapNewTicketPage();
        tickets.MapTicketPage();
        pages
            .MapPost(
                "/preview",
                (IFormCollection fields, HttpContext http) =>
                    new RazorComponentResult<MessageText>(new { Text = new PageForm(http, fields).Words("body") })
            )
            .RequireAuthorization(Rights.CustomerOrStaff)
            .RequireRateLimiting(RequestLimits.Expensive);
        pages.MapChatPages();
        pages.MapCannedReplyPages();

        pages.MapGet("/credits", ShowCredits).RequireAuthorization(Rights.CustomerOrStaff);
        pages.MapOwnStatement();
        pages.MapCustomerPages();
        pages.MapEnquiryPages();
        pages.MapPolicyPages();
        pages.MapReportPages();
        pages.MapSearchPage();
        pages.MapAdminPages();
    }

    /// <summary>The list, or the one ticket whose number was asked for.</summary>
    private static IResult ListTickets(string? number) =>
        Given.TicketNumber(number) is { } one
            ? TypedResults.LocalRedirect($"/tickets/{one}")
            : new RazorComponentResult<TicketListPage>(
                new { Unknown = string.IsNullOrWhiteSpace(number) ? null : number }
            );

    /// <summary>Staff see credits on the customers' pages; here are a customer's own.</summary>
    private static IResult ShowCredits(HttpContext http) =>
        http.User.Actor()?.Customer is null
            ? TypedResults.LocalRedirect("/customers")
            : new RazorComponentResult<CreditsPage>();
}
