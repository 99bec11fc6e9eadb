using Microsoft.Extensions.Options;
using Tallydesk.Hosting;
using Tallydesk.Identity;
using Tallydesk.Problems;

namespace Tallydesk.Queues;

/// <summary>Keeps pages of other sites from opening a hub with a visitor's cookie: no browser rule does that for WebSockets.</summary>
internal static class OriginCheck
{
    /// <summary>Refuses a hub's connection whose origin is not this site. Programs send none and bear a token.</summary>
    public static void UseOriginCheck(this IApplicationBuilder app)
    {
        var site = app.ApplicationServices.GetRequiredService<IOptions<SiteOptions>>().Value;
        app.Use(
            (http, next) =>
                !SchemeChoice.IsHub(http.Request.Path) || IsOwn(http.Request, site)
                    ? next(http)
                    : Problem.Of(ProblemKind.Forbidden, "Requests from other sites are not allowed.").ExecuteAsync(http)
        );
    }

    private static bool IsOwn(HttpRequest request, SiteOptions site)
    {
        if (request.Headers.Origin.Count == 0)
        {
            return true;
        }

        if (HostCheck.AddressOf(request.Headers.Origin) is not { } origin)
        {
            return false;
        }

        // The host that was called is believed only where no address is set, and without its scheme: behind a proxy the
        // gateway itself is reached in the clear.
        return Uri.TryCreate(site.Address, UriKind.Absolute, out var own)
            ? AreEqual(origin.GetLeftPart(UriPartial.Authority), own.GetLeftPart(UriPartial.Authority))
            : HostCheck.AddressOf($"{origin.Scheme}://{request.Host}") is { } called
                && AreEqual(origin.Authority, called.Authority);
    }

    private static bool AreEqual(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
