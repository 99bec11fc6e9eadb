using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Limits;

namespace Tallydesk.Pages.Policy;

/// <summary>What anybody may know of the policy.</summary>
internal static class PolicyPages
{
    /// <summary>Adds <c>/policy</c>.</summary>
    public static void MapPolicyPages(this IEndpointRouteBuilder pages)
    {
        var policy = pages.MapGroup("/policy");
        policy.MapGet("", () => new RazorComponentResult<PolicyPage>()).AllowAnonymous();
        policy
            .MapGet("/prices", () => new RazorComponentResult<PricesPage>())
            .AllowAnonymous()
            .RequireRateLimiting(RequestLimits.Expensive);
        policy.MapPolicyTrial();
        policy
            .MapGet("/calendar", (int? year) => new RazorComponentResult<CalendarPage>(new { Year = year }))
            .AllowAnonymous();
    }
}
