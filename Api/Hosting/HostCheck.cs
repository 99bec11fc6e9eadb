using Tallydesk.Identity;
using Tallydesk.Problems;

namespace Tallydesk.Hosting;

/// <summary>
/// Refuses a <c>Host</c> header that is not a host name (RFC 9112, 3.2) before anything builds a URL from it. Programs and
/// health checks may send none, because their responses don't depend on it.
/// </summary>
internal static class HostCheck
{
    private const string Field = "Host";

    /// <summary>Adds the check.</summary>
    public static void UseHostCheck(this IApplicationBuilder app) =>
        app.Use((http, next) => IsOne(http.Request) ? next(http) : RefuseAsync(http));

    /// <summary>An address that a request names; null when it is none.</summary>
    public static Uri? AddressOf(string? text)
    {
        try
        {
            // What is wrong with some hosts is found only when the parts of their address are asked for.
            return
                Uri.TryCreate(text, UriKind.Absolute, out var address)
                && address.AbsoluteUri.Length > 0
                && address.IdnHost.Length > 0
                && address.PathAndQuery.Length > 0
                ? address
                : null;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    private static bool IsOne(HttpRequest request)
    {
        try
        {
            return request.Host.HasValue
                ? AddressOf($"{Uri.UriSchemeHttp}{Uri.SchemeDelimiter}{request.Host}/") is not null
                : NeedsNone(request.Path);
        }
        catch (ArgumentException)
        {
            // The header is decoded where it is read, and xn-- has no decoded form.
            return false;
        }
    }

    private static bool NeedsNone(PathString path) =>
        (SchemeChoice.IsForPrograms(path) && !SchemeChoice.IsHub(path))
        || path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);

    private static Task RefuseAsync(HttpContext http)
    {
        // The page that says so is given an address too.
        http.Request.Host = new("localhost");
        return Problem
            .OfField(Field, "Host must be this site's host name, with the port if it is not the default one.")
            .ExecuteAsync(http);
    }
}
