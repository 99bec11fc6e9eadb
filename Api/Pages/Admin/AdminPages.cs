using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Identity;
using Tallydesk.Pages.Forms;
using Tallydesk.Requests;

namespace Tallydesk.Pages.Admin;

/// <summary>What admins look after: tokens, the audit, the system. People have a page of their own.</summary>
internal static class AdminPages
{
    private const string Tokens = "/tokens";

    /// <summary>Adds the pages.</summary>
    public static void MapAdminPages(this IEndpointRouteBuilder pages)
    {
        var admin = pages.MapGroup("").RequireAuthorization(Rights.Admin);
        admin.MapGet(Tokens, (string? after) => new RazorComponentResult<TokensPage>(new { After = after ?? "" }));
        admin.MapPost(Tokens, MakeAsync);
        admin.MapPost(Tokens + "/{id}/revocation", RevokeAsync);
        admin.MapGet("/system", () => new RazorComponentResult<SystemPage>());
        admin.MapGet(
            "/audit",
            (string? trail, string? subject, string? after) =>
                new RazorComponentResult<AuditPage>(
                    new
                    {
                        Trail = trail is "history" or "ledger" ? trail : "rights",
                        Subject = string.IsNullOrWhiteSpace(subject) ? null : subject.Trim(),
                        After = long.TryParse(after, out var row) && row > 0 ? row : 0,
                    }
                )
        );
    }

    private static async Task<IResult> MakeAsync(
        IFormCollection fields,
        HttpContext http,
        TokenDesk desk,
        TimeProvider time
    )
    {
        var form = new PageForm(http, fields);
        try
        {
            var scopes = fields["scopes"];
            DateTimeOffset? end = form.Number("days") is { } days
                ? time.GetUtcNow().AddDays(Math.Clamp(days, -1, 10_000))
                : null;
            var asked = new NewToken(
                form.Text("name"),
                form.Choice<Role>("role"),
                form.Text("customer"),
                scopes.Count == 0 ? null : [.. scopes],
                end
            );
            var made = await desk.MakeOnPageAsync(form.Command(), asked);
            return made.Ok
                ? new RazorComponentResult<TokensPage>(new { Made = made.Value.Token })
                : Page(form, made.Refusal.Detail);
        }
        catch (InvalidFieldException invalid)
        {
            return Page(form, invalid.Message);
        }
    }

    private static async Task<IResult> RevokeAsync(string id, IFormCollection fields, HttpContext http, TokenDesk desk)
    {
        var revoked = await desk.RevokeAsync(new PageForm(http, fields).Actor, id);
        return revoked.Ok ? TypedResults.LocalRedirect(Tokens) : TypedResults.NotFound();
    }

    private static RazorComponentResult<TokensPage> Page(PageForm form, string wrong) =>
        new(new { Wrong = wrong, Name = form.Text("name") }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
}
