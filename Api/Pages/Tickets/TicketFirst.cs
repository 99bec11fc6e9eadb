using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Identity;
using Tallydesk.Tickets;

namespace Tallydesk.Pages.Tickets;

/// <summary>Marks a form with files for a ticket: whether its sender sees the ticket is asked before the form is read.</summary>
internal sealed class TicketFirst;

/// <summary>Keeps who does not see a ticket from sending files for it: the form's token is checked last, and takes reading all of it.</summary>
internal static class TicketFirstGate
{
    /// <summary>Adds the gate, behind authorization and before the form's token is looked at.</summary>
    public static void UseTicketFirst(this IApplicationBuilder app) =>
        app.Use(
            async (http, next) =>
            {
                if (
                    http.GetEndpoint()?.Metadata.GetMetadata<TicketFirst>() is null
                    || !long.TryParse(http.Request.RouteValues["number"] as string, out var number)
                    || await SeesAsync(http, number)
                )
                {
                    await next(http);
                    return;
                }

                await new RazorComponentResult<TicketPage>(new { Number = number }).ExecuteAsync(http);
            }
        );

    private static async Task<bool> SeesAsync(HttpContext http, long number)
    {
        var tickets = http.RequestServices.GetRequiredService<TicketDirectory>();
        return await tickets.ViewAsync(number, ActorClaims.ActorOf(http)) is not null;
    }
}
