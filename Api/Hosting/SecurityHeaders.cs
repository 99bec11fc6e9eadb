using Tallydesk.Identity;

namespace Tallydesk.Hosting;

/// <summary>The security headers of every response.</summary>
internal static class SecurityHeaders
{
    /// <summary>The content security policy of responses that are not pages: they load nothing and can't be framed.</summary>
    public const string Nothing = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

    // Styles, scripts and images are files of this site; pages have none inline.
    private const string Pages =
        Nothing
        + "; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'";

    // 'wasm-unsafe-eval' lets the browser compile the board's WebAssembly and nothing else; Blazor needs its base address.
    private const string Board =
        "default-src 'none'; frame-ancestors 'none'; base-uri 'self'; object-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "
        + "style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'";

    private const string Permissions =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
        + "midi=(), payment=(), usb=(), interest-cohort=()";

    /// <summary>Adds the headers, also to answers that no endpoint makes.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
            {
                http.Response.OnStarting(() =>
                {
                    Set(http);
                    return Task.CompletedTask;
                });
                return next(http);
            }
        );

    private static void Set(HttpContext http)
    {
        var (request, headers) = (http.Request, http.Response.Headers);
        // A file that was uploaded has a stricter policy of its own.
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = PolicyOf(request.Path);
        }

        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }

        // Static files set their own caching; everything else is private.
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }
    }

    private static string PolicyOf(PathString path) =>
        SchemeChoice.IsForPrograms(path) ? Nothing
        : path.StartsWithSegments("/board", StringComparison.OrdinalIgnoreCase) ? Board
        : Pages;
}
