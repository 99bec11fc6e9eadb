namespace Tallydesk.Pages;

/// <summary>Adds the pages to the gateway.</summary>
internal static class PageHosting
{
    // 'wasm-unsafe-eval' lets the browser compile the board's WebAssembly and nothing else. Scripts and styles are files of
    // this site; none stands in a page.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <summary>Adds what pages need.</summary>
    public static void AddPages(this IHostApplicationBuilder builder) =>
        builder.Services.AddRazorComponents().AddInteractiveWebAssemblyComponents();

    /// <summary>Tells browsers what a page of this site may do.</summary>
    public static void UsePageHeaders(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
            {
                if (!http.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase))
                {
                    var headers = http.Response.Headers;
                    headers.ContentSecurityPolicy = ContentPolicy;
                    headers.XContentTypeOptions = "nosniff";
                    headers["Referrer-Policy"] = "same-origin";
                }

                return next(http);
            }
        );

    /// <summary>Adds the pages and their files.</summary>
    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous().DisableRateLimiting();
        app.MapRazorComponents<App>().AddInteractiveWebAssemblyRenderMode();
    }
}
