using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tallydesk.Pages;

namespace Tallydesk.Identity;

/// <summary>Signing in and out on a page: a form takes a token and sets a cookie with the same claims.</summary>
internal static class SignInEndpoints
{
    /// <summary>Adds the page and what its forms are sent to.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInCookie.Path, Show).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost(SignInCookie.Path, SignInAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/sign-out", SignOutAsync).RequireAuthorization(Rights.Anyone).ExcludeFromDescription();
    }

    private static RazorComponentResult<SignIn> Show(string? returnUrl) => Page(returnUrl, wrongToken: false);

    private static async Task<IResult> SignInAsync(
        [FromForm] string? token,
        [FromForm] string? returnUrl,
        HttpContext http,
        KnownTokens tokens
    )
    {
        if (await tokens.ProveAsync(token?.Trim() ?? "") is not { } principal)
        {
            var page = Page(returnUrl, wrongToken: true);
            page.StatusCode = StatusCodes.Status401Unauthorized;
            return page;
        }

        await http.SignInAsync(SchemeChoice.Cookie, principal, new AuthenticationProperties { IsPersistent = true });
        return TypedResults.LocalRedirect(LocalOrHome(returnUrl));
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, [FromForm] string? _)
    {
        await http.SignOutAsync(SchemeChoice.Cookie);
        return TypedResults.LocalRedirect(SignInCookie.Path);
    }

    private static RazorComponentResult<SignIn> Page(string? returnUrl, bool wrongToken) =>
        new(new { ReturnUrl = LocalOrHome(returnUrl), WrongToken = wrongToken });

    /// <summary>Only addresses of this site are gone back to.</summary>
    private static string LocalOrHome(string? url) => url is not null && RedirectHttpResult.IsLocalUrl(url) ? url : "/";
}
