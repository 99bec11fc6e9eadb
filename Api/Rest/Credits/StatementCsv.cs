using System.Text;
using Tallydesk.Identity;
using Tallydesk.Limits;
using Tallydesk.Text;

namespace Tallydesk.Credits;

/// <summary>A customer's whole statement for a spreadsheet, sent page by page.</summary>
internal static class StatementCsv
{
    private const int PageSize = 500;

    /// <summary>Adds <c>/credits/statement.csv</c> to a customer's credits.</summary>
    public static void MapStatement(this RouteGroupBuilder credits) =>
        credits
            .MapGet(
                "/statement.csv",
                (string customer, HttpContext http, StatementQueries statements) =>
                    WriteAsync(customer, http, statements)
            )
            .RequireRateLimiting(RequestLimits.Expensive)
            .Produces<string>(StatusCodes.Status200OK, "text/csv")
            .WithSummary("Downloads the full statement as CSV.");

    /// <summary>Adds the same for the customer who is signed in.</summary>
    public static void MapOwnStatement(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/credits/statement.csv",
                (HttpContext http, StatementQueries statements) =>
                    WriteAsync(ActorClaims.ActorOf(http).Customer!.Value.Value, http, statements)
            )
            .RequireAuthorization(Rights.Customer)
            .RequireRateLimiting(RequestLimits.Expensive)
            .ExcludeFromDescription();

    private static async Task WriteAsync(string customer, HttpContext http, StatementQueries statements)
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"statement.csv\"";
        var csv = new Csv();
        foreach (var heading in (string[])["entry", "at", "kind", "credits", "balance", "ticket", "lots", "reason"])
        {
            csv.Add(heading);
        }

        await http.Response.WriteAsync(Csv.ByteOrderMark + csv.EndLine(), http.RequestAborted);
        for (long after = 0; ; )
        {
            var rows = await statements.PageAsync(customer, after, PageSize);
            var lines = new StringBuilder();
            foreach (var row in rows)
            {
                lines.Append(LineOf(csv, row));
            }

            await http.Response.WriteAsync(lines.ToString(), http.RequestAborted);
            if (rows.Length < PageSize)
            {
                return;
            }

            after = rows[^1].Seq;
        }
    }

    private static string LineOf(Csv csv, StatementRow row)
    {
        csv.Add(row.Seq).Add(row.At).Add(row.Kind).Add(row.Amount.Value).Add(row.BalanceAfter.Value);
        _ = row.Ticket is { } ticket ? csv.Add(ticket) : csv.Add("");
        return csv.Add(string.Join("; ", row.Lots.Select(lot => $"{lot.Source} {lot.Amount}")))
            .Add(row.Reason)
            .EndLine();
    }
}
