using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using Tallydesk.Hosting;
using Tallydesk.Problems;
using Tallydesk.Sessions;

namespace Tallydesk.Identity;

/// <summary>
/// The sign-in cookie. It contains only the session's secret, encrypted with data protection;
/// each request checks whether the session is still valid, and whose it is.
/// </summary>
internal sealed class SignInCookie(IOptions<SiteOptions> site) : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    /// <summary>Where people sign in.</summary>
    public const string Path = "/sign-in";

    /// <inheritdoc/>
    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        if (name == SchemeChoice.Cookie)
        {
            Configure(options);
        }
    }

    /// <inheritdoc/>
    public void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = site.Value.CookieName("tallydesk");
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = site.Value.CookieSecurity;
        // The session's row tells when it ends before that.
        options.ExpireTimeSpan = Session.Longest;
        options.SlidingExpiration = false;
        options.LoginPath = Path;
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = context => RefuseOrRedirect(context, ProblemKind.Unauthenticated);
        options.Events.OnRedirectToAccessDenied = context =>
            Problem
                .Of(ProblemKind.Forbidden, "Your role doesn't have access to this page.")
                .ExecuteAsync(context.HttpContext);
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<KnownSessions>();
        var secret = context.Principal?.FindFirstValue(SessionCookie.Secret);
        if (secret is not null && await sessions.ProveAsync(secret) is { } principal)
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

        // Without the host, which the visitor chose.
        context.Response.Redirect(new Uri(context.RedirectUri).PathAndQuery);
        return Task.CompletedTask;
    }
}
