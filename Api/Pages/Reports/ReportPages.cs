using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Identity;
using Tallydesk.Limits;
using Tallydesk.Reports;
using Tallydesk.Text;

namespace Tallydesk.Pages.Reports;

/// <summary>Reports and the check of the ledger as pages, and each report for a spreadsheet.</summary>
internal static class ReportPages
{
    /// <summary>Adds <c>/reports</c> and <c>/ledger</c>.</summary>
    public static void MapReportPages(this IEndpointRouteBuilder pages)
    {
        var leads = pages.MapGroup("").RequireAuthorization(Rights.Lead).RequireRateLimiting(RequestLimits.Expensive);
        leads.MapGet(
            "/reports",
            (string? weeks) => new RazorComponentResult<ReportsPage>(new { Weeks = Clamped(weeks) })
        );
        leads.MapGet("/reports/{report}.csv", DownloadAsync);
        leads.MapGet("/ledger", () => new RazorComponentResult<LedgerPage>());
    }

    private static int Clamped(string? weeks) =>
        int.TryParse(weeks, out var count) ? Math.Clamp(count, 1, ReportService.MostWeeks) : ReportService.UsualWeeks;

    private static async Task<IResult> DownloadAsync(string report, string? weeks, ReportService service)
    {
        if (ReportEndpoints.NameOf(report) is not { } name)
        {
            return TypedResults.NotFound();
        }

        var text = TextOf(await service.MakeAsync(name, ReportEndpoints.WeeksOf(weeks)));
        return TypedResults.File(
            Encoding.UTF8.GetBytes(text),
            "text/csv; charset=utf-8",
            $"{name.ToString().ToLowerInvariant()}.csv"
        );
    }

    private static string TextOf(ReportTable table)
    {
        var (csv, text) = (new Csv(), new StringBuilder().Append(Csv.ByteOrderMark));
        csv.Add(table.RowHeading);
        foreach (var column in table.Columns)
        {
            csv.Add(column);
        }

        text.Append(csv.EndLine());
        foreach (var row in table.Rows)
        {
            csv.Add(row.Label);
            foreach (var value in row.Values)
            {
                _ = value is { } number ? csv.Add(number) : csv.Add("");
            }

            text.Append(csv.EndLine());
        }

        return text.ToString();
    }
}
