using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Tallydesk.Background;
using Tallydesk.Identity;
using Tallydesk.Pages.Admin.Webhooks;
using Tallydesk.Pages.Forms;
using Tallydesk.Refusals;

namespace Tallydesk.Pages.Admin;

/// <summary>What admins look after: tokens, webhooks, the audit, the system. People have a page of their own.</summary>
internal static class AdminPages
{
    private const string Tokens = "/tokens";
    private const string System = "/system";

    /// <summary>Adds the pages.</summary>
    public static void MapAdminPages(this IEndpointRouteBuilder pages)
    {
        var admin = pages.MapGroup("").RequireAuthorization(Rights.Admin);
        admin.MapGet(Tokens, (string? after) => new RazorComponentResult<TokensPage>(new { After = after ?? "" }));
        admin.MapPost(Tokens, MakeAsync).NeedsFreshProof(Tokens);
        admin.MapPost(Tokens + "/{id}/revocation", RevokeAsync);
        admin.MapWebhookPages();
        admin.MapGet(System, () => new RazorComponentResult<SystemPage>());
        admin.MapPost(System + "/failed-work/retry", RetryAsync);
        admin.MapPost(System + "/failed-work/discard", DiscardAsync);
        admin.MapGet("/audit", () => new RazorComponentResult<AuditPage>());
    }

    private static Task<IResult> RetryAsync(IFormCollection fields, HttpContext http, FailedWorkService work) =>
        ActAsync(new(http, fields), work.RetryAsync);

    private static Task<IResult> DiscardAsync(IFormCollection fields, HttpContext http, FailedWorkService work) =>
        ActAsync(new(http, fields), work.DiscardAsync);

    private static Task<IResult> ActAsync(
        PageForm form,
        Func<CommandContext, ChosenFailedWork, Task<Answer<FailedWorkBody>>> act
    ) =>
        FormAnswer.OfAsync(
            form,
            () => act(form.Command(), new(form.Words("kind"), form.Words("id"))),
            _ => TypedResults.LocalRedirect(System + "#failed-work"),
            refused => new RazorComponentResult<SystemPage>(new { Wrong = refused.Detail })
            {
                StatusCode = StatusCodes.Status422UnprocessableEntity,
            }
        );

    private static async Task<IResult> MakeAsync(
        IFormCollection fields,
        HttpContext http,
        TokenService service,
        TimeProvider time
    )
    {
        var form = new PageForm(http, fields);
        return await FormAnswer.OfAsync(
            form,
            () =>
                service.MakeOnPageAsync(
                    form.Command(),
                    Giver.Of(http.User),
                    TokenOf(form, fields["scopes"], time.GetUtcNow())
                ),
            made => new RazorComponentResult<TokensPage>(new { Made = made.Token }),
            refused => Page(form, refused.Detail)
        );
    }

    private static NewToken TokenOf(PageForm form, StringValues scopes, DateTimeOffset now) =>
        new(
            form.Text("name"),
            form.Choice<Role>("role"),
            form.Text("customer"),
            scopes.Count == 0 ? null : [.. scopes],
            form.Number("days") is { } days ? now.AddDays(Math.Clamp(days, -1, 10_000)) : null
        );

    private static async Task<IResult> RevokeAsync(
        string id,
        IFormCollection fields,
        HttpContext http,
        TokenService service
    )
    {
        var form = new PageForm(http, fields);
        var revoked = await service.RevokeAsync(form.Command(), id, form.Ticked("keepMade"));
        return revoked.Ok ? TypedResults.LocalRedirect(Tokens) : TypedResults.NotFound();
    }

    private static RazorComponentResult<TokensPage> Page(PageForm form, string wrong) =>
        new(new { Wrong = wrong, Name = form.Text("name") }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
}
