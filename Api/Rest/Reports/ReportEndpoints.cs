using Tallydesk.Amounts;
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
            .Produces<ReportBody>()
            .WithSummary("A report over the last weeks: tickets, credits, answers, backlog, engineers or editions.")
            .WithDescription(
                "weeks is 1 to 53, 12 when absent, and ends with the running one; a week begins on Monday where the vendor "
                    + "is. backlog tells of this moment. Numbers stand in the order of the columns; null where there is none."
            );
        v1.MapGet("/ledger", CheckAsync)
            .WithTags("Reports")
            .RequireAuthorization(Rights.Lead)
            .RequireRateLimiting(RequestLimits.Expensive)
            .Produces<LedgerBody>()
            .WithSummary("Whether the ledger agrees with itself and with the tickets.")
            .WithDescription(
                "agrees is false when any list of findings has an entry. Tickets with an operation in progress are left out for "
                    + "the first minute; after that they are findings themselves, in inFlight. A charge that was pending ends "
                    + "with its ticket: waitingAfterEnd and chargedAfterEnd list the charges for which that did not happen."
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
        : throw new InvalidFieldException("weeks", $"weeks is 1 to {ReportService.MostWeeks}.");

    private static async Task<IResult> MakeAsync(string report, string? weeks, ReportService service) =>
        NameOf(report) is { } name
            ? TypedResults.Ok(ReportBody.Of(await service.MakeAsync(name, WeeksOf(weeks))))
            : Problem.NotFound;

    private static async Task<IResult> CheckAsync(IReportReader reader, TimeProvider time) =>
        TypedResults.Ok(LedgerBody.Of(await reader.CheckLedgerAsync(time.GetUtcNow())));
}

/// <summary>A report.</summary>
/// <param name="Report">What it is about.</param>
/// <param name="Title">Its title.</param>
/// <param name="RowHeading">What a row's label is.</param>
/// <param name="Columns">The columns' headings with their units.</param>
/// <param name="Rows">The rows in order.</param>
internal sealed record ReportBody(
    ReportName Report,
    string Title,
    string RowHeading,
    IReadOnlyList<string> Columns,
    IReadOnlyList<ReportRowBody> Rows
)
{
    /// <summary>A report as its body.</summary>
    public static ReportBody Of(ReportTable table) =>
        new(
            table.Name,
            table.Title,
            table.RowHeading,
            table.Columns,
            [.. table.Rows.Select(row => new ReportRowBody(row.Label, row.Values))]
        );
}

/// <summary>A row of a report.</summary>
/// <param name="Label">What it is about.</param>
/// <param name="Values">A whole number for each column; null where there is none.</param>
internal sealed record ReportRowBody(string Label, IReadOnlyList<long?> Values);

/// <summary>Whether the ledger agrees with itself and with the tickets.</summary>
/// <param name="Agrees">Whether it does.</param>
/// <param name="Accounts">Accounts with entries.</param>
/// <param name="Balances">The sum of all balances in credits.</param>
/// <param name="Totals">Entries by kind.</param>
/// <param name="Gaps">Accounts that don't add up, by their keys.</param>
/// <param name="Differences">Tickets that the ledger tells otherwise.</param>
/// <param name="WaitingAfterEnd">Charges that wait for credits although their ticket has ended.</param>
/// <param name="ChargedAfterEnd">Tickets that were charged after they had ended, with the credits that were not refunded.</param>
/// <param name="InFlight">Tickets with an operation that has been in progress for more than a minute.</param>
internal sealed record LedgerBody(
    bool Agrees,
    long Accounts,
    CreditAmount Balances,
    IReadOnlyList<LedgerTotal> Totals,
    IReadOnlyList<string> Gaps,
    IReadOnlyList<TicketDifference> Differences,
    IReadOnlyList<WaitingAfterEnd> WaitingAfterEnd,
    IReadOnlyList<ChargedAfterEnd> ChargedAfterEnd,
    IReadOnlyList<TicketInFlight> InFlight
)
{
    /// <summary>Orders that were counted again under another customer, letter case or blank, by their first. They don't count against <c>agrees</c>.</summary>
    public IReadOnlyList<SharedOrder> SharedOrders { get; init; } = [];

    /// <summary>A check as its body.</summary>
    public static LedgerBody Of(LedgerCheck check) =>
        new(
            check.Agrees,
            check.Accounts,
            check.Balances,
            check.Totals,
            check.Gaps,
            check.Differences,
            check.Ended.Waiting,
            check.Ended.Charged,
            check.InFlight
        )
        {
            SharedOrders = check.SharedOrders,
        };
}
