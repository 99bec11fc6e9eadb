using Microsoft.Extensions.Options;
using Tallydesk.Identity;
using Tallydesk.Problems;

namespace Tallydesk.Hosting;

/// <summary>
/// Keeps a site that is reached over TLS (<c>Site:Address</c>) from being used in the clear: pages lead to the site's own
/// address; programs are refused, since one that was led on in silence would send its token in the clear the next time too.
/// </summary>
internal static class SecureSite
{
    /// <summary>Adds the rule. Health is asked for from inside.</summary>
    public static void UseSecureSite(this IApplicationBuilder app)
    {
        var site = app.ApplicationServices.GetRequiredService<IOptions<SiteOptions>>().Value;
        if (!site.IsSecure)
        {
            return;
        }

        app.Use(
            (http, next) =>
                http.Request.IsHttps
                || http.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
                    ? next(http)
                    : LeadAwayAsync(http, site)
        );
    }

    private static Task LeadAwayAsync(HttpContext http, SiteOptions site)
    {
        if (SchemeChoice.IsForPrograms(http.Request.Path) || !HttpMethods.IsGet(http.Request.Method))
        {
            return Problem.Of(ProblemKind.Forbidden, "This site requires HTTPS.").ExecuteAsync(http);
        }

        http.Response.Redirect(
            site.Address!.TrimEnd('/') + http.Request.Path.ToUriComponent() + http.Request.QueryString,
            permanent: true
        );
        return Task.CompletedTask;
    }
}
