using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tallydesk.Identity;
using Tallydesk.Limits;
using Tallydesk.Pages.Access;
using Tallydesk.Pages.Forms;
using Tallydesk.Problems;
using Tallydesk.Sessions;

namespace Tallydesk.People;

/// <summary>A person's own access: password, second factor, sessions.</summary>
internal static class AccountEndpoints
{
    private const string Path = "/account";

    /// <summary>Adds the page and what its forms are sent to.</summary>
    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup(Path).RequireAuthorization(Rights.Anyone).ExcludeFromDescription();
        account.MapGet("", (HttpContext http, string? done, AccountPages pages) => pages.ShowAsync(http, done));
        account.MapPost("/password", ChangePasswordAsync).RequireRateLimiting(RequestLimits.SignIn);
        account.MapPost("/sessions", EndSessionsAsync).RequireRateLimiting(RequestLimits.SignIn);
        account.MapPost("/tokens", MakeTokenAsync).NeedsFreshProof(Path);
        account.MapPost("/tokens/{id}/revocation", RevokeTokenAsync);

        account.MapGet(
            "/proof",
            (HttpContext http, string? returnUrl, AccountPages pages) => pages.ShowProofAsync(http, returnUrl)
        );
        account.MapPost("/proof", ProveAsync).RequireRateLimiting(RequestLimits.SignIn);

        var factor = account.MapGroup("/second-factor").OpenBeforeSecondFactor();
        factor.MapGet("", (HttpContext http, AccountPages pages) => pages.ShowSecondFactorAsync(http));
        factor.MapPost("", SetSecondFactorAsync).RequireRateLimiting(RequestLimits.SignIn);
    }

    private static async Task<IResult> ChangePasswordAsync(
        [FromForm] string? old,
        [FromForm] string? password,
        HttpContext http,
        AccessService service,
        AccountPages pages
    ) =>
        await service.ChangePasswordAsync(http, old, password) is { } wrong
            ? await pages.ShowAsync(http, done: null, wrongPassword: wrong)
            : TypedResults.LocalRedirect($"{SignInCookie.Path}?done=password");

    private static async Task<IResult> MakeTokenAsync(
        IFormCollection form,
        HttpContext http,
        TokenService service,
        AccountPages pages
    )
    {
        var sent = new PageForm(http, form);
        var made = await service.MakeOwnOnPageAsync(
            sent.Command(),
            Giver.Of(http.User),
            new(sent.Text("name"), form["scopes"].Count == 0 ? null : [.. form["scopes"]], ExpiresAt: null)
        );
        return made.Ok
            ? await pages.ShowAsync(http, done: null, made: made.Value.Token)
            : await pages.ShowAsync(http, done: null, wrongToken: sent.Refused(made.Refusal).Detail);
    }

    private static async Task<IResult> RevokeTokenAsync(
        string id,
        IFormCollection fields,
        HttpContext http,
        TokenService service
    )
    {
        var form = new PageForm(http, fields);
        var revoked = await service.RevokeOwnAsync(form.Command(), id, form.Ticked("keepMade"));
        return revoked.Ok ? TypedResults.LocalRedirect(Path) : Problem.Of(revoked.Refusal);
    }

    private static async Task<IResult> SetSecondFactorAsync(
        [FromForm] string? key,
        [FromForm] string? password,
        [FromForm] string? code,
        HttpContext http,
        AccessService service,
        AccountPages pages
    )
    {
        var (codes, wrong) = await service.SetSecondFactorAsync(http, key, password, code);
        return wrong is null
            ? new RazorComponentResult<RecoveryCodes>(new { Me = http.User.Actor()!, Codes = codes })
            : await pages.ShowSecondFactorAsync(http, key, wrong);
    }

    private static async Task<IResult> ProveAsync(
        [FromForm] string? password,
        [FromForm] string? returnUrl,
        HttpContext http,
        AccessService service,
        SessionStore sessions,
        KnownSessions known,
        AccountPages pages
    )
    {
        if ((await service.ProveAsync(http, password)).Wrong is { } wrong)
        {
            return await pages.ShowProofAsync(http, returnUrl, wrong);
        }

        if (http.User.Proof() is { Kind: ProofKind.Session } session)
        {
            await sessions.NoteProofAsync(session.Id);
            known.Forget(session.Id);
        }

        return TypedResults.LocalRedirect(SignInEndpoints.LocalOrHome(returnUrl));
    }

    private static async Task<IResult> EndSessionsAsync(
        [FromForm] string? session,
        [FromForm] string? password,
        HttpContext http,
        AccessService service,
        SessionStore sessions,
        KnownSessions known,
        AccountPages pages
    )
    {
        var actor = ActorClaims.ActorOf(http);
        if ((await service.ProveAsync(http, password)).Wrong is { } wrong)
        {
            return await pages.ShowAsync(http, done: null, wrongSession: wrong);
        }

        foreach (var open in await sessions.OpenOfAsync(actor.Id))
        {
            var isMeant = session == open.Id || (session == "others" && open.Id != http.User.Proof()?.Id);
            if (isMeant)
            {
                await sessions.EndAsync(actor, open.Id);
                known.Forget(open.Id);
            }
        }

        return TypedResults.LocalRedirect($"{Path}?done=sessions");
    }
}
