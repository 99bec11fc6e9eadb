using Tallydesk.Identity;
using Tallydesk.Limits;
using Tallydesk.Problems;
using Tallydesk.Requests;

namespace Tallydesk.Reports;

/// <summary>Reports and the check of the ledger, for leads.</summary>
internal static class ReportEndpoints
{
    /// <summary>Adds <c>/reports</c> and <c>/ledger</c>.</summary>
    public static void MapReports(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/reports/{report}", MakeAsync)
            .WithTags("Reports")
            .RequireAuthorization(Rights.Lead)
            .RequireRateLimiting(RequestLimits.Expensive)
            .Produces<ReportTable>()
            .WithSummary(
                "Returns a report on the last weeks: tickets, credits, answers, backlog, engineers or editions."
            )
            .WithDescription(
                "weeks is 1 to 53 (12 by default) and includes the current week. Weeks begin on Monday in the vendor's time "
                    + "zone. backlog shows the current state. Values are in column order, and null where there is no value."
            );
        v1.MapGet("/ledger", CheckAsync)
            .WithTags("Reports")
            .RequireAuthorization(Rights.Lead)
            .RequireRateLimiting(RequestLimits.Expensive)
            .Produces<LedgerCheck>()
            .WithSummary("Reconciles the ledger with itself and with the tickets.")
            .WithDescription(
                "agrees is false if any list of findings has an entry. Tickets with an operation in progress are excluded for "
                    + "the first minute. After that they are findings themselves, in inFlight. A pending charge ends "
                    + "together with its ticket: waitingAfterEnd and chargedAfterEnd list charges for which that did not happen."
            );
    }

    /// <summary>The report of a name in the path; null when there is none.</summary>
    public static ReportName? NameOf(string report) =>
        Enum.GetNames<ReportName>().FirstOrDefault(name => name.Equals(report, StringComparison.OrdinalIgnoreCase))
            is { } name
            ? Enum.Parse<ReportName>(name)
            : null;

    /// <summary>How many weeks were asked for.</summary>
    /// <exception cref="InvalidFieldException">They are no number of weeks, or too many.</exception>
    public static int WeeksOf(string? weeks) =>
        weeks is null or "" ? ReportService.UsualWeeks
        : int.TryParse(weeks, out var count) && count is >= 1 and <= ReportService.MostWeeks ? count
        : throw new InvalidFieldException("weeks", $"weeks must be 1 to {ReportService.MostWeeks}.");

    private static async Task<IResult> MakeAsync(string report, string? weeks, ReportService service) =>
        NameOf(report) is { } name ? TypedResults.Ok(await service.MakeAsync(name, WeeksOf(weeks))) : Problem.NotFound;

    private static async Task<IResult> CheckAsync(IReportReader reader, TimeProvider time) =>
        TypedResults.Ok(await reader.CheckLedgerAsync(time.GetUtcNow()));
}
