namespace Tallydesk.Problems;

/// <summary>Routes whose rules are known and not built yet: they are there, and refuse.</summary>
internal static class LaterEndpoints
{
    /// <summary>Adds a POST that is refused with <c>not_available_yet</c>.</summary>
    public static RouteHandlerBuilder MapPostLater(this IEndpointRouteBuilder routes, string pattern) =>
        routes.MapPost(pattern, Refuse).WithSummary("Not available yet.");

    /// <summary>Adds a GET that is refused with <c>not_available_yet</c>.</summary>
    public static RouteHandlerBuilder MapGetLater(this IEndpointRouteBuilder routes, string pattern) =>
        routes.MapGet(pattern, Refuse).WithSummary("Not available yet.");

    private static Problem Refuse() =>
        Problem.Of(ProblemKind.NotAvailableYet, "This comes with a later version; nothing was changed.");
}
