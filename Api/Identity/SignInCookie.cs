using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Tallydesk.Problems;

namespace Tallydesk.Identity;

/// <summary>The cookie of people who signed in on a page: it names the token, and each request asks whether that still holds.</summary>
internal static class SignInCookie
{
    /// <summary>Where people sign in.</summary>
    public const string Path = "/sign-in";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>The cookie's settings.</summary>
    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "tallydesk";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = true;
        options.LoginPath = Path;
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = context => RefuseOrRedirect(context, ProblemKind.Unauthenticated);
        options.Events.OnRedirectToAccessDenied = context =>
            Problem.Of(ProblemKind.Forbidden, "This page is not for your role.").ExecuteAsync(context.HttpContext);
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var tokens = context.HttpContext.RequestServices.GetRequiredService<KnownTokens>();
        var id = context.Principal?.FindFirstValue(ActorClaims.ProofId);
        if (id is not null && await tokens.RecallAsync(id) is { } principal)
        {
            context.ReplacePrincipal(principal);
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(SchemeChoice.Cookie);
    }

    private static Task RefuseOrRedirect(RedirectContext<CookieAuthenticationOptions> context, ProblemKind kind)
    {
        var isPage = HttpMethods.IsGet(context.Request.Method) && !SchemeChoice.IsHub(context.Request.Path);
        if (!isPage)
        {
            return Problem.Of(kind, "Sign in first.").ExecuteAsync(context.HttpContext);
        }

        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}
