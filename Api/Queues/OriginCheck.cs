using Tallydesk.Identity;
using Tallydesk.Problems;

namespace Tallydesk.Queues;

/// <summary>Keeps pages of other sites from opening a hub with a visitor's cookie: no browser rule does that for WebSockets.</summary>
internal static class OriginCheck
{
    /// <summary>Refuses a hub's connection whose origin is not this site. Programs send none and bear a token.</summary>
    public static void UseOriginCheck(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
                !SchemeChoice.IsHub(http.Request.Path) || IsOwn(http.Request)
                    ? next(http)
                    : Problem.Of(ProblemKind.Forbidden, "Another site's page can't open this.").ExecuteAsync(http)
        );

    // The scheme is left out: behind a proxy the gateway itself is reached in the clear.
    private static bool IsOwn(HttpRequest request) =>
        request.Headers.Origin.Count == 0
        || (
            Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
            && string.Equals(
                origin.Authority,
                new Uri($"{origin.Scheme}://{request.Host}").Authority,
                StringComparison.OrdinalIgnoreCase
            )
        );
}
