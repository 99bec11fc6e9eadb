using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tallydesk.Limits;
using Tallydesk.Pages.Access;
using Tallydesk.People;
using Tallydesk.Requests;
using Tallydesk.Sessions;

namespace Tallydesk.Identity;

/// <summary>Signing in and out on pages: by password and code, or by an access token.</summary>
internal static class SignInEndpoints
{
    private const string CodePath = SignInCookie.Path + "/code";

    /// <summary>Adds the pages and what their forms are sent to.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        var open = pages.MapGroup(SignInCookie.Path).AllowAnonymous();
        open.MapGet("", Show);
        open.MapPost("", SignInAsync).RequireRateLimiting(RequestLimits.SignIn);
        open.MapGet("/code", (string? returnUrl) => Code(returnUrl, isWrong: false));
        open.MapPost("/code", TakeCodeAsync).RequireRateLimiting(RequestLimits.SignIn);
        pages.MapPost("/sign-out", SignOutAsync).RequireAuthorization(Rights.Anyone).OpenBeforeSecondFactor();
    }

    private static RazorComponentResult<SignIn> Show(string? returnUrl, string? done) =>
        new(new { ReturnUrl = LocalOrHome(returnUrl), Done = done });

    private static Task<IResult> SignInAsync(
        [FromForm] string? email,
        [FromForm] string? password,
        [FromForm] string? token,
        [FromForm] string? returnUrl,
        HttpContext http,
        SignInService service,
        KnownTokens tokens
    ) =>
        string.IsNullOrWhiteSpace(token)
            ? ByPasswordAsync(email, password, returnUrl, http, service)
            : ByTokenAsync(token, returnUrl, http, service, tokens);

    private static async Task<IResult> ByPasswordAsync(
        string? email,
        string? password,
        string? returnUrl,
        HttpContext http,
        SignInService service
    ) =>
        await service.ByPasswordAsync(http, email, password) switch
        {
            SignInOutcome.SignedIn => TypedResults.LocalRedirect(LocalOrHome(returnUrl)),
            SignInOutcome.CodeNeeded => TypedResults.LocalRedirect(
                $"{CodePath}?returnUrl={Uri.EscapeDataString(LocalOrHome(returnUrl))}"
            ),
            _ => Refused(new SignInFailure(returnUrl, Email: email, WrongPassword: true)),
        };

    private static async Task<IResult> ByTokenAsync(
        string token,
        string? returnUrl,
        HttpContext http,
        SignInService service,
        KnownTokens tokens
    )
    {
        return
            await tokens.ProveAsync(token.Trim()) is { } bearer
            && await service.BeginAsync(http, bearer.Actor()!, bearer.Proof()!)
            ? TypedResults.LocalRedirect(LocalOrHome(returnUrl))
            : Refused(new SignInFailure(returnUrl, WrongToken: true));
    }

    private static async Task<IResult> TakeCodeAsync(
        [FromForm] string? code,
        [FromForm] string? returnUrl,
        HttpContext http,
        SignInService service
    ) =>
        await service.ByCodeAsync(http, code) == SignInOutcome.SignedIn
            ? TypedResults.LocalRedirect(LocalOrHome(returnUrl))
            : Code(returnUrl, isWrong: true);

    private static async Task<IResult> SignOutAsync(
        HttpContext http,
        [FromForm] string? _,
        SessionStore sessions,
        KnownSessions known
    )
    {
        if (http.User.Proof() is { Kind: ProofKind.Session } session)
        {
            await sessions.EndAsync(ActorClaims.ActorOf(http), session.Id);
            known.Forget(session.Id);
        }

        await http.SignOutAsync(SchemeChoice.Cookie);
        // What pages left in the browser goes with the session.
        http.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return TypedResults.LocalRedirect(SignInCookie.Path);
    }

    private static RazorComponentResult<SignIn> Refused(SignInFailure failure) =>
        new(
            new
            {
                ReturnUrl = LocalOrHome(failure.ReturnUrl),
                failure.Email,
                failure.WrongPassword,
                failure.WrongToken,
            }
        )
        {
            StatusCode = StatusCodes.Status401Unauthorized,
        };

    private static RazorComponentResult<SignInCode> Code(string? returnUrl, bool isWrong) =>
        new(new { ReturnUrl = LocalOrHome(returnUrl), IsWrong = isWrong })
        {
            StatusCode = isWrong ? StatusCodes.Status401Unauthorized : StatusCodes.Status200OK,
        };

    /// <summary>Only addresses of this site are gone back to.</summary>
    public static string LocalOrHome(string? url) =>
        url is not null && RedirectHttpResult.IsLocalUrl(url) ? HeaderUrl.Of(url) : "/";

    private sealed record SignInFailure(
        string? ReturnUrl,
        string? Email = null,
        bool WrongPassword = false,
        bool WrongToken = false
    );
}
